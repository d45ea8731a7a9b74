import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDaemons } from '../../packages/cli/src/containers/compose-file.ts';
import {
  COMPOSE_ENDPOINT,
  composeDown,
  composeRemains,
  composeUp,
} from '../../packages/cli/src/containers/compose-system.ts';
import type { Report } from '../../packages/cli/src/experiment/report.ts';
import { dockerLines } from '../../packages/cli/src/containers/docker.ts';
import { eventually } from '../processes/keystorm.ts';
import { run, runWell } from '../worlds/command.ts';

const SCRIPT = ['scripts/containers.ts'];
const NOTHING = { containers: [], networks: [], volumes: [] };

const EXPERIMENTS = ['zone-loss', 'split-zone', 'all-zones-cut', 'rolling-restart', 'flapping-network'];

const KILLED = `
name: killed
title: One zone is held, another cut off
hypothesis: Nobody gets to see the end of it.
traffic: { clients: 1, rate: 1 }
before: 1s
during: 10m
after: 1s
timeline:
  - { at: 0s, fault: { kind: stop, target: us-east-1a } }
  - { at: 0s, fault: { kind: cut, between: [us-east-1b, all] } }
`;

describe('containers: the system of docker-compose.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-compose-'));
  const plaintext = join(folder, 'plaintext');
  writeFileSync(plaintext, 'attack at dawn');
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    AWS_ENDPOINT_URL: COMPOSE_ENDPOINT,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  const aws = async (command: string) => (await runWell('/usr/bin/aws', command.split(' '), { env })).trim();
  const decrypt = (file: string) =>
    aws(`kms decrypt --ciphertext-blob fileb://${file} --output text --query Plaintext`).then((text) =>
      Buffer.from(text, 'base64').toString(),
    );
  const secret = join(folder, 'secret.bin');

  beforeAll(() => composeUp());
  afterAll(async () => {
    await composeDown({ wipe: true });
    rmSync(folder, { recursive: true, force: true });
  });

  test('serves the AWS CLI, and everything in it is healthy', async () => {
    const blob = await aws(
      `kms encrypt --key-id alias/example --plaintext fileb://${plaintext} --output text --query CiphertextBlob`,
    );
    writeFileSync(secret, Buffer.from(blob, 'base64'));
    expect(await decrypt(secret)).toBe('attack at dawn');
    const daemons = readDaemons().length;
    await eventually(async () => {
      const { containers } = await composeRemains();
      return containers.filter((line) => line.includes('(healthy)')).length === daemons;
    });
  });

  test('runs without root in its containers', async () => {
    const ids = await dockerLines('ps', '--quiet', '--filter', 'label=com.docker.compose.project=keystorm');
    const users = await dockerLines('inspect', '--format', '{{.Config.User}}', ...ids);
    expect(new Set(users)).toEqual(new Set(['node']));
  });

  test('says what is wrong with a command, and changes nothing', async () => {
    for (const [args, complaint] of [
      [['kill'], 'kill needs a TARGET.'],
      [['kill', 'hsm-z-1'], "There is no 'hsm-z-1'. Name hsm-a-1, "],
      [['frobnicate'], "There is no command 'frobnicate'."],
      [['up', '--bare'], "Unknown option '--bare'"],
      [['experiment'], 'experiment needs a NAME.'],
      [['experiment', 'slow-hsm'], 'timeline[0].fault: delay needs the processes of `npm start`'],
    ] as const) {
      const { code, stderr } = await run(process.execPath, [...SCRIPT, ...args]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(complaint) as string });
    }
  });

  test.each(EXPERIMENTS)('the experiment %s holds in it', async (name) => {
    const { stdout, stderr } = await run(process.execPath, [...SCRIPT, 'experiment', name, '--json']);
    const { verdict, findings, lost, phases } = JSON.parse(stdout) as Report;
    console.log(phases.map((phase) => `${name} ${phase.name}: ${JSON.stringify(phase.measures)}`).join('\n'));
    expect({ verdict, findings, lost }, stderr).toEqual({ verdict: 'passed', findings: [], lost: [] });
    expect(await packetFilters()).toEqual([]);
  });

  test('faults end when what set them is killed', async () => {
    const file = join(folder, 'experiment.yaml');
    writeFileSync(file, KILLED);
    const experiment = spawn(process.execPath, [...SCRIPT, 'experiment', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // It cannot clean up after itself.
      env: { ...process.env, TMPDIR: folder },
    });
    const said = text(experiment.stderr);
    const early = said.then((complaint) => Promise.reject(new Error(complaint)));
    await Promise.race([
      early,
      eventually(async () => (await packetFilters()).length > 0 && (await paused()).length > 0),
    ]);
    experiment.kill('SIGKILL');
    // The guard holds the other end until it is done.
    expect(await said).toMatch(/^The experiment was killed\. The faults of hsm-a-1, .*have been ended\.$/m);
    expect(await packetFilters()).toEqual([]);
    expect(await paused()).toEqual([]);
  });

  test('keeps everything when it is stopped, and nothing when it is wiped', async () => {
    const script = (...args: readonly string[]) => runWell(process.execPath, [...SCRIPT, ...args]);
    await script('down');
    const kept = await composeRemains();
    expect(kept).toMatchObject({ containers: [], networks: [] });
    expect(kept.volumes.length).toBeGreaterThan(0);
    await script('up');
    expect(await decrypt(secret)).toBe('attack at dawn');
    await script('down', '--wipe');
    expect(await composeRemains()).toEqual(NOTHING);
  });
});

async function paused(): Promise<readonly string[]> {
  const { containers } = await composeRemains();
  return containers.filter((line) => line.includes('Paused'));
}

/** What the containers of the system have been told to lose. */
async function packetFilters(): Promise<readonly string[]> {
  const ids = await dockerLines('ps', '--quiet', '--filter', 'label=com.docker.compose.project=keystorm');
  const pids = await dockerLines('inspect', '--format', '{{.State.Pid}}', ...ids);
  const rules = await Promise.all(
    pids.map((pid) => runWell('nsenter', ['--target', pid, '--net', 'iptables', '--list-rules'])),
  );
  return rules.flatMap((text) => text.split('\n').filter((line) => line.includes('DROP')));
}
