import { spawn } from 'node:child_process';
import { CommandError } from '../command-error.ts';

/** Runs a program to its end; resolves to what it printed. Throws CommandError with what it complained of. */
export function runProgram(program: string, args: readonly string[], cwd?: string): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd !== undefined && { cwd }) });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new CommandError(error.code === 'ENOENT' ? `There is no ${program} on this machine.` : error.message)),
    );
    child.once('close', (code) => {
      if (code === 0) resolve(said.stdout);
      else reject(new CommandError(`${program} ${args.slice(0, 2).join(' ')} failed: ${said.stderr.trim()}`));
    });
  });
}

export function docker(...args: readonly string[]): Promise<string> {
  return runProgram('docker', args);
}

/** The lines that docker prints. */
export async function dockerLines(...args: readonly string[]): Promise<readonly string[]> {
  return (await docker(...args)).split('\n').filter((line) => line !== '');
}

/** Compose as the plugin of docker, or as the program of its own that it was before. */
export async function findCompose(): Promise<readonly [program: string, ...args: string[]]> {
  const isPlugin = await docker('compose', 'version').then(
    () => true,
    () => false,
  );
  return isPlugin ? ['docker', 'compose'] : ['docker-compose'];
}
