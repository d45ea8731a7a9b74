import { rmSync } from 'node:fs';
import { HsmError, type ProcessAction, type SupervisedProcess } from '@keystorm/protocol';
import { type Runtime, type Store, table } from '@keystorm/runtime';
import type { FaultOrders } from '@keystorm/runtime/process';
import { type Program, programFile } from '../bundle.ts';
import type { DataDirectory } from './data-directory.ts';
import { OUTSIDE_HOST, type Party } from './fault-orders.ts';
import type { Settings } from './settings.ts';
import { type ProcessOptions, SupervisedChild } from './supervised-process.ts';

const APPLIANCES = table<{ readonly number: number; readonly availabilityZone: string }>('appliances');
/** Appliances that may exist at once: more is a runaway. */
const APPLIANCES_MAX = 64;
/** Appliances have addresses `<vpcPrefix>.0.<20 and more>`, one after the other; the supervisor sees to it that no two share one. */
const APPLIANCE_HOSTS = { first: 20, count: 200 };

/** What the faults make of the processes. */
interface Ordeal {
  /** What a process is to do about them. */
  readonly orders: (name: string) => FaultOrders;
  /** Which fault, if any, keeps a process from running that is about to be started. */
  readonly heldLife: (name: string) => 'kill' | 'stop' | undefined;
}

const NO_FAULTS: Ordeal = { orders: () => ({ links: [], skewMs: 0, service: [] }), heldLife: () => undefined };

/** Where the cluster-manager of a system listens. */
export function managerAddress({ vpcPrefix }: Pick<Settings, 'vpcPrefix'>): string {
  return `${managerHost({ vpcPrefix })}:4600`;
}

function managerHost({ vpcPrefix }: Pick<Settings, 'vpcPrefix'>): string {
  return `${vpcPrefix}.0.10`;
}

/** The address from which the control plane connects. */
function controlPlaneHost({ vpcPrefix }: Pick<Settings, 'vpcPrefix'>): string {
  return `${vpcPrefix}.0.11`;
}

/** The processes of a system. The appliances are on record, so that they are the same after a restart. */
export class Processes {
  readonly #runtime: Runtime;
  readonly #directory: DataDirectory;
  readonly #settings: Settings;
  readonly #store: Store;
  readonly #children = new Map<string, SupervisedChild>();
  /** While false nothing is started, whoever asks. */
  #open = false;
  #ordeal = NO_FAULTS;

  constructor(runtime: Runtime, directory: DataDirectory, settings: Settings, store: Store) {
    this.#runtime = runtime;
    this.#directory = directory;
    this.#settings = settings;
    this.#store = store;
  }

  /** From now on every process acts out what is said here of it. */
  actOut(ordeal: Ordeal): void {
    this.#ordeal = ordeal;
  }

  /** Tells every process what it is to do about the faults, where that has changed. */
  distribute(): void {
    for (const child of this.#children.values()) child.tellFaults();
  }

  /** By what addresses others know a process. */
  hostsOf(name: string): readonly string[] {
    return this.#children.get(name)?.hosts ?? [];
  }

  /** Breaks the connections between two parties. */
  resetBetween(from: Party, to: Party): void {
    // Whoever belongs to the system breaks its own end, and one is enough.
    const [breakers, others] = from.processes.length === 0 ? [to, from] : [from, to];
    for (const name of breakers.processes) {
      const hosts = others.processes.filter((other) => other !== name).flatMap((other) => this.hostsOf(other));
      this.#children.get(name)?.breakConnections(others.outside ? [...hosts, OUTSIDE_HOST] : hosts);
    }
  }

  list(): readonly SupervisedProcess[] {
    return [...this.#children.values()].map((child) => child.describe());
  }

  /** Does something to a process, which is named as itself or by its appliance's id. Throws HsmError. */
  async control(name: string, action: ProcessAction, stayDown: boolean): Promise<SupervisedProcess> {
    const child = this.#get(name);
    await this.#act(child, action, stayDown);
    return child.describe();
  }

  async #act(child: SupervisedChild, action: ProcessAction, stayDown: boolean): Promise<void> {
    switch (action) {
      case 'PROCESS_ACTION_KILL':
        return child.kill(stayDown);
      case 'PROCESS_ACTION_STOP':
        return child.stop();
      case 'PROCESS_ACTION_START':
        return this.#start(child);
      case 'PROCESS_ACTION_RESTART':
        await child.terminate();
        return this.#start(child);
      default:
        throw new HsmError('INVALID_ARGUMENT', 'the action is missing');
    }
  }

  #get(name: string): SupervisedChild {
    const child =
      this.#children.get(name) ??
      [...this.#children.values()].find((candidate) => candidate.options.appliance?.id === name);
    if (child === undefined) throw new HsmError('INVALID_ARGUMENT', `there is no process '${name}'`);
    return child;
  }

  /**
   * Why the system cannot get ready, undefined while it can. An HSM with a damaged store is lost, but the system goes on
   * without it; one with data of a newer version is a mistake that the operator must hear of.
   */
  failure(): string | undefined {
    const failing = [...this.#children.values()].find(
      ({ isFailing, isHopeless, options }) => isHopeless || (isFailing && options.appliance === undefined),
    );
    if (failing === undefined) return undefined;
    const { name, lastEnd } = failing.describe();
    return `${name} does not run (${lastEnd})`;
  }

  async startAll(): Promise<void> {
    this.#open = true;
    this.#run(this.#clusterManager());
    this.#run(this.#controlPlane());
    for (const [id, { number, availabilityZone }] of await this.#store.list(APPLIANCES))
      this.#run(this.#appliance(id, number, availabilityZone));
  }

  /** Ends all of them in good order. Until the next `startAll` none is started. */
  async endAll(): Promise<void> {
    this.#open = false;
    await Promise.all([...this.#children.values()].map((child) => child.terminate()));
  }

  /** Forgets all of them. Their data is the caller's business. */
  async forgetAll(): Promise<void> {
    this.#children.clear();
    await this.#store.transaction(async (tx) => {
      for (const [id] of await tx.list(APPLIANCES)) tx.delete(APPLIANCES, id);
    });
  }

  /** Whether there is an appliance on record. */
  async hasAppliances(): Promise<boolean> {
    return (await this.#store.list(APPLIANCES, { limit: 1 })).length > 0;
  }

  async addAppliance(id: string, availabilityZone: string): Promise<string> {
    const number = await this.#store.transaction(async (tx) => {
      if (!this.#open) throw new HsmError('WRONG_STATE', 'the system is on its way down');
      const known = await tx.get(APPLIANCES, id);
      if (known !== undefined) return known.number;
      const appliances = await tx.list(APPLIANCES);
      if (appliances.length >= APPLIANCES_MAX)
        throw new HsmError('NO_SPACE', `${APPLIANCES_MAX} appliances run already`);
      const next = nextNumber(appliances.map(([, appliance]) => appliance.number));
      tx.put(APPLIANCES, id, { number: next, availabilityZone });
      return next;
    });
    return this.#run(this.#appliance(id, number, availabilityZone)).options.name;
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

  #start(child: SupervisedChild): void {
    if (!this.#open) throw new HsmError('WRONG_STATE', 'the system is on its way down');
    child.start();
  }

  /** Has a process run, as far as the faults let it. */
  #run(options: ProcessOptions): SupervisedChild {
    let child = this.#children.get(options.name);
    if (child === undefined) this.#children.set(options.name, (child = this.#child(options)));
    const held = this.#ordeal.heldLife(options.name);
    if (held === 'kill' || (held === 'stop' && child.isStopped)) return child;
    this.#start(child);
    if (held === 'stop') child.stop();
    return child;
  }

  #child(options: ProcessOptions): SupervisedChild {
    const { name } = options;
    return new SupervisedChild(options, this.#runtime, {
      orders: () => this.#ordeal.orders(name),
      moved: () => this.distribute(),
    });
  }

  #common(folder: string) {
    return {
      fleetDir: this.#directory.fleet,
      dataDir: this.#directory.of(folder),
      logLevel: 'info',
      exitWithParent: true,
    };
  }

  #clusterManager(): ProcessOptions {
    const { vpcPrefix, zones, accountId, quotas, durations, timings, lenientIds } = this.#settings;
    return this.#options('cluster-manager', 'cluster-manager', managerHost(this.#settings), {
      ...this.#common('cluster-manager'),
      listenAddress: managerAddress(this.#settings),
      supervisorAddress: `unix:${this.#directory.socket}`,
      network: { vpcPrefix, zones },
      accountId,
      quotas,
      durations,
      timings,
      lenientIds,
    });
  }

  #controlPlane(): ProcessOptions {
    const { port, accountId, credentials, rates, durations, auditPeriodMs, lenientIds } = this.#settings;
    return this.#options('control-plane', 'kms-control-plane', controlPlaneHost(this.#settings), {
      ...this.#common('control-plane'),
      http: { host: '127.0.0.1', port },
      clusterManagerAddress: managerAddress(this.#settings),
      supervisorAddress: `unix:${this.#directory.socket}`,
      accountId,
      credentials,
      rates,
      durations,
      auditPeriodMs,
      lenientIds,
    });
  }

  #appliance(id: string, number: number, availabilityZone: string): ProcessOptions {
    const host = applianceHost(this.#settings, number);
    const config = {
      ...this.#common(`appliances/${id}`),
      applianceId: id,
      availabilityZone,
      adminAddress: `${host}:0`,
      clusterManagerAddress: managerAddress(this.#settings),
    };
    return {
      ...this.#options(applianceName(number), 'hsm-node', host, config),
      appliance: { id, availabilityZone },
    };
  }

  #options(name: string, program: Program, sourceAddress: string, config: object): ProcessOptions {
    const file = this.#directory.writeConfig(name, config);
    return {
      name,
      command: () => [process.execPath, programFile(program), '--config', file],
      logFile: this.#directory.log(name),
      sourceAddress,
    };
  }
}

/** The number after the highest one that is taken, and whose address is not. */
function nextNumber(taken: readonly number[]): number {
  let next = Math.max(0, ...taken) + 1;
  while (taken.some((number) => (number - next) % APPLIANCE_HOSTS.count === 0)) next += 1;
  return next;
}

/** The address at which an appliance is managed, and from which it connects. */
function applianceHost({ vpcPrefix }: Pick<Settings, 'vpcPrefix'>, number: number): string {
  return `${vpcPrefix}.0.${APPLIANCE_HOSTS.first + (number % APPLIANCE_HOSTS.count)}`;
}

function applianceName(number: number): string {
  return `appliance-${number}`;
}
