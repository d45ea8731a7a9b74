import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { shippedExperiments } from '../../packages/cli/src/experiment/library.ts';
import type { Report } from '../../packages/cli/src/experiment/report.ts';
import { exampleSystem } from '../worlds/example-system.ts';
import { harness, until } from '../worlds/world.ts';

const KEYSTORM = fileURLToPath(new URL('../../packages/cli/src/keystorm.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keystorm-experiments-'));
const example = exampleSystem();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(
  experiment: string,
  ...args: readonly string[]
): Promise<{ code: number; stderr: string; report: Report }> {
  const { code, stdout, stderr } = await example.system.keystorm('chaos', 'run', experiment, '--json', ...args);
  return { code, stderr, report: (stdout === '' ? {} : JSON.parse(stdout)) as Report };
}

async function faults(): Promise<readonly unknown[]> {
  return (await harness<{ faults: readonly unknown[] }>(example.world, 'chaos')).faults;
}

function written(name: string, during: string, rest: string): string {
  const file = join(folder, `${name}.yaml`);
  const head = `name: ${name}\ntitle: T\nhypothesis: H\ntraffic: { clients: 4, rate: 50 }\nbefore: 1s\nduring: ${during}\nafter: 1s\n`;
  writeFileSync(file, head + rest);
  return file;
}

test.each(shippedExperiments().map(({ name }) => name))('%s holds where everything is well', async (name) => {
  const { code, stderr, report } = await run(name);
  console.log(report.phases.map((phase) => `${name} ${phase.name}: ${JSON.stringify(phase.measures)}`).join('\n'));
  expect({ code, findings: report.findings, stderr: code === 0 ? '' : stderr }).toEqual({
    code: 0,
    findings: [],
    stderr: '',
  });
  expect(report.lost).toEqual([]);
  expect(await faults()).toEqual([]);
});

describe('an experiment in which something does not hold', () => {
  test('fails, says what, and draws it', async () => {
    const file = written(
      'failing',
      '2s',
      'timeline: [{ at: 0s, fault: { kind: kms-errors } }]\nexpect: { during: [{ success: 99 }, { errors: [] }] }\n',
    );
    const page = join(folder, 'report.html');
    const { code, report } = await run(file, '--html', page);
    expect(code).toBe(1);
    expect(report).toMatchObject({
      verdict: 'failed',
      findings: [expect.stringContaining('% of'), 'during: KMSInternalException came, and must not'],
      lost: [],
    });
    const html = readFileSync(page, 'utf8');
    expect(html.match(/<svg /g)).toHaveLength(4);
    expect(html).toContain('KMSInternalException came');
    expect(html).not.toMatch(/<script|src=|href=/);
    expect(await faults()).toEqual([]);
  });

  test('stops when its stop condition comes true', async () => {
    const file = written(
      'stopping',
      '60s',
      'timeline: [{ at: 0s, fault: { kind: kms-errors } }]\nstop: { success: 50, over: 1s }\n',
    );
    const { code, report } = await run(file);
    expect([code, report.verdict]).toEqual([1, 'stopped']);
    expect(await faults()).toEqual([]);
  });

  test('sets no fault where the system was not steady before', async () => {
    const file = written(
      'unsteady',
      '60s',
      'timeline: [{ at: 0s, fault: { kind: kms-errors } }]\nsteady: [{ rate: 10000 }]\n',
    );
    const { code, report } = await run(file);
    expect([code, report.verdict, report.faults]).toEqual([1, 'failed', []]);
  });

  test('does not begin with a target that there is not', async () => {
    const file = written('nowhere', '60s', 'timeline:\n  - { at: 0s, fault: { kind: kill, target: us-east-1z } }\n');
    const { code, stderr } = await run(file);
    expect([code, stderr]).toEqual([2, expect.stringContaining("timeline[0].fault: there is no target 'us-east-1z'")]);
  });

  test('of an unknown name is told which there are', async () => {
    const { code, stderr } = await run('zone-los');
    expect([code, stderr]).toEqual([2, expect.stringContaining('zone-loss')]);
  });
});

test.each(['SIGINT', 'SIGKILL'] as const)('%s of the client leaves no fault behind', async (signal) => {
  const file = written(
    `ended-by-${signal.toLowerCase()}`,
    '600s',
    'timeline: [{ at: 0s, fault: { kind: cut, between: [control-plane, us-east-1a] } }]\n',
  );
  const client = spawn(process.execPath, [KEYSTORM, 'chaos', 'run', file, '--data-dir', example.system.dataDir], {
    stdio: 'ignore',
  });
  const ended = once(client, 'exit');
  await until(example.world, 'the fault is set', async () => (await faults()).length === 1 || undefined);
  client.kill(signal);
  const [code] = (await ended) as [number | null];
  expect(code).toBe(signal === 'SIGINT' ? 1 : null);
  if (signal === 'SIGINT') expect(await faults()).toEqual([]);
  await until(example.world, 'the fault has ended', async () => (await faults()).length === 0 || undefined);
});

test('while all zones are cut off, requests are refused in the documented words', async () => {
  const { CiphertextBlob } = await example.world.kms().encrypt({ KeyId: 'alias/example', Plaintext: Buffer.from('x') });
  await harness(example.world, 'chaos', { kind: 'cut', between: ['control-plane', 'hsms'] });
  const refused = await example.world
    .kms()
    .decrypt({ CiphertextBlob })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(refused).toMatchObject({
    name: 'KMSInvalidStateException',
    message: expect.stringMatching(
      /^KMS cannot communicate with your CloudHSM cluster\. This might be a transient network issue\./,
    ) as string,
  });
  await example.system.keystorm('chaos', 'clear');
  await until(example.world, 'it decrypts', () =>
    example.world
      .kms()
      .decrypt({ CiphertextBlob })
      .then(
        () => true,
        () => undefined,
      ),
  );
});
