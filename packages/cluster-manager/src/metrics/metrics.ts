import { RequestCounts } from '@keystorm/aws-api';
import { Counter, Gauge, Registry } from 'prom-client';
import { CLOUDHSM_OPERATIONS } from '../api/cloudhsm/index.ts';
import { EC2_OPERATIONS } from '../api/ec2/index.ts';
import { LOGS_OPERATIONS } from '../api/logs/index.ts';
import { BACKUPS } from '../backups/backup.ts';
import { CLUSTERS } from '../clusters/cluster.ts';
import { HSMS } from '../clusters/hsm.ts';
import { APPLIANCES } from '../fleet/appliance.ts';
import { JOBS } from '../jobs/job.ts';
import { select } from '../ledger.ts';
import type { Parts } from '../parts.ts';
import { addHsmMetrics } from './hsm-metrics.ts';

type MetricsParts = Pick<Parts, 'runtime' | 'ledger' | 'fleet'>;

const anything = () => true;

/** How the cluster-manager and its HSMs fare. Nothing is kept but what cannot be looked up when somebody asks. */
export class Metrics {
  readonly #parts: MetricsParts;
  readonly #requests = new Map([
    ['cloudhsm', new RequestCounts(CLOUDHSM_OPERATIONS)],
    ['ec2', new RequestCounts(EC2_OPERATIONS)],
    ['logs', new RequestCounts(LOGS_OPERATIONS)],
  ]);

  constructor(parts: MetricsParts) {
    this.#parts = parts;
  }

  countRequest(service: string, operation: string, status: number): void {
    this.#requests.get(service)?.add(operation, String(status));
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    const registry = new Registry();
    await this.#addCounts(registry);
    await this.#addHsms(registry);
    this.#addRequests(registry);
    new Gauge({
      name: 'cm_clock_ahead_seconds',
      help: "How far the simulated world is ahead of the machine's clock.",
      registers: [registry],
    }).set(this.#parts.runtime.clock.aheadMs / 1_000);
    return registry.metrics();
  }

  /** How many there are of each noun, in each state. */
  async #addCounts(registry: Registry): Promise<void> {
    const { ledger } = this.#parts;
    const count = (name: string, help: string, things: readonly object[], labelNames: readonly string[]) => {
      const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
      for (const thing of things as readonly Record<string, string>[])
        gauge.inc(Object.fromEntries(labelNames.map((label) => [label, thing[label] ?? ''])));
    };
    const clusters = await select(ledger, CLUSTERS, anything);
    const regions = new Map(clusters.map(({ clusterId, region }) => [clusterId, region]));
    const hsms = (await select(ledger, HSMS, anything)).map(({ clusterId, state }) => ({
      region: regions.get(clusterId),
      state,
    }));
    count('cm_clusters', 'Clusters.', clusters, ['region', 'state']);
    count('cm_hsms', 'HSMs.', hsms, ['region', 'state']);
    count('cm_backups', 'Backups.', await select(ledger, BACKUPS, anything), ['region', 'state']);
    count('cm_appliances', 'Appliances of the fleet.', await select(ledger, APPLIANCES, anything), ['state']);
    count('cm_jobs', 'Jobs under way.', await select(ledger, JOBS, anything), ['kind']);
  }

  async #addHsms(registry: Registry): Promise<void> {
    const { ledger, fleet } = this.#parts;
    const clusters = await select(ledger, CLUSTERS, anything);
    const hsms = await select(ledger, HSMS, anything);
    const seen = clusters.flatMap(({ clusterId, region }) =>
      hsms
        .filter((hsm) => hsm.clusterId === clusterId)
        .map((hsm) => ({ region, hsm, sight: fleet.sight(hsm.applianceId) })),
    );
    addHsmMetrics(registry, seen);
  }

  #addRequests(registry: Registry): void {
    const counter = new Counter({
      name: 'cm_api_requests_total',
      help: 'Requests to the APIs of the cluster-manager, by the HTTP status of the answer.',
      labelNames: ['service', 'operation', 'status'],
      registers: [registry],
    });
    for (const [service, counts] of this.#requests)
      for (const { operation, code, count } of counts.list()) counter.inc({ service, operation, status: code }, count);
  }
}
