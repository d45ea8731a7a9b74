import type { Cluster, ClusterJob, SupervisedProcess } from '@keystorm/protocol';
import { HARNESS_MS, harness, listProcesses, stateOf, type System, withSystem, withTools } from '../system.ts';
import { tableLines, wrapWords } from '../table.ts';

const CALL_MS = 2_000;
const WIDTH_DEFAULT = 80;
const DIGEST_LETTERS = 12;
const DAY_MS = 86_400_000;

export interface StatusOptions {
  readonly dataDir: string;
  readonly json?: boolean;
  readonly digests?: boolean;
}

interface KeyStore {
  readonly region: string;
  readonly customKeyStoreId: string;
  readonly customKeyStoreName: string;
  readonly cloudHsmClusterId?: string;
  readonly connectionState: string;
  readonly connectionErrorCode?: string;
}

/** What the control plane tells under `/_keystorm/status`. */
interface ControlPlaneStatus {
  readonly aheadMs: number;
  readonly customKeyStores: readonly KeyStore[];
  readonly clusterManager: 'reachable' | 'unreachable';
  readonly clusters: readonly Cluster[];
  readonly jobs: readonly ClusterJob[];
  readonly missingOperations: readonly string[];
}

interface Report {
  readonly endpoint: string;
  readonly dataDir: string;
  readonly ready: boolean;
  /** What is being done until it is ready, or why that came to nothing. */
  readonly step: string;
  readonly failure: string;
  readonly processes: readonly SupervisedProcess[];
  /** Undefined while the control plane does not answer. */
  readonly controlPlane: ControlPlaneStatus | undefined;
  /** Undefined while the cluster-manager does not answer. */
  readonly clusters: readonly Cluster[] | undefined;
  readonly jobs: readonly ClusterJob[];
}

/** Shows processes, clusters, key stores and jobs, and which operations of the KMS API are not there yet. */
export async function status({ dataDir, json, digests = false }: StatusOptions): Promise<void> {
  const report = await withSystem(dataDir, collect);
  if (json) console.log(JSON.stringify({ ...report, agreement: agreements(report) }, null, 2));
  else console.log(text(report, digests, process.stdout.columns ?? WIDTH_DEFAULT).join('\n'));
}

async function collect(system: System): Promise<Report> {
  const { endpoint, directory } = system;
  const [state, processes, controlPlane] = await Promise.all([
    stateOf(system),
    listProcesses(system),
    harness<ControlPlaneStatus>(system, 'status', HARNESS_MS.ask).catch(() => undefined),
  ]);
  const listed = controlPlane?.clusterManager === 'reachable' ? controlPlane : await askClusterManager(system);
  const { ready, step, failure } = state;
  return {
    endpoint,
    dataDir: directory.path,
    ready,
    step,
    failure,
    processes,
    controlPlane,
    clusters: listed?.clusters,
    jobs: listed?.jobs ?? [],
  };
}

/** The control plane passes on what the cluster-manager tells; without it one asks directly. */
async function askClusterManager({ directory, settings }: System) {
  return withTools(
    directory,
    settings,
    () => undefined,
    ({ clusters }) => clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS }),
  ).catch(() => undefined);
}

interface Agreement {
  readonly clusterId: string;
  /** Whether all HSMs of the cluster hold the same; undefined where that is not known of at least two. */
  readonly keys: boolean | undefined;
  readonly users: boolean | undefined;
}

function agreements({ clusters = [] }: Report): readonly Agreement[] {
  return clusters.map(({ clusterId, hsms }) => ({
    clusterId,
    keys: areEqual(hsms.map(({ keysDigest }) => keysDigest)),
    users: areEqual(hsms.map(({ usersDigest }) => usersDigest)),
  }));
}

function areEqual(digests: readonly string[]): boolean | undefined {
  const known = digests.filter((digest) => digest !== '');
  return known.length < 2 ? undefined : new Set(known).size === 1;
}

function text(report: Report, digests: boolean, width: number): string[] {
  const { controlPlane, clusters } = report;
  return [
    `${report.endpoint}  ${stateText(report)}`,
    `Data in ${report.dataDir}`,
    ...(controlPlane?.aheadMs ? [`Its clock is ${(controlPlane.aheadMs / DAY_MS).toFixed(2)} days ahead`] : []),
    '',
    ...processLines(report),
    ...(controlPlane === undefined ? ['', 'The control plane does not answer.'] : []),
    ...(clusters === undefined ? ['', 'The cluster-manager does not answer.'] : []),
    ...clusterLines(report, digests),
    ...keyStoreLines(controlPlane?.customKeyStores ?? []),
    ...jobLines(report.jobs),
    ...missingLines(controlPlane?.missingOperations ?? [], width),
  ];
}

function stateText({ ready, step, failure }: Report): string {
  if (ready) return 'ready';
  return failure === '' ? `not ready yet: ${step}` : `not ready: ${failure}`;
}

function processLines({ processes, clusters = [] }: Report): string[] {
  const hsms = new Map(clusters.flatMap((cluster) => cluster.hsms.map((hsm) => [hsm.applianceId, hsm.hsmId] as const)));
  return tableLines(
    ['PROCESS', 'STATE', 'PID', 'STARTS', 'HSM', 'LAST END'],
    processes.map(({ name, state, pid, starts, applianceId, lastEnd }) => [
      name,
      state,
      pid === 0 ? '-' : String(pid),
      String(starts),
      hsms.get(applianceId) ?? (applianceId === '' ? '' : '-'),
      lastEnd,
    ]),
  );
}

function clusterLines(report: Report, digests: boolean): string[] {
  const agreement = new Map(agreements(report).map((each) => [each.clusterId, each]));
  return (report.clusters ?? []).flatMap(({ clusterId, state, region, hsms }) => [
    '',
    `Cluster ${clusterId}  ${state}  ${region}`,
    ...(hsms.length === 0 ? ['  no HSMs'] : hsmLines(hsms, digests)),
    ...(digests && hsms.length > 1 ? [`  ${agreementText(agreement.get(clusterId))}`] : []),
  ]);
}

function hsmLines(hsms: Cluster['hsms'], digests: boolean): string[] {
  const header = ['HSM', 'STATE', 'ZONE', 'ADDRESS', 'KEYS', ...(digests ? ['KEYS DIGEST', 'USERS DIGEST'] : []), ''];
  const rows = hsms.map((hsm) => [
    hsm.hsmId,
    hsm.state,
    hsm.availabilityZone,
    hsm.eniIp,
    String(hsm.keys),
    ...(digests ? [shortDigest(hsm.keysDigest), shortDigest(hsm.usersDigest)] : []),
    hsm.ailment,
  ]);
  return tableLines(header, rows).map((line) => `  ${line}`);
}

function shortDigest(digest: string): string {
  return digest === '' ? '-' : digest.slice(0, DIGEST_LETTERS);
}

function agreementText({ keys, users }: Pick<Agreement, 'keys' | 'users'> = { keys: undefined, users: undefined }) {
  const say = (what: string, agree: boolean | undefined) =>
    `${what} ${agree === undefined ? 'cannot be compared' : agree ? 'agree' : 'DIFFER'}`;
  return `${say('keys', keys)}, ${say('users', users)}`;
}

function keyStoreLines(stores: readonly KeyStore[]): string[] {
  if (stores.length === 0) return [];
  return [
    '',
    ...tableLines(
      ['KEY STORE', 'ID', 'STATE', 'REGION', 'CLUSTER', ''],
      stores.map((store) => [
        store.customKeyStoreName,
        store.customKeyStoreId,
        store.connectionState,
        store.region,
        store.cloudHsmClusterId ?? '-',
        store.connectionErrorCode ?? '',
      ]),
    ),
  ];
}

function jobLines(jobs: readonly ClusterJob[]): string[] {
  if (jobs.length === 0) return [];
  return [
    '',
    ...tableLines(
      ['JOB', 'OF', 'NEXT STEP', 'FAILURES', ''],
      jobs.map(({ kind, subject, step, failures, lastFailure }) => [
        kind,
        subject,
        step,
        String(failures),
        lastFailure,
      ]),
    ),
  ];
}

function missingLines(operations: readonly string[], width: number): string[] {
  if (operations.length === 0) return [];
  return [
    '',
    `${operations.length} KMS operations are not there yet:`,
    ...wrapWords(operations, width - 2).map((line) => `  ${line}`),
  ];
}
