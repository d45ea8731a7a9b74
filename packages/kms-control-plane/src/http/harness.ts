import type { RequestCounts } from '@keystorm/aws-api';
import { type ClusterServiceDefinition, isHsmError, type SupervisorServiceDefinition } from '@keystorm/protocol';
import { isWritable, type Logger, type Peer, type Store } from '@keystorm/runtime';
import { z } from 'zod';
import { RateLimitsConfig } from '../config.ts';
import type { KeyRegistry } from '../keys/key-registry.ts';
import { auditNow } from '../keys/material-audit.ts';
import type { KeyStores } from '../key-stores/index.ts';
import { missingOperations } from '../operations/index.ts';
import type { RequestRates } from '../rates.ts';
import type { WorldClock } from '../world-clock.ts';
import type { EventStreams } from './event-stream.ts';
import { type HttpRequest, type HttpResponse, headerOf } from './messages.ts';
import { metricsResponse } from './metrics.ts';

/** Everything that is ours on the endpoint, and not AWS's, has a path that begins so. */
export const HARNESS_PREFIX = '/_keystorm/';

const LIST_DEADLINE_MS = 2_000;
const LAB_DEADLINE_MS = 60_000;
const SUPERVISOR_DEADLINE_MS = 5_000;
/** A restart waits for the end of a process. */
const CHAOS_DEADLINE_MS = 20_000;

const Advance = z.strictObject({ byMs: z.int().positive() });
const NamedCluster = z.strictObject({ clusterId: z.string().min(1), region: z.string().min(1) });
const HsmFaults = NamedCluster.extend({
  sessionsExhausted: z.boolean().default(false),
  errorCode: z.string().default(''),
  errorRate: z.number().positive().max(1).default(1),
  calls: z.array(z.string()).max(100).default([]),
});
const NamedSubnet = z.strictObject({ subnetId: z.string().min(1), region: z.string().min(1) });
const NamedHsm = z.strictObject({ hsmId: z.string().min(1) });
const NamedJob = z.strictObject({ jobId: z.string().min(1) });
const Fill = NamedSubnet.extend({ leaveFree: z.int().min(0).default(0) });

export interface HarnessParts {
  readonly store: Store;
  readonly keyStores: KeyStores;
  readonly clusters: Peer<ClusterServiceDefinition>;
  /** Absent where nobody supervises the processes, as in containers. */
  readonly supervisor: Peer<SupervisorServiceDefinition> | undefined;
  readonly worldClock: WorldClock;
  readonly streams: EventStreams;
  /** Those to the KMS API. */
  readonly requests: RequestCounts;
  readonly registry: KeyRegistry;
  readonly rates: RequestRates;
  readonly accountId: string;
  /** Who is answered beside this machine. */
  readonly harnessAddresses: readonly string[];
  readonly log: Logger;
}

type Route = (request: HttpRequest) => object | Promise<object>;

/** What a route answers with another HTTP status than 200. */
class Answer {
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    this.status = status;
    this.body = body;
  }
}

/** A refusal of the harness, with its HTTP status. */
class HarnessError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * What test harnesses, the command line and the console see and steer, in JSON: `GET health`, `GET status` (with `ready`
 * and `processes` where there is a supervisor), `GET events` (a stream), `GET metrics` (for Prometheus),
 * `POST lab/audit` (which keys have lost their key objects?),
 * `POST lab/rates {perStore?, symmetricCryptography?, operations?}` (requests per second, until the next start),
 * `POST reset`, `POST lab/advance {byMs}`, `POST lab/backup {clusterId, region}`, `POST lab/replace-hsm {hsmId}`; where the
 * work of CloudHSM is held by hand, `GET lab/steps` and `POST lab/release {jobId}`; and accidents in networks:
 * `POST lab/subnet-fill {subnetId, region, leaveFree?}`, `subnet-drain` and `subnet-delete {subnetId, region}`, `sg-drop`,
 * `sg-restore`, `net-cut` and `net-heal {clusterId, region}`; and what befalls HSMs: `POST lab/hsm-faults {clusterId, region,
 * sessionsExhausted?, errorCode?, errorRate?, calls?}`; and the faults of docs/chaos.md: `GET chaos`, `POST chaos {kind, …}`,
 * `DELETE chaos` and `DELETE chaos/ID`. Nobody signs these requests, so only this machine's own are answered. Never
 * rejects.
 *
 * A reset ends this process as well, so its answer is 202 with the number of the reset, and whoever waits for the end
 * asks for `health` until that answers 200 with `resets` of at least this number. In between the port may be closed.
 */
export function createHarness(parts: HarnessParts): (request: HttpRequest) => Promise<HttpResponse> {
  const routes: Readonly<Record<string, Route>> = {
    'GET health': () => health(parts),
    'GET status': (request) => status(parts, request),
    'POST reset': () => reset(parts),
    'POST lab/advance': (request) => advance(parts, request),
    'POST lab/backup': (request) => backup(parts, request),
    'POST lab/audit': async () => ({ missing: await auditNow(parts) }),
    'POST lab/rates': (request) => setRates(parts, request),
    ...workRoutes(parts),
    ...networkRoutes(parts),
    ...chaosRoutes(parts),
  };
  return async (request) => {
    try {
      if (!isOfThisMachine(request, parts.harnessAddresses))
        throw new HarnessError(403, 'Only this machine may use these paths.');
      const name = `${request.method} ${request.path.slice(HARNESS_PREFIX.length)}`;
      if (name === 'GET events') return eventsOf(parts, request);
      if (name === 'GET metrics') return await metricsResponse(parts);
      const route = routes[name] ?? (name.startsWith('DELETE chaos/') ? routes['DELETE chaos'] : undefined);
      if (route === undefined) throw new HarnessError(404, `There is no ${request.method} ${request.path}.`);
      const answer = await route(request);
      return answer instanceof Answer ? json(answer.status, answer.body) : json(200, answer);
    } catch (error) {
      return refusal(error, parts.log);
    }
  };
}

/** 200 when everything that belongs to the system is there; 503 until then, and while nothing can be kept. */
async function health({ supervisor, store }: HarnessParts): Promise<object> {
  if (!(await isWritable(store)))
    return new Answer(503, {
      status: 'failing',
      message: `The control plane cannot write its store: ${store.ailment}.`,
    });
  const state = await unlessAway(supervisor?.call('GetState', {}, { deadlineMs: SUPERVISOR_DEADLINE_MS }));
  // Without a supervisor nobody is still making anything: what answers here is all there is to it.
  if (state === undefined) return { status: 'ok' };
  const { ready, resets, step, failure } = state;
  if (ready) return { status: 'ok', resets };
  const unready =
    failure === '' ? { status: 'starting', resets, step } : { status: 'failed', resets, message: failure };
  return new Answer(503, unready);
}

function eventsOf({ streams }: HarnessParts, request: HttpRequest): HttpResponse {
  const response = streams.open(request);
  if (response === undefined) throw new HarnessError(503, 'Too many readers follow the events.');
  return response;
}

async function reset({ supervisor }: HarnessParts): Promise<object> {
  if (supervisor === undefined) throw new HarnessError(501, 'Nobody supervises this system, so it cannot be reset.');
  const { resets } = await supervisor.call('Reset', {}, { deadlineMs: SUPERVISOR_DEADLINE_MS });
  return new Answer(202, { status: 'resetting', resets });
}

/** Undefined where the other process does not answer, or there is none. */
async function unlessAway<T>(call: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!isHsmError(error)) throw error;
    return undefined;
  }
}

async function status(
  { keyStores, clusters, supervisor, worldClock, accountId }: HarnessParts,
  request: HttpRequest,
): Promise<object> {
  const deadline = { deadlineMs: LIST_DEADLINE_MS };
  const [listed, state, run] = await Promise.all([
    unlessAway(clusters.call('ListClusters', { region: '' }, deadline)),
    unlessAway(supervisor?.call('GetState', {}, deadline)),
    unlessAway(supervisor?.call('ListProcesses', {}, deadline)),
  ]);
  return {
    ready: state?.ready,
    processes: run?.processes,
    endpoint: `http://${headerOf(request, 'host')}`,
    accountId,
    aheadMs: worldClock.aheadMs,
    customKeyStores: keyStores
      .regions()
      .flatMap((region) =>
        keyStores
          .describe(region, {})
          .map(({ trustAnchorCertificate: _trustAnchor, ...store }) => ({ region, ...store })),
      ),
    clusterManager: listed === undefined ? 'unreachable' : 'reachable',
    clusters: listed?.clusters ?? [],
    jobs: listed?.jobs ?? [],
    missingOperations: missingOperations(),
  };
}

async function advance({ clusters, worldClock }: HarnessParts, request: HttpRequest): Promise<object> {
  const { byMs } = parse(Advance, request.body);
  // The cluster-manager's clock is the one that the others follow.
  const { aheadMs } = await clusters.call('AdvanceClock', { byMs }, { deadlineMs: LAB_DEADLINE_MS });
  await worldClock.follow(aheadMs);
  return { aheadMs };
}

function setRates({ rates }: HarnessParts, { body }: HttpRequest): object {
  const limits = parse(RateLimitsConfig, body);
  rates.set(limits);
  return limits;
}

async function backup({ clusters }: HarnessParts, request: HttpRequest): Promise<object> {
  const { backupId } = await clusters.call('CreateBackup', parse(NamedCluster, request.body), {
    deadlineMs: LAB_DEADLINE_MS,
  });
  return { backupId };
}

function workRoutes({ clusters }: HarnessParts): Readonly<Record<string, Route>> {
  const deadline = { deadlineMs: LAB_DEADLINE_MS };
  return {
    'GET lab/steps': () => clusters.call('ListHeldSteps', {}, deadline),
    'POST lab/release': ({ body }) => clusters.call('ReleaseStep', parse(NamedJob, body), deadline),
    'POST lab/replace-hsm': ({ body }) => clusters.call('ReplaceHsm', parse(NamedHsm, body), deadline),
  };
}

function networkRoutes({ clusters }: HarnessParts): Readonly<Record<string, Route>> {
  const deadline = { deadlineMs: LAB_DEADLINE_MS };
  const setHsmRules = (body: Buffer, present: boolean) =>
    clusters.call('SetHsmRules', { ...parse(NamedCluster, body), present }, deadline);
  const setNetworkCut = (body: Buffer, cut: boolean) =>
    clusters.call('SetNetworkCut', { ...parse(NamedCluster, body), cut }, deadline);
  return {
    'POST lab/subnet-fill': ({ body }) => clusters.call('FillSubnet', parse(Fill, body), deadline),
    'POST lab/subnet-drain': ({ body }) => clusters.call('DrainSubnet', parse(NamedSubnet, body), deadline),
    'POST lab/subnet-delete': ({ body }) => clusters.call('RemoveSubnet', parse(NamedSubnet, body), deadline),
    'POST lab/sg-drop': async ({ body }) => setHsmRules(body, false),
    'POST lab/sg-restore': async ({ body }) => setHsmRules(body, true),
    'POST lab/net-cut': async ({ body }) => setNetworkCut(body, true),
    'POST lab/net-heal': async ({ body }) => setNetworkCut(body, false),
    'POST lab/hsm-faults': ({ body }) => clusters.call('SetHsmFaults', parse(HsmFaults, body), deadline),
  };
}

function chaosRoutes({ supervisor }: HarnessParts): Readonly<Record<string, Route>> {
  const deadline = { deadlineMs: CHAOS_DEADLINE_MS };
  const faults = () => {
    if (supervisor !== undefined) return supervisor;
    throw new HarnessError(501, 'Nobody supervises this system: its faults are made by what is in scripts/.');
  };
  return {
    'GET chaos': async () => {
      const listed = await faults().call('ListFaults', {}, deadline);
      return { faults: listed.faults.map((fault) => JSON.parse(fault) as object) };
    },
    'POST chaos': async ({ body }) => {
      const { fault } = await faults().call('AddFault', { fault: JSON.stringify(jsonOf(body)) }, deadline);
      return JSON.parse(fault) as object;
    },
    'DELETE chaos': ({ path }) =>
      faults().call('ClearFaults', { id: path.slice(`${HARNESS_PREFIX}chaos/`.length) }, deadline),
  };
}

function parse<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> {
  const parsed = schema.safeParse(jsonOf(body));
  if (!parsed.success) throw new HarnessError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HarnessError(400, 'The body is no JSON.');
  }
}

function json(status: number, body: object): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

function refusal(error: unknown, log: Logger): HttpResponse {
  if (error instanceof HarnessError) return json(error.status, { message: error.message });
  if (isHsmError(error, 'HSM_UNREACHABLE', 'NO_ANSWER'))
    return json(503, { message: 'The cluster-manager does not answer.' });
  if (isHsmError(error)) return json(400, { message: error.message });
  log.error({ err: error }, 'harness request failed');
  return json(500, { message: 'An internal error occurred.' });
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/;

/**
 * The address says whether the connection is from here. A browser on this machine runs pages of others, too: these
 * give themselves away by their origin, or by a name in `Host` that they made point here.
 */
function isOfThisMachine(request: HttpRequest, others: readonly string[]): boolean {
  const host = headerOf(request, 'host') ?? '';
  const origin = headerOf(request, 'origin');
  return (
    (LOOPBACK.test(request.remoteAddress) || others.includes(request.remoteAddress)) &&
    LOOPBACK_HOST.test(host) &&
    (origin === undefined || origin === `http://${host}`)
  );
}
