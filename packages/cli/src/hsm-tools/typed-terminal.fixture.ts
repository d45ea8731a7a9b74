import { Secret } from '@keystorm/runtime';
import type { Terminal, ToolFiles } from './tool-io.ts';

/** What a person types, or does elsewhere before typing on. */
export type Keystrokes = string | (() => void | Promise<void>);

/** A person at a terminal, whose lines are known beforehand. Input ends after the last one. */
export class TypedTerminal implements Terminal {
  /** As the person sees it; what is typed stands behind its prompt, unless it is not shown. */
  readonly screen: string[] = [];
  readonly #input: Keystrokes[];

  constructor(input: readonly Keystrokes[]) {
    this.#input = [...input];
  }

  print(line: string): void {
    this.screen.push(line);
  }

  async readCommand(prompt: string): Promise<string | undefined> {
    const line = await this.#next();
    this.screen.push(`${prompt}${line ?? ''}`);
    return line;
  }

  ask(question: string): Promise<string | undefined> {
    return this.readCommand(question);
  }

  async askSecret(question: string): Promise<Secret<string> | undefined> {
    const line = await this.#next();
    this.screen.push(question);
    return line === undefined ? undefined : new Secret(line);
  }

  async #next(): Promise<string | undefined> {
    for (;;) {
      const keystrokes = this.#input.shift();
      if (typeof keystrokes !== 'function') return keystrokes;
      await keystrokes();
    }
  }
}

/** Files in memory. */
export class TypedFiles implements ToolFiles {
  readonly #files: Map<string, Buffer>;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.#files = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  }

  async read(path: string): Promise<Buffer | undefined> {
    return await Promise.resolve(this.#files.get(path));
  }

  async write(path: string, content: Uint8Array): Promise<void> {
    await Promise.resolve(this.#files.set(path, Buffer.from(content)));
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  text(path: string): string | undefined {
    return this.#files.get(path)?.toString('utf8');
  }
}
