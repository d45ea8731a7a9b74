import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { ACCESS_KEY, AwsClient } from '../aws-client.ts';
import { awaitExample, connectClusters, ensureExample, EXAMPLE, type Tools, until } from '../example/example-system.ts';

const CALL_MS = 5_000;

export interface ExampleOptions {
  readonly endpoint: string;
  readonly clusterManager: string;
  readonly fleet: string;
  readonly dataDir: string;
}

/** Waits for a system whose appliances others have started, and makes of it what `keystorm up` promises. */
export async function example({ endpoint, clusterManager, fleet, dataDir }: ExampleOptions): Promise<void> {
  const runtime = createProcessRuntime({ name: 'example', dataDir, logLevel: 'silent' });
  const read = (name: string) => readFileSync(join(fleet, name), 'utf8');
  const identity = { ca: read('ca.crt'), certificate: read('operator.crt'), privateKey: read('operator.key') };
  const clusters = connectClusters(runtime, clusterManager, identity);
  const aws = new AwsClient(endpoint, EXAMPLE.region, ACCESS_KEY, runtime.clock);
  const tools: Tools = { runtime, clusters, aws, progress: console.log };
  try {
    await until(tools, 'there is no appliance in each Availability Zone', () => hasApplianceInEachZone(tools));
    await ensureExample({ ...tools, appliances: () => [] });
    await awaitExample(tools);
    console.log(`${EXAMPLE.alias} encrypts.`);
  } finally {
    clusters.close();
  }
}

async function hasApplianceInEachZone({ clusters }: Tools): Promise<true | undefined> {
  const { subnets } = await clusters.call('ListSubnets', { region: EXAMPLE.region }, { deadlineMs: CALL_MS });
  const { appliances } = await clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS });
  const zones = new Set(appliances.map(({ availabilityZone }) => availabilityZone));
  return subnets.every(({ availabilityZone }) => zones.has(availabilityZone)) || undefined;
}
