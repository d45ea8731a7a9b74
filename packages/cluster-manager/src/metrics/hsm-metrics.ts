import type { HsmStatus } from '@keystorm/protocol';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Hsm } from '../clusters/hsm.ts';
import type { Sight } from '../fleet/sight.ts';

interface HsmGauge {
  readonly name: string;
  readonly help: string;
  readonly value: (status: HsmStatus) => number;
}

/** Source: AWS CloudHSM User Guide, "Getting CloudWatch metrics for AWS CloudHSM". There is no card whose temperature counts. */
const GAUGES: readonly HsmGauge[] = [
  {
    name: 'hsm_keys_token_occupied',
    help: 'Key objects that outlive their sessions (HsmKeysTokenOccupied). Differing within a cluster: keys out of sync.',
    value: ({ keys }) => keys,
  },
  {
    name: 'hsm_keys_session_occupied',
    help: 'Key objects that end with their sessions (HsmKeysSessionOccupied).',
    value: ({ sessionKeys }) => sessionKeys,
  },
  { name: 'hsm_keys_max', help: 'Key objects that fit.', value: ({ keysMax }) => keysMax },
  { name: 'hsm_session_count', help: 'Sessions that are open (HsmSessionCount).', value: ({ sessions }) => sessions },
  { name: 'hsm_sessions_max', help: 'Sessions that may be open at once.', value: ({ sessionsMax }) => sessionsMax },
  {
    name: 'hsm_ssl_ctxs_occupied',
    help: 'Connections to the data port that are open, each with TLS of its own (HsmSslCtxsOccupied).',
    value: ({ connections }) => connections,
  },
  {
    name: 'hsm_ssl_ctxs_max',
    help: 'Connections to the data port that may be open at once.',
    value: ({ connectionsMax }) => connectionsMax,
  },
  {
    name: 'hsm_users_available',
    help: 'Users that can still be created (HsmUsersAvailable). Differing within a cluster: users out of sync.',
    value: ({ usersMax, users }) => usersMax - users,
  },
  { name: 'hsm_users_max', help: 'Users that fit (HsmUsersMax).', value: ({ usersMax }) => usersMax },
];

const LABELS = ['region', 'cluster_id', 'hsm_id'] as const;

/** An HSM, and what was last seen of it. */
export interface SeenHsm {
  readonly region: string;
  readonly hsm: Hsm;
  readonly sight: Sight;
}

/** What HSMs say of themselves. Of one that does not answer nothing is told, but that it is unhealthy. */
export function addHsmMetrics(registry: Registry, hsms: readonly SeenHsm[]): void {
  const registers = [registry];
  const unhealthy = new Gauge({
    name: 'hsm_unhealthy',
    help: 'Whether the HSM is not performing properly, 0 or 1 (HsmUnhealthy).',
    labelNames: LABELS,
    registers,
  });
  const gauges = GAUGES.map(({ name, help, value }) => ({
    gauge: new Gauge({ name, help, labelNames: LABELS, registers }),
    value,
  }));
  const records = new Counter({
    name: 'hsm_audit_records_total',
    help: 'Records of the audit log of the HSM.',
    labelNames: LABELS,
    registers,
  });
  const calls = new Counter({
    name: 'hsm_calls_total',
    help: 'Calls of users since the start of the HSM, whatever became of them.',
    labelNames: [...LABELS, 'call'],
    registers,
  });
  for (const { region, hsm, sight } of hsms) {
    const labels = { region, cluster_id: hsm.clusterId, hsm_id: hsm.hsmId };
    unhealthy.set(labels, Number(hsm.state === 'DEGRADED' || sight.badChecks > 0));
    const { status } = sight;
    if (sight.answered !== true || status === undefined || status.hsmId !== hsm.hsmId) continue;
    for (const { gauge, value } of gauges) gauge.set(labels, value(status));
    records.inc(labels, status.nextAuditRecord);
    for (const { call, count } of status.calls) calls.inc({ ...labels, call }, count);
  }
}
