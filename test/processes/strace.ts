import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Why tests with strace are left out; undefined where they are not, as in CI. */
export function whyNoStrace(): string | undefined {
  if (process.env.CI !== undefined) return undefined;
  return spawnSync('strace', ['-V']).error === undefined ? undefined : 'there is no strace';
}

/**
 * Has the kernel answer system calls of a process, and of its threads, with an error, for as long as `work` takes. Needs
 * the program strace, and the right to trace.
 */
export async function withFailingCalls<T>(
  pid: number,
  { calls, error }: { readonly calls: readonly string[]; readonly error: string },
  work: () => Promise<T>,
): Promise<T> {
  const inject = `inject=${calls.join(',')}:error=${error}`;
  const strace = spawn('strace', ['--follow-forks', '--output=/dev/null', '-e', inject, '--attach', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(strace, 'close');
  try {
    await attached(strace.stderr, ended);
    return await work();
  } finally {
    // It lets go of the process, which goes on.
    strace.kill('SIGINT');
    await ended;
  }
}

async function attached(stderr: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  let said = '';
  const isAttached = new Promise<void>((resolve) => {
    stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('attached')) resolve();
    });
  });
  const hasEnded = ended.then(() => {
    throw new Error(`strace has not attached: ${said}`);
  });
  await Promise.race([isAttached, hasEnded]);
  hasEnded.catch(() => undefined);
}
