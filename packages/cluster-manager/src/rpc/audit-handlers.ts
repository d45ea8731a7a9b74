import { type ClusterServiceDefinition, HsmError } from '@keystorm/protocol';
import type { Handlers } from '@keystorm/runtime';
import type { Parts } from '../parts.ts';

type AuditCall = 'ListAuditLogs' | 'ReadAuditLog';

/** What ClusterService promises. */
const RECORDS_MAX = 1_000;

/** The collected audit logs with their hashes, for who verifies them. */
export function auditHandlers({ logs }: Pick<Parts, 'logs'>): Pick<Handlers<ClusterServiceDefinition>, AuditCall> {
  return {
    async ListAuditLogs() {
      const streams = await logs.streams();
      return {
        logs: streams.map(({ name, clusterId, region, oldest, next, hash }) => ({
          hsmId: name,
          clusterId,
          region,
          oldest,
          next,
          hash,
        })),
      };
    },
    async ReadAuditLog({ hsmId, fromSequence, recordsMax }) {
      if (recordsMax > RECORDS_MAX) throw new HsmError('INVALID_ARGUMENT', `at most ${RECORDS_MAX} records at once`);
      const stream = await logs.findStream(hsmId);
      if (stream === undefined) throw new HsmError('INVALID_ARGUMENT', `HSM ${hsmId} has no audit log.`);
      const events = await logs.read(stream, fromSequence, recordsMax);
      return {
        records: events.map(({ sequence, at, message, previousHash, hash }) => ({
          sequence,
          atMs: at,
          message,
          previousHash,
          hash,
        })),
      };
    },
  };
}
