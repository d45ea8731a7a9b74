import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './keystorm.ts';

const BIN = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url));

export interface ToolOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of standard output, trimmed. */
  readonly lines: readonly string[];
}

/** Runs a tool as from a shell, with lines on standard input. */
export async function runTool(
  tool: string,
  args: readonly string[],
  ...input: readonly string[]
): Promise<ToolOutcome> {
  const open = openTool(tool, args);
  open.type(...input);
  return await open.end();
}

/** A tool that somebody has opened and not yet closed. */
export interface OpenTool {
  readonly child: ChildProcess;
  type(...lines: readonly string[]): void;
  /** Waits until it has said that. */
  says(text: string): Promise<void>;
  /** Ends its input, and waits for its end. */
  end(): Promise<ToolOutcome>;
}

export function openTool(tool: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): OpenTool {
  const child = spawn(join(BIN, tool), args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  const closed = once(child, 'close');
  // A tool that has ended reads nothing.
  child.stdin.on('error', () => undefined);
  return {
    child,
    type: (...lines) => void child.stdin.write(lines.map((line) => `${line}\n`).join('')),
    says: (text) => eventually(() => output.stdout.includes(text)),
    async end() {
      child.stdin.end();
      await closed;
      return { exitCode: child.exitCode, ...output, lines: output.stdout.split('\n').map((line) => line.trim()) };
    },
  };
}
