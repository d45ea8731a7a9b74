import { createHash } from 'node:crypto';
import {
  type Cluster as ClusterMessage,
  type ClusterServiceDefinition,
  HsmError,
  type ReceivedRequestOf,
} from '@keystorm/protocol';
import { type Handlers, type IncomingCall, table } from '@keystorm/runtime';
import type { Answer } from '../api/answer.ts';
import { invokeCloudHsm } from '../api/cloudhsm/invoke.ts';
import { invokeEc2 } from '../api/ec2/invoke.ts';
import { invokeLogs } from '../api/logs/invoke.ts';
import { BACKUPS } from '../backups/backup.ts';
import { type Cluster, findCluster, listClusters } from '../clusters/cluster.ts';
import { HSMS, isInService } from '../clusters/hsm.ts';
import { APPLIANCES } from '../fleet/appliance.ts';
import { enqueueReplacement, findReplacement } from '../jobs/hsm-replacement.ts';
import { enqueueBackup, type Job, JOBS } from '../jobs/job.ts';
import { stepName } from '../jobs/jobs.ts';
import { select, watch } from '../ledger.ts';
import { attachKeyStore, detachKeyStore } from '../network/key-store-network.ts';
import { Metrics } from '../metrics/metrics.ts';
import { defaultSubnets } from '../network/vpc.ts';
import type { Parts } from '../parts.ts';
import { auditHandlers } from './audit-handlers.ts';
import { clusterMessage, subnetMessage } from './cluster-view.ts';
import { labHandlers } from './lab-handlers.ts';

/** How far the simulated world is ahead of the machine's clock, milliseconds. Key: `clock`. */
export const CLOCK = table<number>('clock');

const WAIT_MS_MAX = 30_000;
const BACKUP_WAIT_MS = 30_000;
const CALLERS = ['control-plane', 'operator'];

/** What the control plane and the tools ask. `clockMoved` is called when the clock has moved. */
export function clusterHandlers(
  parts: Parts,
  signal: AbortSignal,
  clockMoved: () => void,
): Handlers<ClusterServiceDefinition> {
  const { runtime, ledger, fleet, config } = parts;
  const { clock, random } = runtime;

  const message = async (cluster: Cluster): Promise<ClusterMessage> => {
    const content = await clusterMessage({ ledger, fleet }, cluster);
    return { ...content, version: versionOf(content) };
  };
  const { accountId } = config;
  const metrics = new Metrics(parts);
  const find = async (region: string, clusterId: string) => {
    const cluster = await findCluster(ledger, clock.now(), { region, accountId }, clusterId);
    return cluster === undefined ? undefined : message(cluster);
  };

  const handlers: Handlers<ClusterServiceDefinition> = {
    async GetCluster({ clusterId, region, knownVersion, waitMs }) {
      if (knownVersion === 0) return { cluster: (await find(region, clusterId)) ?? null };
      const wait = { bell: ledger.bell, clock, waitMs: Math.min(waitMs, WAIT_MS_MAX), signal };
      await watch(wait, async () => ((await find(region, clusterId))?.version === knownVersion ? undefined : true));
      return { cluster: (await find(region, clusterId)) ?? null };
    },
    async ListClusters({ region }) {
      const clusters = await listClusters(ledger, clock.now(), (cluster) => region === '' || cluster.region === region);
      const jobs = await ledger.list(JOBS);
      const appliances = await ledger.list(APPLIANCES);
      return {
        clusters: await Promise.all(clusters.map(message)),
        jobs: jobs.map(([jobId, job]) => {
          const { kind, subject, failures, lastFailure, hold } = job;
          return { jobId, kind, subject, failures, lastFailure, step: stepName(job), held: hold === 'held' };
        }),
        appliances: appliances.map(([applianceId, { availabilityZone, state, hsmId = '' }]) => ({
          applianceId,
          availabilityZone,
          state,
          hsmId,
        })),
      };
    },
    async ListSubnets({ region }) {
      const subnets = await ledger.transaction((tx) => defaultSubnets(tx, random, config.network, region));
      return { subnets: await Promise.all(subnets.map((subnet) => subnetMessage(ledger, subnet))) };
    },
    AttachNetwork: ({ customKeyStoreId, clusterId, region }) =>
      ledger.transaction(async (tx) => {
        const cluster = await findCluster(tx, clock.now(), { region, accountId }, clusterId);
        if (cluster === undefined) throw new HsmError('INVALID_ARGUMENT', `Cluster ${clusterId} could not be found.`);
        const subnetIds = Object.values(cluster.subnetIds);
        const made = await attachKeyStore(tx, random, { ...cluster, subnetIds }, customKeyStoreId);
        return { ...made, networkInterfaceIds: [...made.networkInterfaceIds] };
      }),
    async DetachNetwork({ customKeyStoreId, region }) {
      await ledger.transaction((tx) => detachKeyStore(tx, region, customKeyStoreId));
      return {};
    },
    async InvokeApi(call) {
      const answer = await invoke(parts, call);
      metrics.countRequest(call.service, call.operation, answer.status);
      return answer;
    },
    GetMetrics: async () => ({ text: await metrics.text() }),
    async CreateBackup({ clusterId, region }) {
      const backupId = await ledger.transaction(async (tx) => {
        const cluster = await findCluster(tx, clock.now(), { region, accountId }, clusterId);
        if (cluster === undefined) throw new HsmError('INVALID_ARGUMENT', `Cluster ${clusterId} could not be found.`);
        if (cluster.state !== 'ACTIVE')
          throw new HsmError(
            'WRONG_STATE',
            `Cluster '${clusterId}' is in state ${cluster.state}; a backup requires ACTIVE.`,
          );
        return enqueueBackup(tx, runtime, cluster);
      });
      const wait = { bell: ledger.bell, clock, waitMs: BACKUP_WAIT_MS, signal };
      const state = await watch(wait, async () => {
        const backup = await ledger.get(BACKUPS, backupId);
        return backup?.state === 'CREATE_IN_PROGRESS' ? undefined : (backup?.state ?? 'gone');
      });
      if (state !== 'READY')
        throw new HsmError('HSM_UNREACHABLE', `No HSM of cluster '${clusterId}' can be backed up.`);
      return { backupId };
    },
    ReplaceHsm: ({ hsmId }) =>
      ledger.transaction(async (tx) => {
        const underWay = await findReplacement(tx, hsmId);
        if (underWay !== undefined) return { jobId: underWay.jobId };
        const hsm = await tx.get(HSMS, hsmId);
        if (hsm === undefined) throw new HsmError('INVALID_ARGUMENT', `HSM ${hsmId} could not be found.`);
        if (hsm.state !== 'DEGRADED' || !isInService(hsm))
          throw new HsmError('WRONG_STATE', `HSM '${hsmId}' is in state ${hsm.state}; only a lost one is replaced.`);
        return { jobId: await enqueueReplacement(tx, random, 'ReplaceHsm', hsmId) };
      }),
    async ListHeldSteps() {
      const held = await select(ledger, JOBS, ({ hold }) => hold === 'held');
      return { steps: held.map(heldStep) };
    },
    async ReleaseStep({ jobId }) {
      await ledger.transaction(async (tx) => {
        const job = await tx.get(JOBS, jobId);
        if (job?.hold !== 'held') throw new HsmError('INVALID_ARGUMENT', `Job '${jobId}' holds no step.`);
        tx.put(JOBS, jobId, { ...job, hold: 'released' });
      });
      return {};
    },
    async AdvanceClock({ byMs }) {
      // Counted on from the record, so that of two calls at once neither is lost.
      const aheadMs = await ledger.transaction(async (tx) => {
        const moved = ((await tx.get(CLOCK, 'clock')) ?? 0) + byMs;
        tx.put(CLOCK, 'clock', moved);
        return moved;
      });
      clock.advanceTo(aheadMs);
      clockMoved();
      return { aheadMs };
    },
    GetClock: () => ({ aheadMs: clock.aheadMs }),
    ...labHandlers(parts),
    ...auditHandlers(parts),
  };
  return admitting(handlers);
}

async function invoke(
  parts: Parts,
  { service, operation, region, accountId, body, requestId }: ReceivedRequestOf<ClusterServiceDefinition, 'InvokeApi'>,
): Promise<Answer> {
  const caller = { region, accountId: accountId || parts.config.accountId };
  if (service === 'ec2') return await invokeEc2(parts, { region, requestId }, body);
  if (service === 'logs') return await invokeLogs(parts, caller, operation, body);
  if (service === 'cloudhsm') return await invokeCloudHsm(parts, caller, operation, body);
  throw new HsmError('INVALID_ARGUMENT', `there is no service '${service}' here`);
}

function heldStep(job: Job) {
  const { jobId, kind, subject } = job;
  return { jobId, kind, subject, step: stepName(job) };
}

/** Nobody but the control plane and the operator is answered. */
function admitting(handlers: Handlers<ClusterServiceDefinition>): Handlers<ClusterServiceDefinition> {
  const guarded = Object.entries(handlers).map(([method, handle]) => [
    method,
    (request: never, call: IncomingCall) => {
      if (!CALLERS.includes(call.connection.peerName ?? '')) throw new HsmError('NOT_PERMITTED');
      return (handle as (request: never, call: IncomingCall) => unknown)(request, call);
    },
  ]);
  return Object.fromEntries(guarded) as Handlers<ClusterServiceDefinition>;
}

/** Equal for equal content; never zero, which stands for "not known". 48 bits of a digest fit a number. */
function versionOf(content: object): number {
  return createHash('sha256').update(JSON.stringify(content)).digest().readUIntBE(0, 6) || 1;
}
