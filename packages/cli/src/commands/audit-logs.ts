import type { ClusterServiceDefinition, CollectedAuditLog, CollectedAuditRecord } from '@keystorm/protocol';
import { firstBroken, hex } from '@keystorm/protocol';
import type { Clock, Peer } from '@keystorm/runtime';
import { CommandError } from '../command-error.ts';
import { withSystem, withTools } from '../system.ts';

const CALL_MS = 5_000;
const POLL_MS = 500;
/** Records that are asked for at once. */
const PAGE_RECORDS = 1_000;

export interface AuditLogsOptions {
  readonly dataDir: string;
  /** Only that of this HSM. */
  readonly hsm?: string | undefined;
  readonly verify?: boolean | undefined;
  readonly follow?: boolean | undefined;
  readonly json?: boolean | undefined;
}

interface Tools {
  readonly clusters: Peer<ClusterServiceDefinition>;
  readonly clock: Clock;
}

interface Line {
  readonly log: CollectedAuditLog;
  readonly record: CollectedAuditRecord;
}

/** Prints what HSMs have recorded, in the order of time, as AWS prints it; or verifies the chains of their records. */
export async function auditLogs(options: AuditLogsOptions): Promise<void> {
  await withSystem(options.dataDir, ({ directory, settings }) =>
    withTools(
      directory,
      settings,
      () => undefined,
      async ({ clusters, runtime }) => {
        const tools = { clusters, clock: runtime.clock };
        if (options.verify) await verify(tools, options);
        else await print(tools, options);
      },
    ),
  );
}

/** Throws CommandError where there is no log of that HSM. */
async function logsOf({ clusters }: Tools, { hsm }: AuditLogsOptions): Promise<readonly CollectedAuditLog[]> {
  const { logs } = await clusters.call('ListAuditLogs', {}, { deadlineMs: CALL_MS });
  const wanted = logs.filter(({ hsmId }) => hsm === undefined || hsmId === hsm);
  if (wanted.length === 0 && hsm !== undefined) throw new CommandError(`There is no audit log of an HSM ${hsm}.`);
  return wanted;
}

async function readAll({ clusters }: Tools, { hsmId, next }: CollectedAuditLog, from: number) {
  const records: CollectedAuditRecord[] = [];
  for (let fromSequence = from; fromSequence < next; ) {
    const request = { hsmId, fromSequence, recordsMax: PAGE_RECORDS };
    const page = (await clusters.call('ReadAuditLog', request, { deadlineMs: CALL_MS })).records;
    const last = page.at(-1);
    if (last === undefined) break;
    records.push(...page);
    fromSequence = last.sequence + 1;
  }
  return records;
}

async function print(tools: Tools, options: AuditLogsOptions): Promise<void> {
  const printed = new Map<string, number>();
  let heading: string | undefined;
  for (;;) {
    for (const line of await newLines(tools, options, printed)) {
      const { hsmId } = line.log;
      console.log(options.json ? asJson(line) : asText(line, options.hsm === undefined && heading !== hsmId));
      heading = hsmId;
    }
    if (!options.follow) return;
    await tools.clock.sleep(POLL_MS);
  }
}

/** What has come since the numbers in `printed`, which it moves. */
async function newLines(
  tools: Tools,
  options: AuditLogsOptions,
  printed: Map<string, number>,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const log of await logsOf(tools, options)) {
    for (const record of await readAll(tools, log, printed.get(log.hsmId) ?? log.oldest)) lines.push({ log, record });
    printed.set(log.hsmId, log.next);
  }
  return lines.sort((a, b) => a.record.atMs - b.record.atMs);
}

function asText({ log, record }: Line, withHeading: boolean): string {
  return `${withHeading ? `# ${log.hsmId} of ${log.clusterId}\n` : ''}${record.message}\n`;
}

function asJson({ log: { clusterId, region, hsmId }, record }: Line): string {
  const { sequence, atMs, message, previousHash, hash } = record;
  const hashes = { previousHash: previousHash.toString('hex'), hash: hash.toString('hex') };
  return JSON.stringify({ region, clusterId, hsmId, sequence, atMs, message, ...hashes });
}

/** Throws CommandError, naming the first record of each log that is broken. */
async function verify(tools: Tools, options: AuditLogsOptions): Promise<void> {
  const findings = [];
  for (const log of await logsOf(tools, options)) findings.push(await verified(tools, log));
  if (options.json) console.log(JSON.stringify(findings, null, 2));
  else
    for (const { broken, hsmId, records, from } of findings)
      if (broken === undefined) console.log(holds(hsmId, records, from));
  const complaints = findings.flatMap(({ hsmId, broken }) =>
    broken === undefined ? [] : [`${hsmId}: record ${hex(broken.sequence)} is broken: ${broken.reason}`],
  );
  if (complaints.length > 0) throw new CommandError(complaints.join('\n'));
}

async function verified(tools: Tools, log: CollectedAuditLog) {
  const { hsmId, oldest, next } = log;
  const records = await readAll(tools, log, oldest);
  return { hsmId, from: oldest, records: records.length, broken: brokenOf(log, records) ?? undefined, next };
}

function brokenOf({ hsmId, oldest, next, hash }: CollectedAuditLog, records: readonly CollectedAuditRecord[]) {
  const broken = firstBroken(hsmId, records);
  if (broken !== undefined) return broken;
  if (records.length < next - oldest)
    return { sequence: records.at(0)?.sequence ?? oldest, reason: 'records are missing before or after it' };
  const last = records.at(-1);
  return last?.hash.equals(hash) === false
    ? { sequence: last.sequence, reason: 'it is not the one that was collected last' }
    : undefined;
}

function holds(hsmId: string, records: number, from: number): string {
  return `${hsmId}: ${records} records from ${hex(from)} on, and the chain holds`;
}
