import {
  type ClusterSession,
  connectHsm,
  findUser,
  type HsmConnection,
  type KnownPassword,
  openClusterSession,
  passwordInForce,
  type RotationMember,
  rotatePassword,
} from '@keystorm/hsm-client';
import { type Cluster, type HsmUser, isHsmError } from '@keystorm/protocol';
import { type Runtime, Secret } from '@keystorm/runtime';
import type { ControlPlaneConfig } from '../config.ts';
import { activeHsms, type Clusters, endpointsOf } from './clusters.ts';
import type { ConnectionErrorCode } from './contract.ts';
import { randomPassword } from './passwords.ts';
import type { StoreRecord } from './store-record.ts';
import type { Vault } from './vault.ts';

/** The crypto user as whom KMS logs in; the name is fixed. */
const KMS_USER = { userType: 'USER_TYPE_CU', userName: 'kmsuser' } as const;

/** A connect came to nothing; the code is what the owner of the store sees. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly code: ConnectionErrorCode;

  constructor(code: ConnectionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface ConnectContext {
  readonly runtime: Runtime;
  readonly clusters: Clusters;
  readonly vault: Vault;
  /** How long it takes beyond what it really does, milliseconds of the simulated world. */
  readonly durationMs: number;
  /** The record as it is now. */
  readonly record: () => StoreRecord;
  /** Changes the record, durably. */
  readonly change: (edit: (current: StoreRecord) => StoreRecord) => Promise<unknown>;
  readonly signal: AbortSignal;
}

/**
 * How long a connect lasts, milliseconds of the simulated world. Differs from AWS, whose guide says "up to 20 minutes":
 * here it is two.
 */
export const CONNECT_MS = { instant: 0, fast: 1_200, aws: 120_000, manual: 0 } as const satisfies Record<
  ControlPlaneConfig['durations'],
  number
>;
const HSM_DEADLINE_MS = 5000;
/** How often HSMs are tried, and how long after another, before the network counts as broken. */
const REACH_ATTEMPTS_MAX = 3;
const REACH_PAUSE_MS = 300;
/**
 * How long the session may take until it has logged in to all HSMs on which `kmsuser` has just been, and, if some do not
 * come, to one of them. Long, because the password is changed by then: on a busy machine a connect that gives up early
 * only has to be made again.
 */
const SESSION_WAIT_MS = { all: 5000, one: 30_000 };
const MARK_BYTES = 16;

/** An HSM that answered, and `kmsuser` on it. */
interface Reached {
  readonly connection: HsmConnection;
  readonly user: HsmUser | undefined;
}

/**
 * The way from CONNECTING to CONNECTED; resolves to a session that can be used. Throws ConnectFailure. May be begun
 * again from the start after a crash at any point: what it does in the world can be done twice, but for the login,
 * which the record tells about, and the rotation, which the passwords on file tell about.
 * Source: AWS KMS Developer Guide, "Connect a custom key store" and "How to fix a connection failure".
 */
export async function connectCluster(context: ConnectContext): Promise<ClusterSession> {
  await takeTime(context);
  await begin(context, 'look up');
  const cluster = await lookUp(context);
  await begin(context, 'attach');
  await attach(context, cluster);
  await begin(context, 'reach');
  const connections = activeHsms(cluster).map((hsm) =>
    connectHsm(context.runtime, {
      endpoint: { hsmId: hsm.hsmId, address: hsm.dataAddress },
      trustAnchor: context.record().trustAnchor,
      deadlineMs: HSM_DEADLINE_MS,
    }),
  );
  try {
    const reached = await reach(context, cluster, connections);
    await begin(context, 'log in');
    const members = await logIn(context, reached);
    await begin(context, 'rotate');
    await rotate(context, members);
    await begin(context, 'open');
    return await openSession(context, cluster, members.length);
  } finally {
    await Promise.all(connections.map(leave));
  }
}

/** A restart of the process begins it anew, as it does the connect. */
async function takeTime({ runtime: { clock }, durationMs, signal }: ConnectContext): Promise<void> {
  if (durationMs > 0) await clock.sleepUntil(clock.now() + durationMs, signal);
}

/** The steps of a connect, which a fault can hold. */
export const CONNECT_STEPS = ['look up', 'attach', 'reach', 'log in', 'rotate', 'open'] as const;

async function begin({ runtime, signal }: ConnectContext, step: (typeof CONNECT_STEPS)[number]): Promise<void> {
  await runtime.faults.passes(`connect/${step}`, signal);
}

/** The cluster as it must be before any HSM is spoken to. */
async function lookUp({ clusters, record }: ConnectContext): Promise<Cluster> {
  const { region, clusterId, hasNetwork } = record();
  const cluster = await clusters.find(region, clusterId);
  if (cluster === undefined) throw new ConnectFailure('CLUSTER_NOT_FOUND', `there is no cluster ${clusterId}`);
  const gone = cluster.subnets.find(({ exists }) => !exists);
  if (gone !== undefined) throw new ConnectFailure('SUBNET_NOT_FOUND', `subnet ${gone.subnetId} is gone`);
  if (activeHsms(cluster).length === 0) throw new ConnectFailure('INSUFFICIENT_CLOUDHSM_HSMS', 'no HSM is active');
  // After a crash the addresses may be taken by the interfaces of this very store.
  const full = cluster.subnets.find(({ freeAddresses }) => freeAddresses === 0 && !hasNetwork);
  if (full !== undefined) {
    throw new ConnectFailure('INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET', `subnet ${full.subnetId} has no free address`);
  }
  return cluster;
}

async function attach({ clusters, record, change }: ConnectContext, cluster: Cluster): Promise<void> {
  const { region, id } = record();
  await change((current) => ({ ...current, hasNetwork: true }));
  try {
    await clusters.attachNetwork(region, cluster.clusterId, id);
  } catch (cause) {
    const code = isHsmError(cause, 'NO_SPACE') ? 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET' : 'INTERNAL_ERROR';
    throw new ConnectFailure(code, 'the network of the store could not be made', { cause });
  }
}

/** The HSMs that answer; at least one must. Those that do not are left to the session, which catches up on them. */
async function reach(
  context: ConnectContext,
  cluster: Cluster,
  connections: readonly HsmConnection[],
): Promise<readonly Reached[]> {
  for (let attempt = 1; ; attempt++) {
    const answers = await Promise.all(connections.map((connection) => meet(cluster, connection)));
    const reached = answers.filter((answer) => answer !== undefined);
    if (reached.length > 0) return reached;
    if (attempt === REACH_ATTEMPTS_MAX) throw new ConnectFailure('NETWORK_ERRORS', 'no HSM answers');
    await context.runtime.clock.sleep(REACH_PAUSE_MS, context.signal);
  }
}

async function meet(cluster: Cluster, connection: HsmConnection): Promise<Reached | undefined> {
  try {
    const info = await connection.info();
    // Another HSM may have taken over the address.
    if (info.hsmId !== connection.endpoint.hsmId || info.clusterId !== cluster.clusterId) return undefined;
    const users = await connection.listUsers();
    return { connection, user: findUser(users, KMS_USER.userType, KMS_USER.userName) };
  } catch (cause) {
    if (isHsmError(cause, 'CERTIFICATE_REFUSED')) {
      // Source: AWS CloudHSM User Guide, "Set up mutual TLS between client and AWS CloudHSM": not with key stores.
      const problem = 'the certificate of an HSM does not chain to the trust anchor, or the HSM enforces mutual TLS';
      throw new ConnectFailure('INTERNAL_ERROR', problem, { cause });
    }
    if (isHsmError(cause)) return undefined;
    throw cause;
  }
}

/** Logs in once on every HSM that was reached, with the password that is in force there; resolves to where it is. */
async function logIn(context: ConnectContext, reached: readonly Reached[]): Promise<readonly RotationMember[]> {
  const users = reached.map(({ connection, user }) => {
    if (user === undefined) throw new ConnectFailure('USER_NOT_FOUND', `${connection.endpoint.hsmId} has no kmsuser`);
    return { connection, user };
  });
  refuseIfTried(context.record(), users);
  if (users.some(({ user }) => user.locked)) throw new ConnectFailure('USER_LOCKED_OUT', 'kmsuser is locked out');
  context.signal.throwIfAborted();
  const failuresBefore = Object.fromEntries(
    users.map(({ connection, user }) => [connection.endpoint.hsmId, user.loginFailureCount]),
  );
  await context.change((current) => ({ ...current, failuresBefore }));
  const attempts = await Promise.allSettled(users.map(({ connection, user }) => logInOn(context, connection, user)));
  const refusal = attempts.find(({ status }) => status === 'rejected');
  if (refusal?.status === 'rejected') throw refusal.reason;
  const present = attempts.flatMap((attempt) =>
    attempt.status === 'fulfilled' && attempt.value ? [attempt.value] : [],
  );
  if (present.length === 0) throw new ConnectFailure('NETWORK_ERRORS', 'no HSM answered the login');
  return present;
}

/** Before a crash the one attempt may have been made, and failed: it is not made again. */
function refuseIfTried(
  { failuresBefore }: StoreRecord,
  users: readonly { readonly connection: HsmConnection; readonly user: HsmUser }[],
): void {
  for (const { connection, user } of users) {
    const before = failuresBefore?.[connection.endpoint.hsmId];
    if (before !== undefined && user.loginFailureCount > before) {
      throw new ConnectFailure('INVALID_CREDENTIALS', `${connection.endpoint.hsmId} had refused the password`);
    }
  }
}

const REFUSED_AS = {
  WRONG_PASSWORD: 'INVALID_CREDENTIALS',
  // KMS has nobody who could sign.
  SECOND_FACTOR_REQUIRED: 'INVALID_CREDENTIALS',
  NOT_PERMITTED: 'INVALID_CREDENTIALS',
  USER_LOCKED_OUT: 'USER_LOCKED_OUT',
  USER_NOT_FOUND: 'USER_NOT_FOUND',
} as const satisfies Partial<Record<string, ConnectionErrorCode>>;

/** Undefined when the HSM is away after all. */
async function logInOn(
  { vault, record }: ConnectContext,
  connection: HsmConnection,
  user: HsmUser,
): Promise<RotationMember | undefined> {
  const { id, passwords } = record();
  const password = passwordInForce(vault.open(id, passwords), user);
  try {
    await connection.login({ ...KMS_USER, password });
    return { connection, password, mark: user.passwordMark, epoch: user.passwordEpoch };
  } catch (cause) {
    if (isHsmError(cause, 'HSM_UNREACHABLE', 'NO_ANSWER')) return undefined;
    const refused = isHsmError(cause) && cause.code in REFUSED_AS;
    const code = refused ? REFUSED_AS[cause.code as keyof typeof REFUSED_AS] : 'INTERNAL_ERROR';
    throw new ConnectFailure(code, `${connection.endpoint.hsmId} refused the login`, { cause });
  }
}

/** Gives `kmsuser` a password that only KMS knows. */
async function rotate(context: ConnectContext, members: readonly RotationMember[]): Promise<void> {
  const { runtime, vault, record, change, signal } = context;
  signal.throwIfAborted();
  const { id, passwords } = record();
  const [current] = vault.open(id, passwords);
  const next = {
    password: new Secret(randomPassword(runtime)),
    mark: runtime.random.bytes(MARK_BYTES).toString('hex'),
  };
  const remember = async (known: KnownPassword) => {
    await change((now) => ({ ...now, passwords: vault.remember(id, now.passwords, known) }));
  };
  try {
    await rotatePassword(runtime.clock, { ...KMS_USER, members, current, next, remember });
  } catch (cause) {
    const code = isHsmError(cause, 'USER_LOGGED_IN') ? 'USER_LOGGED_IN' : 'INTERNAL_ERROR';
    throw new ConnectFailure(code, 'the password of kmsuser could not be changed', { cause });
  }
}

/** A session with the HSMs of the record, as it serves while the store is CONNECTED. */
export function openStoreSession(context: Omit<ConnectContext, 'signal' | 'clusters' | 'durationMs'>): ClusterSession {
  const { id, trustAnchor, endpoints, passwords, copiesMin } = context.record();
  return openClusterSession(context.runtime, {
    endpoints,
    trustAnchor,
    ...(copiesMin !== undefined && { copiesMin }),
    credentials: { ...KMS_USER, passwords: context.vault.open(id, passwords) },
  });
}

/** The connections of the connect stay logged in until the session is, so nobody comes in between. */
async function openSession(context: ConnectContext, cluster: Cluster, members: number): Promise<ClusterSession> {
  await context.change((current) => ({ ...current, endpoints: endpointsOf(cluster.hsms) }));
  const session = openStoreSession(context);
  const { signal } = context;
  // A disconnect does not wait for logins.
  const stopWaiting = () => void session.close();
  signal.addEventListener('abort', stopWaiting, { once: true });
  await session.ready(members, SESSION_WAIT_MS.all);
  const ready = await session.ready(1, SESSION_WAIT_MS.one);
  signal.removeEventListener('abort', stopWaiting);
  if (ready > 0 && !signal.aborted) return session;
  await session.close();
  signal.throwIfAborted();
  throw new ConnectFailure('NETWORK_ERRORS', 'no HSM could be used after the login');
}

async function leave(connection: HsmConnection): Promise<void> {
  if (connection.loggedIn) await connection.logout().catch(() => undefined);
  connection.close();
}
