import type { RequestCounts } from '@keystorm/aws-api';
import { type ClusterServiceDefinition, isHsmError } from '@keystorm/protocol';
import type { Peer } from '@keystorm/runtime';
import { Counter, Gauge, Registry } from 'prom-client';
import type { KeyStores } from '../key-stores/index.ts';
import type { HttpResponse } from './messages.ts';

const DEADLINE_MS = 2_000;

/** What the metrics are told from. */
export interface MetricsParts {
  readonly requests: RequestCounts;
  readonly keyStores: KeyStores;
  readonly clusters: Peer<ClusterServiceDefinition>;
}

/** The metrics of the whole system in one place: those of this process, then what the cluster-manager tells of itself and the HSMs. */
export async function metricsResponse(parts: MetricsParts): Promise<HttpResponse> {
  const elsewhere = await parts.clusters.call('GetMetrics', {}, { deadlineMs: DEADLINE_MS }).catch((error: unknown) => {
    if (!isHsmError(error)) throw error;
    return undefined;
  });
  const own = await ownMetrics(parts, elsewhere !== undefined);
  return {
    status: 200,
    headers: { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE, 'cache-control': 'no-store' },
    body: `${own}\n${elsewhere?.text ?? ''}`,
  };
}

function ownMetrics({ requests, keyStores }: MetricsParts, isManagerUp: boolean): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const up = new Gauge({
    name: 'keystorm_up',
    help: 'Whether the process answers.',
    labelNames: ['process'],
    registers,
  });
  up.set({ process: 'control-plane' }, 1);
  up.set({ process: 'cluster-manager' }, Number(isManagerUp));
  const answered = new Counter({
    name: 'kms_api_requests_total',
    help: 'Requests to the KMS API, by operation and the code of the error; ok where there was none.',
    labelNames: ['operation', 'code'],
    registers,
  });
  for (const { operation, code, count } of requests.list()) answered.inc({ operation, code }, count);
  const stores = new Gauge({
    name: 'kms_custom_key_stores',
    help: 'Custom key stores.',
    labelNames: ['region', 'state'],
    registers,
  });
  for (const region of keyStores.regions())
    for (const { connectionState } of keyStores.describe(region, {})) stores.inc({ region, state: connectionState });
  return registry.metrics();
}
