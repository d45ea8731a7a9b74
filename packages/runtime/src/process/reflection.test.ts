import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CLUSTER_SERVICE, type ClusterServiceDefinition } from '@keystorm/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { type Handlers, serving } from '../index.ts';
import { createProcessLog } from './log.ts';
import { ProcessNetwork } from './network.ts';

const run = promisify(execFile);

async function served(): Promise<string> {
  const network = new ProcessNetwork(createProcessLog('test', 'silent'));
  const handlers: Partial<Handlers<ClusterServiceDefinition>> = { GetClock: () => ({ aheadMs: 8 }) };
  const server = await network.serve({
    address: '127.0.0.1:0',
    services: [serving(CLUSTER_SERVICE, handlers as Handlers<ClusterServiceDefinition>)],
  });
  onTestFinished(() => server.close());
  return `http://${server.address}`;
}

/** A client that knows nothing of the services but what reflection tells. */
async function buf(...args: readonly string[]): Promise<string> {
  return (await run('buf', ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', ...args])).stdout;
}

test.each(['grpc-v1', 'grpc-v1alpha'])(
  'a client that knows nothing lists and calls what there is, by %s',
  async (version) => {
    const address = await served();
    const reflection = ['--reflect-protocol', version];
    expect((await buf(...reflection, '--list-services', address)).trim().split('\n').sort()).toEqual([
      'grpc.health.v1.Health',
      'keystorm.cluster.v1.ClusterService',
    ]);
    expect(await buf(...reflection, `${address}/keystorm.cluster.v1.ClusterService/GetClock`)).toContain('"8"');
  },
);

test('what is not there is refused', async () => {
  const address = await served();
  await expect(buf(`${address}/keystorm.hsm.v1.HsmService/Probe`)).rejects.toThrow('HsmService');
});
