import { HSM_ADMIN_SERVICE } from '@keystorm/protocol';
import { invariant, type Runtime, Scope, type Server, serving } from '@keystorm/runtime';
import { HsmNodeConfig, type HsmNodeOptions, listeningAddress } from './config.ts';
import { Appliance } from './objects/appliance.ts';
import { Keys } from './objects/keys.ts';
import { Partition } from './objects/partition.ts';
import { Quorum } from './objects/quorum.ts';
import { Replication } from './objects/replication.ts';
import { Users } from './objects/users.ts';
import { adminHandlers } from './rpc/admin-service.ts';
import { CallCounts } from './rpc/call-counts.ts';
import { DataPort } from './rpc/data-port.ts';
import { dataHandlers } from './rpc/data-service.ts';
import { InjectedFaults, withFaults } from './rpc/injected-faults.ts';
import { keepRegistered } from './rpc/registration.ts';
import { Challenges } from './sessions/challenges.ts';
import { Cryptography } from './sessions/cryptography.ts';
import { KeyAdministration } from './sessions/key-administration.ts';
import { MutualTlsAdministration } from './sessions/mutual-tls-administration.ts';
import { QuorumAdministration } from './sessions/quorum-administration.ts';
import { Sessions } from './sessions/sessions.ts';
import { UserAdministration } from './sessions/user-administration.ts';

const STORE_RETRY_MS = 1_000;
const DATA_PORT_RETRY_MS = 500;

/** One HSM appliance. */
export interface HsmNode {
  /**
   * Opens the store, listens, and registers with the cluster-manager in the background. Rejects with DamagedStoreError,
   * NewerDataError, AddressInUseError.
   */
  start(): Promise<void>;
  /** Ends all connections and closes the store. */
  stop(): Promise<void>;
  /** Where the admin service listens; throws before `start`. */
  readonly adminAddress: string;
  /** Where the data service listens; undefined while the HSM has no users. */
  readonly dataAddress: string | undefined;
}

interface Running {
  readonly partition: Partition;
  readonly sessions: Sessions;
  readonly admin: Server;
  readonly dataPort: DataPort;
  readonly scope: Scope;
}

export function createHsmNode(runtime: Runtime, options: HsmNodeOptions): HsmNode {
  const config = HsmNodeConfig.parse(options);
  let running: Running | undefined;
  return {
    async start() {
      invariant(running === undefined, 'an appliance is started once');
      running = await startNode(runtime, config);
    },
    async stop() {
      const stopping = running;
      running = undefined;
      await stopping?.scope.stop();
      // While there is a store that they can be recorded in.
      await stopping?.sessions.endAll();
      await stopping?.dataPort.close();
      await stopping?.admin.close();
      await stopping?.partition.close();
    },
    get adminAddress() {
      invariant(running !== undefined, 'the appliance is started');
      return running.admin.address;
    },
    get dataAddress() {
      return running?.dataPort.address;
    },
  };
}

async function startNode(runtime: Runtime, config: HsmNodeConfig): Promise<Running> {
  const partition = await Partition.open(runtime, config.auditRecordsMax);
  try {
    const appliance = new Appliance(runtime, config, partition);
    await appliance.start();
    const { dataPort, admin, sessions } = await listen(runtime, config, appliance, partition);
    const scope = new Scope(runtime.log);
    scope.run('open the data port', (signal) => keepOpen(runtime, dataPort, signal));
    scope.run('watch the store', (signal) => watchStore(runtime, partition, [admin, dataPort], signal));
    const adminAddress = config.listenHost === undefined ? admin.address : config.adminAddress;
    scope.run('register', (signal) => keepRegistered(runtime, { config, appliance, partition, adminAddress }, signal));
    return { partition, sessions, admin, dataPort, scope };
  } catch (error) {
    await partition.close();
    throw error;
  }
}

async function listen(runtime: Runtime, config: HsmNodeConfig, appliance: Appliance, partition: Partition) {
  const users = new Users(runtime, partition);
  const keys = new Keys(runtime, partition);
  const replication = new Replication(runtime, partition);
  const sessions = new Sessions(partition, users, keys, config.sessionsMax);
  const quorum = new Quorum(runtime, partition);
  const challenges = new Challenges(runtime.random);
  const quorumAdministration = new QuorumAdministration(quorum, keys, sessions);
  const userAdministration = new UserAdministration({ partition, users, quorum, replication, sessions, challenges });
  const cryptography = new Cryptography(partition, keys, quorum, sessions, runtime.random);
  const keyAdministration = new KeyAdministration({ partition, keys, quorum, replication, sessions, cryptography });
  const mutualTlsAdministration = new MutualTlsAdministration(partition, quorum, sessions);
  const data = (dataPort: DataPort) => ({
    config,
    appliance,
    partition,
    users,
    keys,
    quorum,
    sessions,
    challenges,
    userAdministration,
    quorumAdministration,
    keyAdministration,
    mutualTlsAdministration,
    cryptography,
    dataPort,
  });
  const faults = new InjectedFaults(runtime.random, runtime.faults);
  const counts = new CallCounts();
  const dataPort = new DataPort(
    runtime,
    partition,
    (port) => withFaults(dataHandlers(data(port)), faults, counts),
    config,
  );
  const { certificate, privateKey } = appliance.identity;
  const admin = await runtime.network.serve({
    address: listeningAddress(config.adminAddress, config),
    services: [
      serving(
        HSM_ADMIN_SERVICE,
        adminHandlers({ config, appliance, partition, replication, keys, sessions, dataPort, faults, counts }),
      ),
    ],
    tls: { certificate, privateKey: privateKey.reveal(), clientCa: config.fleet.ca.certificate },
  });
  runtime.log.info({ address: admin.address, life: partition.life, boot: partition.history.boot }, 'appliance listens');
  return { dataPort, admin, sessions };
}

/** After a start the address may still be taken, by a predecessor that is on its way out. */
async function keepOpen(runtime: Runtime, dataPort: DataPort, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await dataPort.follow();
    } catch (error) {
      runtime.log.warn({ err: error }, 'the data service cannot listen; trying again');
    }
    await runtime.clock.sleep(DATA_PORT_RETRY_MS, signal);
  }
}

/** While the store cannot be written the HSM says that it does not serve, and tries until it can. */
async function watchStore(
  runtime: Runtime,
  partition: Partition,
  servers: readonly { setServing(serving: boolean): void }[],
  signal: AbortSignal,
): Promise<void> {
  const say = (serving: boolean) => servers.forEach((server) => server.setServing(serving));
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  while (!signal.aborted) {
    if (partition.ailment === '') await Promise.race([partition.writeFailed(), stopped]);
    if (signal.aborted) return;
    say(false);
    while (!(await partition.writes())) await runtime.clock.sleep(STORE_RETRY_MS, signal);
    say(true);
  }
}
