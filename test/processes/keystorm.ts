import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signRequest } from '@keystorm/aws-api';
import { vi } from 'vitest';

const KEYSTORM = fileURLToPath(new URL('../../packages/cli/src/keystorm.js', import.meta.url));
/** Longer than any step takes on a machine with a lot to do. */
const WAIT_MS_MAX = 110_000;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program as a process that runs, and what it has said so far. */
export interface Running {
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  readonly outcome: Promise<Outcome>;
}

export function launchKeystorm(...args: readonly string[]): Running {
  return launch(KEYSTORM, args, 'ignore');
}

/** A program for Node; its standard input stays open, unless it is to have none. */
export function launch(program: string, args: readonly string[], stdin: 'pipe' | 'ignore' = 'pipe'): Running {
  const child = spawn(process.execPath, [program, ...args], { stdio: [stdin, 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  const outcome = once(child, 'close').then(() => ({ code: child.exitCode, ...said }));
  return { child, said, outcome };
}

export function keystorm(...args: readonly string[]): Promise<Outcome> {
  return launchKeystorm(...args).outcome;
}

/** Waits until a program has said this, and fails with what it has said when it ends before that. */
export async function saying({ said, outcome }: Running, text: string): Promise<void> {
  const hasSaid = () => `${said.stdout}${said.stderr}`.includes(text);
  const ended = outcome.then((ending) => {
    if (!hasSaid()) throw new Error(`it ended without '${text}': ${JSON.stringify(ending)}`);
  });
  await Promise.race([eventually(hasSaid), ended]);
}

/** Waits for a condition; it may throw until it holds. */
export function eventually(condition: () => unknown): Promise<void> {
  return vi.waitFor(
    async () => {
      if ((await condition()) === false) throw new Error(`it never came to hold: ${String(condition)}`);
    },
    { timeout: WAIT_MS_MAX, interval: 20 },
  );
}

/** First two numbers of addresses that no system takes unless it is told to: they stay free while this one is down. */
export function addressesOfItsOwn(): string {
  return `127.${randomInt(1, 65)}`;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keystorm-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

const TARGETS = {
  kms: { prefix: 'TrentService', scope: 'kms' },
  cloudhsm: { prefix: 'BaldrApiService', scope: 'cloudhsm' },
  cloudtrail: { prefix: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101', scope: 'cloudtrail' },
} as const;

/** One call to the AWS endpoint. */
export async function aws<T>(
  port: number,
  service: keyof typeof TARGETS,
  operation: string,
  input: object = {},
  accessKey = { accessKeyId: 'test', secretAccessKey: 'test' },
): Promise<T> {
  const { prefix, scope } = TARGETS[service];
  const body = Buffer.from(JSON.stringify(input));
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${prefix}.${operation}` };
  const request = { method: 'POST', host: `127.0.0.1:${port}`, headers, body };
  const signed = signRequest(request, accessKey, { region: 'us-east-1', service: scope, hostMs: Date.now() });
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: signed, body });
  const answer = JSON.parse(await response.text()) as T & { __type?: string };
  if (!response.ok) throw new Error(`${operation}: ${answer.__type ?? response.status}`);
  return answer;
}
