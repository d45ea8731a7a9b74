import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HsmError, type ProcessAction, SUPERVISOR_SERVICE, type SupervisorServiceDefinition } from '@keystorm/protocol';
import { type Handlers, type Runtime, type Server, serving, type Store, table } from '@keystorm/runtime';
import type { DataDirectory, Settings } from './data-directory.ts';
import { type ProcessOptions, SupervisedChild } from './supervised-process.ts';

const APPLIANCES = table<{ readonly number: number; readonly availabilityZone: string }>('appliances');
const DATA_VERSION = 1;
/** Appliances that may exist at once: more is a runaway. */
const APPLIANCES_MAX = 64;

export interface Supervisor {
  /** Ends every process, then itself. */
  stop(): Promise<void>;
  /** Resolves when somebody asked for the end through the socket. */
  readonly asked: Promise<void>;
}

/** Starts the processes of a system, restarts those that die, and serves the control socket. */
export async function createSupervisor(
  runtime: Runtime,
  directory: DataDirectory,
  settings: Settings,
): Promise<Supervisor> {
  const store = await runtime.storage.open('supervisor', DATA_VERSION);
  const processes = new Processes(runtime, directory, settings, store);
  const asked = Promise.withResolvers<void>();
  const server: Server = await runtime.network.serve({
    address: `unix:${directory.socket}`,
    services: [
      serving(
        SUPERVISOR_SERVICE,
        handlers(processes, () => asked.resolve()),
      ),
    ],
  });
  await processes.startAll();
  return {
    asked: asked.promise,
    async stop() {
      await processes.endAll();
      await store.close();
      // Last: whoever waits for the end of the system waits until nobody answers here.
      await server.close();
    },
  };
}

function handlers(processes: Processes, shutDown: () => void): Handlers<SupervisorServiceDefinition> {
  return {
    ListProcesses: () => ({ processes: processes.list() }),
    StartAppliance: async ({ applianceId, availabilityZone }) => ({
      name: await processes.addAppliance(applianceId, availabilityZone),
    }),
    RemoveAppliance: async ({ applianceId }) => {
      await processes.removeAppliance(applianceId);
      return {};
    },
    ControlProcess: async ({ name, action, stayDown }) => {
      const child = processes.get(name);
      await control(child, action, stayDown);
      return { process: child.describe() };
    },
    ShutDown: async () => {
      await processes.endAll();
      shutDown();
      return {};
    },
  };
}

async function control(child: SupervisedChild, action: ProcessAction, stayDown: boolean): Promise<void> {
  switch (action) {
    case 'PROCESS_ACTION_KILL':
      return child.kill(stayDown);
    case 'PROCESS_ACTION_STOP':
      return child.stop();
    case 'PROCESS_ACTION_START':
      return child.start();
    case 'PROCESS_ACTION_RESTART':
      await child.terminate();
      return child.start();
    default:
      throw new HsmError('INVALID_ARGUMENT', 'the action is missing');
  }
}

class Processes {
  readonly #runtime: Runtime;
  readonly #directory: DataDirectory;
  readonly #settings: Settings;
  readonly #store: Store;
  readonly #children = new Map<string, SupervisedChild>();

  constructor(runtime: Runtime, directory: DataDirectory, settings: Settings, store: Store) {
    this.#runtime = runtime;
    this.#directory = directory;
    this.#settings = settings;
    this.#store = store;
  }

  list() {
    return [...this.#children.values()].map((child) => child.describe());
  }

  get(name: string): SupervisedChild {
    const child =
      this.#children.get(name) ??
      [...this.#children.values()].find((candidate) => candidate.options.appliance?.id === name);
    if (child === undefined) throw new HsmError('INVALID_ARGUMENT', `there is no process '${name}'`);
    return child;
  }

  async startAll(): Promise<void> {
    this.#start(this.#clusterManager());
    this.#start(this.#controlPlane());
    for (const [id, { number, availabilityZone }] of await this.#store.list(APPLIANCES)) {
      this.#start(this.#appliance(id, number, availabilityZone));
    }
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.terminate()));
  }

  async addAppliance(id: string, availabilityZone: string): Promise<string> {
    const number = await this.#store.transaction(async (tx) => {
      const known = await tx.get(APPLIANCES, id);
      if (known !== undefined) return known.number;
      const appliances = await tx.list(APPLIANCES);
      if (appliances.length >= APPLIANCES_MAX)
        throw new HsmError('NO_SPACE', `${APPLIANCES_MAX} appliances run already`);
      const next = Math.max(0, ...appliances.map(([, appliance]) => appliance.number)) + 1;
      tx.put(APPLIANCES, id, { number: next, availabilityZone });
      return next;
    });
    return this.#start(this.#appliance(id, number, availabilityZone)).options.name;
  }

  async removeAppliance(id: string): Promise<void> {
    const appliance = await this.#store.get(APPLIANCES, id);
    if (appliance === undefined) return;
    const name = applianceName(appliance.number);
    await this.#children.get(name)?.terminate();
    this.#children.delete(name);
    rmSync(this.#directory.of(`appliances/${id}`), { recursive: true, force: true });
    await this.#store.transaction((tx) => tx.delete(APPLIANCES, id));
  }

  #start(options: ProcessOptions): SupervisedChild {
    let child = this.#children.get(options.name);
    if (child === undefined)
      this.#children.set(options.name, (child = new SupervisedChild(options, this.#runtime.clock)));
    child.start();
    return child;
  }

  #common(folder: string) {
    return {
      fleetDir: this.#directory.fleet,
      dataDir: this.#directory.of(folder),
      logLevel: 'info',
      exitWithParent: true,
    };
  }

  get #managerAddress(): string {
    return `${this.#settings.vpcPrefix}.0.10:4600`;
  }

  #clusterManager(): ProcessOptions {
    const { vpcPrefix, zones } = this.#settings;
    return this.#options('cluster-manager', '@keystorm/cluster-manager', {
      ...this.#common('cluster-manager'),
      listenAddress: this.#managerAddress,
      supervisorAddress: `unix:${this.#directory.socket}`,
      network: { vpcPrefix, zones },
    });
  }

  #controlPlane(): ProcessOptions {
    return this.#options('control-plane', '@keystorm/kms-control-plane', {
      ...this.#common('control-plane'),
      http: { host: '127.0.0.1', port: this.#settings.port },
      clusterManagerAddress: this.#managerAddress,
    });
  }

  #appliance(id: string, number: number, availabilityZone: string): ProcessOptions {
    const name = applianceName(number);
    const config = {
      ...this.#common(`appliances/${id}`),
      applianceId: id,
      availabilityZone,
      adminAddress: `${this.#settings.vpcPrefix}.0.20:0`,
      clusterManagerAddress: this.#managerAddress,
    };
    return { ...this.#options(name, '@keystorm/hsm-node', config), appliance: { id, availabilityZone } };
  }

  #options(name: string, pkg: string, config: object): ProcessOptions {
    const main = fileURLToPath(new URL('./main.ts', import.meta.resolve(pkg)));
    const file = this.#directory.writeConfig(name, config);
    return { name, command: [process.execPath, main, '--config', file], logFile: this.#directory.log(name) };
  }
}

function applianceName(number: number): string {
  return `appliance-${number}`;
}
