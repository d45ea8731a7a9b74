import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { Secret } from '@keystorm/runtime';
import type { Terminal, ToolFiles } from './tool-io.ts';

/** A terminal that a process owns, until it is closed. */
export interface ProcessTerminal extends Terminal {
  close(): void;
}

interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
}

/** Standard input and output. `carriesSecret` keeps a command out of the history. */
export function openTerminal({ input, output }: Streams, carriesSecret: (line: string) => boolean): ProcessTerminal {
  const interactive = input.isTTY === true;
  const screen = new Screen(output);
  const lines = createInterface({ input, output: screen, terminal: interactive, crlfDelay: Number.POSITIVE_INFINITY });
  let isCommand = false;
  lines.on('history', (history) => {
    if (history[0] !== undefined && (!isCommand || carriesSecret(history[0]))) history.shift();
  });
  const read = lineReader(lines);
  const answer = async (prompt: string, muted: boolean) => {
    if (!interactive) output.write(prompt);
    else if (muted) screen.write(prompt);
    else lines.setPrompt(prompt);
    screen.muted = muted;
    if (interactive && !muted) lines.prompt();
    const line = await read();
    screen.muted = false;
    // What a person types, the terminal shows; a script's line is not shown, and with it the end of the line is missing.
    if (!interactive || muted || line === undefined) output.write('\n');
    return line;
  };
  return {
    print: (line) => void output.write(`${line}\n`),
    async readCommand(prompt) {
      isCommand = true;
      try {
        return await answer(prompt, false);
      } finally {
        isCommand = false;
      }
    },
    ask: (question) => answer(question, false),
    async askSecret(question) {
      const line = await answer(question, true);
      return line === undefined ? undefined : new Secret(line);
    },
    close: () => lines.close(),
  };
}

/** Lines that come early wait for their question. */
function lineReader(lines: Interface): () => Promise<string | undefined> {
  const iterator = lines[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await iterator.next();
    return done === true ? undefined : value;
  };
}

/** The output, where readline shows what is typed; nothing while muted. */
class Screen extends Writable {
  muted = false;
  readonly #output: Streams['output'];

  constructor(output: Streams['output']) {
    super({ decodeStrings: false });
    this.#output = output;
  }

  get columns(): number | undefined {
    return this.#output.columns;
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    if (!this.muted) this.#output.write(chunk);
    done();
  }
}

/** The files of this machine. */
export const processFiles: ToolFiles = {
  async read(path) {
    try {
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  async write(path, content) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.next`, content, { mode: 0o600 });
    await rename(`${path}.next`, path);
  },
};
