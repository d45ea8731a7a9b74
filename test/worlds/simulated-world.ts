import { KMS, ListKeysCommand } from '@aws-sdk/client-kms';
import { signRequest } from '@keystorm/aws-api';
import { createControlPlane } from '@keystorm/kms-control-plane';
import type { ControlPlaneConfigInput } from '@keystorm/kms-control-plane/config';
import { isHsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import type { Simulation, SimulationOptions } from '@keystorm/runtime/sim';
import { inManagedWorld, MANAGER_ADDRESS, type ManagedWorld } from './managed-cluster.ts';
import {
  ACCESS_KEY,
  type Chaos,
  HOST,
  OTHER_REGION,
  type RawRequest,
  type RawResponse,
  REGION,
  sdkBody,
  sdkResponse,
  type Target,
  type World,
} from './world.ts';

const MACHINE = 'control-plane';
/** How long a killed process stays away, as the supervisor's first back-off. */
const RESTART_MS = 100;
/** One way between a client and the endpoint. */
const LATENCY_MS = 0.2;

type Endpoint = (request: RawRequest) => Promise<RawResponse>;

/** A world that is simulated, for what only a simulation can do. */
export interface SimulatedWorld extends World {
  readonly sim: Simulation;
  /** Machine of a process, for the simulation's faults. */
  machineOf(target: Target): Promise<string>;
}

/** What is special about a world: its control plane, and who reads the logs. */
interface WorldOptions {
  readonly log?: NonNullable<SimulationOptions['log']>;
  readonly controlPlane?: Pick<ControlPlaneConfigInput, 'durations'>;
}

/** Runs work in a simulated system; the seed may be any text. Resolves to what happened, equal for equal seeds. */
export async function withSimulatedWorld(
  seed: number | string,
  work: (world: SimulatedWorld) => Promise<void>,
  { log, controlPlane: options }: WorldOptions = {},
): Promise<readonly string[]> {
  let trace: readonly string[] = [];
  const clients = new SdkClients();
  await clients.get(REGION);
  await clients.get(OTHER_REGION);
  await inManagedWorld(
    seed,
    async (managed) => {
      const controlPlane = new SimulatedControlPlane(managed, options);
      await controlPlane.start();
      clients.reach((request) => controlPlane.send(request), managed.operator);
      const { chaos, machineOf } = simulatedChaos(managed, controlPlane);
      await work({
        kind: 'simulated',
        operator: managed.operator,
        customer: managed.customer,
        kms: (region = REGION) => clients.getReady(region),
        clusterService: managed.clusters,
        send: (request) => controlPlane.send(request),
        chaos,
        sim: managed.sim,
        machineOf,
      });
      await controlPlane.stop();
      trace = managed.sim.trace;
    },
    log === undefined ? {} : { log },
  );
  return trace;
}

/** The control plane on its machine: requests reach it, and answers leave it, only while the process lives and runs. */
class SimulatedControlPlane {
  readonly #managed: ManagedWorld;
  readonly #options: WorldOptions['controlPlane'];
  #running: { readonly handle: Endpoint; readonly stop: () => Promise<void> } | undefined;
  #gone = Promise.withResolvers<never>();

  constructor(managed: ManagedWorld, options: WorldOptions['controlPlane']) {
    this.#managed = managed;
    this.#options = options;
    this.#gone.promise.catch(() => undefined);
  }

  async start(): Promise<void> {
    const { sim, fleet } = this.#managed;
    const runtime = sim.runtime(MACHINE);
    const identity = { ca: fleet.ca.certificate, ...fleet.identities['control-plane'] };
    const config = { clusterManagerAddress: MANAGER_ADDRESS, identity, ...this.#options };
    const controlPlane = createControlPlane(runtime, config);
    await controlPlane.start();
    this.#gone = Promise.withResolvers();
    this.#gone.promise.catch(() => undefined);
    this.#running = {
      stop: () => controlPlane.stop(),
      async handle({ method = 'POST', path = '/', headers = {}, body = Buffer.alloc(0) }) {
        // What is planned on a machine happens only while its process lives, and waits while it is stopped.
        await runtime.clock.sleep(LATENCY_MS);
        const answer = await controlPlane.handle({ method, path, headers, body, remoteAddress: '127.0.0.1' });
        await runtime.clock.sleep(LATENCY_MS);
        return { status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) };
      },
    };
  }

  async send(request: RawRequest): Promise<RawResponse> {
    if (this.#running === undefined) throw new Error('connect ECONNREFUSED');
    return Promise.race([this.#running.handle(request), this.#gone.promise]);
  }

  /** Also a process that is on its way up. */
  kill(): void {
    this.#running = undefined;
    this.#managed.sim.crash(MACHINE);
    this.#gone.reject(new Error('read ECONNRESET'));
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }
}

function isDaemon(target: string): boolean {
  return target === 'control-plane' || target === 'cluster-manager';
}

function simulatedChaos(managed: ManagedWorld, controlPlane: SimulatedControlPlane) {
  const { sim, operator, clusters } = managed;
  const known = new Map<string, string>();

  /** HSM ids become appliances; those once seen are known also while the cluster-manager is away. */
  const applianceOf = async (hsmId: string): Promise<string> => {
    const listed = await clusters
      .call('ListClusters', { region: '' }, { deadlineMs: 1_000 })
      .catch((error: unknown) => {
        if (!isHsmError(error)) throw error;
        return { clusters: [] };
      });
    for (const { hsms } of listed.clusters) for (const hsm of hsms) known.set(hsm.hsmId, hsm.applianceId);
    const applianceId = known.get(hsmId);
    if (applianceId === undefined) throw new Error(`there is no '${hsmId}'`);
    return applianceId;
  };
  const stopped = new Set<string>();
  const down = new Set<string>();
  /** The machine first: nothing else may happen between what is noted of a process and what is done to it. */
  const appliance = async (target: string) => (isDaemon(target) ? '' : await applianceOf(target));
  const killNow = async (target: string) => {
    const applianceId = await appliance(target);
    stopped.delete(target);
    down.add(target);
    if (target === 'control-plane') controlPlane.kill();
    else if (target === 'cluster-manager') sim.crash('manager');
    else managed.killAppliance(applianceId);
  };
  const startOnce = (target: string, applianceId: string) => {
    if (target === 'control-plane') return controlPlane.start();
    return target === 'cluster-manager' ? managed.startManager() : managed.startAppliance(applianceId);
  };
  /** A process that cannot start ends, and is started again, as the supervisor does it. */
  const startNow = async (target: string) => {
    const applianceId = await appliance(target);
    if (!down.delete(target)) return;
    try {
      await startOnce(target, applianceId);
    } catch {
      await killNow(target);
      await operator.clock.sleep(RESTART_MS);
      await startNow(target);
    }
  };
  const machineOf = async (target: Target) => {
    if (target === 'control-plane') return MACHINE;
    return target === 'cluster-manager' ? 'manager' : managed.machineOf(await applianceOf(target));
  };
  const chaos: Chaos = {
    async kill(target, { stayDown = false } = {}) {
      await killNow(target);
      if (!stayDown) void operator.clock.sleep(RESTART_MS).then(() => startNow(target));
    },
    async stop(target) {
      sim.pause(await machineOf(target));
      stopped.add(target);
    },
    async start(target) {
      if (stopped.delete(target)) sim.resume(await machineOf(target));
      else await startNow(target);
    },
    async whileHeld(step, work) {
      const { faults } = sim.runtime(step.startsWith('connect/') ? MACHINE : 'manager');
      faults.set([{ kind: 'hold', step }]);
      try {
        return await work();
      } finally {
        faults.set([]);
      }
    },
  };
  return { chaos, machineOf };
}

/**
 * Clients of the AWS SDK over the simulated endpoint. They are warmed up before the simulation begins: the first call of
 * a client reads files, which takes real time; later ones take none, so that virtual time may pass.
 */
class SdkClients {
  readonly #clients = new Map<string, KMS>();
  #endpoint: Endpoint | undefined;
  #operator: Runtime | undefined;

  reach(endpoint: Endpoint, operator: Runtime): void {
    this.#endpoint = endpoint;
    this.#operator = operator;
  }

  async get(region: string): Promise<KMS> {
    const client = this.#make(region);
    await client.send(new ListKeysCommand({}));
    this.#clients.set(region, client);
    return client;
  }

  getReady(region: string): KMS {
    const client = this.#clients.get(region) ?? this.#make(region);
    this.#clients.set(region, client);
    return client;
  }

  #make(region: string): KMS {
    return new KMS({
      region,
      endpoint: `http://${HOST}`,
      credentials: ACCESS_KEY,
      maxAttempts: 1,
      requestHandler: {
        metadata: { handlerProtocol: 'http/1.1' },
        handle: async (request: { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown }) => ({
          response: sdkResponse(await this.#send(region, request.headers, sdkBody(request.body))),
        }),
      },
    });
  }

  async #send(region: string, sent: Readonly<Record<string, string>>, body: Buffer): Promise<RawResponse> {
    if (this.#endpoint === undefined || this.#operator === undefined) {
      return { status: 200, headers: {}, body: Buffer.from('{}') };
    }
    // The SDK signs by the machine's clock; the simulated endpoint judges by its own.
    const { 'content-type': contentType = '', 'x-amz-target': target = '' } = sent;
    const headers = signRequest(
      { method: 'POST', host: HOST, headers: { 'content-type': contentType, 'x-amz-target': target }, body },
      ACCESS_KEY,
      { region, service: 'kms', hostMs: this.#operator.clock.host() },
    );
    return this.#endpoint({ headers, body });
  }
}
