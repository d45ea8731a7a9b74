import { type HsmStatus, isHsmError } from '@keystorm/protocol';
import { CLUSTERS } from '../clusters/cluster.ts';
import type { Parts } from '../parts.ts';

const READ_DEADLINE_MS = 2_000;
/** Records that an HSM returns at once. */
const PAGE_RECORDS = 500;
/** Pages that are read of one HSM before its health is looked at again. */
const PAGES_MAX = 4;

type CollectorParts = Pick<Parts, 'runtime' | 'ledger' | 'fleet' | 'logs'>;

/**
 * Takes over what an HSM has recorded since the last time; `status` is what it has just said of itself. An HSM that does
 * not answer now does so with the next health check: what it has recorded, it keeps.
 */
export async function collectAuditLog(parts: CollectorParts, applianceId: string, status: HsmStatus): Promise<void> {
  const { logs, ledger, runtime } = parts;
  const { hsmId, clusterId, nextAuditRecord } = status;
  if (hsmId === '' || nextAuditRecord === 0) return;
  let next = (await logs.findStream(hsmId))?.next ?? 0;
  if (next >= nextAuditRecord) return;
  const cluster = await ledger.get(CLUSTERS, clusterId);
  if (cluster === undefined) return;
  const owner = { region: cluster.region, accountId: cluster.accountId };
  try {
    for (let page = 0; page < PAGES_MAX && next < nextAuditRecord; page++) {
      const records = await readRecords(parts, applianceId, hsmId, next);
      const last = records.at(-1);
      if (last === undefined) return;
      await logs.append({ owner, clusterId, hsmId, records }, runtime.clock.now());
      next = last.sequence + 1;
    }
  } catch (error) {
    if (!isHsmError(error)) throw error;
    runtime.log.warn({ hsmId, code: error.code, from: next }, 'the audit log could not be collected');
  }
}

/** The same before an HSM is erased, and its log with it. What it does not tell now is lost. */
export async function collectLastRecords(parts: CollectorParts, applianceId: string): Promise<void> {
  try {
    const admin = await parts.fleet.admin(applianceId);
    await collectAuditLog(parts, applianceId, await admin.call('GetStatus', {}, { deadlineMs: READ_DEADLINE_MS }));
  } catch (error) {
    if (!isHsmError(error)) throw error;
    parts.runtime.log.warn({ applianceId, code: error.code }, 'the end of an audit log could not be collected');
  }
}

async function readRecords({ fleet }: CollectorParts, applianceId: string, hsmId: string, fromSequence: number) {
  const admin = await fleet.admin(applianceId);
  const request = { fromSequence, recordsMax: PAGE_RECORDS };
  const answer = await admin.call('ReadAuditLog', request, { deadlineMs: READ_DEADLINE_MS });
  // It may have become another HSM meanwhile.
  if (answer.hsmId !== hsmId) return [];
  return answer.records.map(({ atMs, ...record }) => ({ ...record, at: atMs }));
}
