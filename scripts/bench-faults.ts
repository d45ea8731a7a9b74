// Measures what the fault layer costs those whom no fault befalls: npm run bench:faults -- [--seconds 5] [--clients 16]
// Starts a system of processes with three HSMs and alternates between no fault at all and a fault that is set elsewhere (a
// delay between the cluster-manager and the tools), under clients that encrypt as fast as they are answered. Prints a table.
import { parseArgs } from 'node:util';
import { measure } from '../packages/cli/src/experiment/measures.ts';
import { Traffic } from '../packages/cli/src/experiment/traffic.ts';
import { AwsClient } from '../packages/cli/src/aws-client.ts';
import { withProcessWorld } from '../test/worlds/process-world.ts';
import { ACCESS_KEY, harness, REGION } from '../test/worlds/world.ts';

const ROUNDS = 3;
const WARM_UP_MS = 3_000;
const ELSEWHERE = { kind: 'delay', between: ['cluster-manager', 'tools'], delay: '50ms' };

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, clients: { type: 'string', default: '16' } },
});
const [seconds, clients] = [Number(values.seconds), Number(values.clients)];
if (!(seconds > 0 && Number.isInteger(clients) && clients > 0)) {
  console.error('--seconds and --clients take numbers above 0.');
  process.exit(2);
}
await withProcessWorld(async (world, system) => {
  const { clock, random } = world.operator;
  const aws = new AwsClient(system.endpoint, REGION, ACCESS_KEY, clock);
  const plan = { clients, mix: { encrypt: 1 }, key: 'alias/example' };
  const traffic = new Traffic({ clock, random, aws, storeId: '' }, plan);
  await clock.sleep(WARM_UP_MS);
  console.log('round  fault            Encrypt/s    p50      p99');
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const name of ['none', 'set elsewhere']) {
      if (name !== 'none') await harness(world, 'chaos', ELSEWHERE);
      const fromMs = traffic.nowMs;
      await clock.sleep(seconds * 1_000);
      const { rate, p50, p99 } = measure(traffic.samples, fromMs, traffic.nowMs);
      console.log(
        `${String(round).padStart(5)}  ${name.padEnd(15)}${rate.toFixed(0).padStart(11)}${`${p50.toFixed(1)} ms`.padStart(9)}${`${p99.toFixed(1)} ms`.padStart(9)}`,
      );
      await system.keystorm('chaos', 'clear');
    }
  }
  await traffic.stop();
}, []);
