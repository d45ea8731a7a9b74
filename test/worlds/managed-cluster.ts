import { type ClusterManagerConfigInput, createClusterManager } from '@keystorm/cluster-manager';
import { createHsmNode, type FleetMaterial, manufactureFleet } from '@keystorm/hsm-node';
import {
  type Cluster,
  CLUSTER_SERVICE,
  type ClusterServiceDefinition,
  HSM_SERVICE,
  isHsmError,
  SUPERVISOR_SERVICE,
} from '@keystorm/protocol';
import { type Peer, type Runtime, serving } from '@keystorm/runtime';
import { createSimulation, type Simulation, type SimulationOptions } from '@keystorm/runtime/sim';
import {
  type Customer,
  DEADLINE,
  newCustomer,
  OFFICER_PASSWORD,
  sign,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';

export const MANAGER_ADDRESS = 'manager:4600';
const SUPERVISOR_ADDRESS = 'unix:supervisor';
/** Virtual time after which a test gives up waiting, milliseconds. */
const WAIT_MS_MAX = 120_000;

export const REGION = 'us-east-1';

/** Who calls the API, where it is not the owner of everything in the usual Region. */
interface Caller {
  readonly region?: string;
  readonly accountId?: string;
}

/** What is special about a world: its cluster-manager, and who reads the logs. */
interface WorldOptions extends Pick<ClusterManagerConfigInput, 'durations' | 'timings' | 'quotas'> {
  readonly log?: NonNullable<SimulationOptions['log']>;
}

/** A cluster-manager with its fleet in a simulation, and a supervisor that starts appliances as machines. */
export interface ManagedWorld {
  readonly sim: Simulation;
  /** The machine of the operator. */
  readonly operator: Runtime;
  readonly clusters: Peer<ClusterServiceDefinition>;
  readonly customer: Customer;
  readonly fleet: FleetMaterial;
  /** Calls an operation of the CloudHSM API; throws `Code: message`. */
  api<T>(operation: string, input: object, caller?: Caller): Promise<T>;
  cluster(clusterId: string): Promise<Cluster>;
  /** Asks again until the cluster is as wanted. */
  clusterWhen(clusterId: string, holds: (cluster: Cluster) => boolean): Promise<Cluster>;
  /** What goes wrong while the test waits for something. */
  readonly faults: { whileWaiting: () => Promise<void> };
  /** What the supervisor runs. */
  processes(): Promise<{ readonly processes: readonly unknown[] }>;
  /** Waits until no job is left. */
  jobsDone(): Promise<void>;
  crashManager(): Promise<void>;
  /** Starts the cluster-manager again after its machine crashed. */
  startManager(): Promise<void>;
  /** Ends an appliance and starts it again. */
  crashAppliance(applianceId: string): Promise<void>;
  killAppliance(applianceId: string): void;
  startAppliance(applianceId: string): Promise<void>;
  /** Machine of an appliance, for faults. */
  machineOf(applianceId: string): string;
  /** The whole road to an active cluster with that many HSMs. */
  activeCluster(hsms: number): Promise<Cluster>;
}

export async function inManagedWorld(
  seed: number | string,
  work: (world: ManagedWorld) => Promise<void>,
  { log, ...options }: WorldOptions = {},
): Promise<void> {
  const sim = createSimulation({ seed, ...(log && { log }) });
  await sim.run(async () => {
    const operator = sim.runtime('operator');
    const fleet = await manufactureFleet(operator);
    const customer = await newCustomer(operator);
    const appliances = new Appliances(sim, fleet);
    await supervise(sim, appliances);
    const config = { ...managerConfig(fleet), ...options };
    const startManager = () => createClusterManager(sim.runtime('manager'), config).start();
    await startManager();
    const { certificate, privateKey } = fleet.identities.operator;
    const tls = { trustAnchor: fleet.ca.certificate, certificate, privateKey };
    const supervisor = operator.network.connect(SUPERVISOR_SERVICE, { address: SUPERVISOR_ADDRESS });
    const clusters = operator.network.connect(CLUSTER_SERVICE, { address: MANAGER_ADDRESS, tls });
    const cluster: ManagedWorld['cluster'] = async (clusterId) => {
      const answer = await clusters.call('GetCluster', { clusterId, region: REGION }, DEADLINE);
      if (!answer.cluster) throw new Error(`${clusterId} is gone`);
      return answer.cluster;
    };
    const world: ManagedWorld = {
      sim,
      operator,
      clusters,
      customer,
      fleet,
      cluster,
      faults: { whileWaiting: () => Promise.resolve() },
      processes: () => supervisor.call('ListProcesses', {}, DEADLINE),
      async api<T>(operation: string, input: object, { region = REGION, accountId }: Caller = {}): Promise<T> {
        const sent = { operation, region, body: Buffer.from(JSON.stringify(input)) };
        const request = { service: 'cloudhsm', ...sent, ...(accountId && { accountId }) };
        // A connection that a killed cluster-manager left behind is noticed before anything is sent.
        await until(operator, () => clusters.call('GetClock', {}, DEADLINE));
        const { status, body } = await clusters.call('InvokeApi', request, DEADLINE);
        const answer = JSON.parse(body.toString('utf8')) as T & { __type?: string; Message?: string };
        if (status !== 200) throw new Error(`${answer.__type}: ${answer.Message}`);
        return answer;
      },
      async clusterWhen(clusterId, holds) {
        const giveUpAt = sim.nowMs + WAIT_MS_MAX;
        for (;;) {
          const now = await cluster(clusterId).catch((error: unknown) => {
            // The cluster-manager may have been killed a moment ago.
            if (isHsmError(error)) return undefined;
            throw error;
          });
          if (now !== undefined && holds(now)) return now;
          if (sim.nowMs > giveUpAt)
            throw new Error(
              `${clusterId} does not get there: ${JSON.stringify(now?.hsms.map(({ state, ailment }) => [state, ailment]))} ${now?.state} ${JSON.stringify(await clusters.call('ListClusters', { region: '' }, DEADLINE).then(({ jobs }) => jobs))}`,
            );
          await operator.clock.sleep(20);
          await world.faults.whileWaiting();
        }
      },
      async jobsDone() {
        for (;;) {
          const { jobs } = await clusters.call('ListClusters', { region: '' }, DEADLINE);
          if (jobs.length === 0) return;
          await operator.clock.sleep(20);
        }
      },
      async crashManager() {
        sim.crash('manager');
        await startManager();
      },
      startManager,
      async crashAppliance(applianceId) {
        world.killAppliance(applianceId);
        await world.startAppliance(applianceId);
      },
      killAppliance: (applianceId) => appliances.kill(applianceId),
      startAppliance: (applianceId) => appliances.start(applianceId),
      machineOf,
      activeCluster: (hsms) => activeCluster(world, hsms),
    };
    await work(world);
  });
}

function managerConfig(fleet: FleetMaterial) {
  const identity = { ca: fleet.ca.certificate, ...fleet.identities['cluster-manager'] };
  return { listenAddress: MANAGER_ADDRESS, supervisorAddress: SUPERVISOR_ADDRESS, identity };
}

async function until(operator: Runtime, call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const error: unknown = await call().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return;
    if (!isHsmError(error)) throw error as Error;
    await operator.clock.sleep(10);
  }
}

function machineOf(applianceId: string): string {
  return `appliance ${applianceId}`;
}

/** The appliances that the supervisor runs, each on a machine of its own. */
class Appliances {
  readonly #sim: Simulation;
  readonly #fleet: FleetMaterial;
  readonly #zones = new Map<string, string>();
  /** Appliance → ends its present life. */
  readonly #ends = new Map<string, () => void>();

  constructor(sim: Simulation, fleet: FleetMaterial) {
    this.#sim = sim;
    this.#fleet = fleet;
  }

  ids(): readonly string[] {
    return [...this.#zones.keys()];
  }

  async add(applianceId: string, availabilityZone: string): Promise<void> {
    if (this.#zones.has(applianceId)) return;
    this.#zones.set(applianceId, availabilityZone);
    await this.start(applianceId);
  }

  /** Resolves when it runs, or when that will not be: it was killed on the way, or is gone. */
  async start(applianceId: string): Promise<void> {
    const availabilityZone = this.#zones.get(applianceId);
    if (availabilityZone === undefined) return;
    const node = createHsmNode(this.#sim.runtime(machineOf(applianceId)), {
      applianceId,
      availabilityZone,
      adminAddress: 'appliances:0',
      clusterManagerAddress: MANAGER_ADDRESS,
      fleet: this.#fleet,
    });
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#ends.set(applianceId, end);
    await Promise.race([node.start(), ended]);
  }

  kill(applianceId: string): void {
    this.#sim.crash(machineOf(applianceId));
    this.#ends.get(applianceId)?.();
  }

  remove(applianceId: string): void {
    if (!this.#zones.delete(applianceId)) return;
    this.kill(applianceId);
    this.#sim.wipe(machineOf(applianceId));
  }
}

async function supervise(sim: Simulation, appliances: Appliances): Promise<void> {
  await sim.runtime('supervisor').network.serve({
    address: SUPERVISOR_ADDRESS,
    services: [
      serving(SUPERVISOR_SERVICE, {
        ListProcesses: () => ({ processes: appliances.ids().map((applianceId) => ({ applianceId })) }),
        async StartAppliance({ applianceId, availabilityZone }) {
          await appliances.add(applianceId, availabilityZone);
          return { name: applianceId };
        },
        RemoveAppliance({ applianceId }) {
          appliances.remove(applianceId);
          return {};
        },
        ControlProcess: () => ({}),
        // A simulation has faults of its own.
        ListFaults: () => ({}),
        ListTargets: () => ({}),
        AddFault: () => ({}),
        ClearFaults: () => ({}),
        RenewLease: () => ({}),
        GetState: () => ({ ready: true }),
        Reset: () => ({}),
        ShutDown: () => ({}),
      }),
    ],
  });
}

async function activeCluster(world: ManagedWorld, hsms: number): Promise<Cluster> {
  const { clusters, api, operator, customer, clusterWhen } = world;
  const { subnets } = await clusters.call('ListSubnets', { region: REGION }, DEADLINE);
  const created = await api<{ Cluster: { ClusterId: string } }>('CreateCluster', {
    HsmType: 'hsm1.medium',
    SubnetIds: subnets.map(({ subnetId }) => subnetId),
  });
  const clusterId = created.Cluster.ClusterId;
  await clusterWhen(clusterId, ({ state }) => state === 'UNINITIALIZED');
  await api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: subnets[0]?.availabilityZone });
  await clusterWhen(clusterId, (cluster) => cluster.hsms[0]?.state === 'ACTIVE');
  const described = await api<{ Clusters: { Certificates: { ClusterCsr: string } }[] }>('DescribeClusters', {
    Filters: { clusterIds: [clusterId] },
  });
  const SignedCert = await sign(operator, customer, described.Clusters[0]?.Certificates.ClusterCsr ?? '');
  await api('InitializeCluster', { ClusterId: clusterId, SignedCert, TrustAnchor: customer.ca.certificate });
  const { hsms: first } = await clusterWhen(clusterId, ({ state }) => state === 'INITIALIZED');
  await activate(operator, customer, first[0]?.dataAddress ?? '');
  await clusterWhen(clusterId, ({ state }) => state === 'ACTIVE');
  for (let index = 1; index < hsms; index += 1) {
    await api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: subnets[index]?.availabilityZone });
  }
  return clusterWhen(
    clusterId,
    (cluster) => cluster.hsms.length === hsms && cluster.hsms.every(({ state }) => state === 'ACTIVE'),
  );
}

async function activate(operator: Runtime, customer: Customer, address: string): Promise<void> {
  const data = operator.network.connect(HSM_SERVICE, { address, tls: { trustAnchor: customer.ca.certificate } });
  await data.call('Login', { userType: 'USER_TYPE_PRECO', userName: 'admin', password: 'password' }, DEADLINE);
  await data.call(
    'ChangePassword',
    { userType: 'USER_TYPE_PRECO', userName: 'admin', newPassword: OFFICER_PASSWORD },
    DEADLINE,
  );
  data.close();
}
