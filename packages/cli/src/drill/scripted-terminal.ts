import { Secret } from '@keystorm/runtime';
import type { Terminal } from '../hsm-tools/tool-io.ts';

/** Somebody who types lines that are known beforehand. Input ends after the last one, or goes on for ever. */
export class ScriptedTerminal implements Terminal {
  /** What the tool has printed, and what was typed behind its prompts. */
  readonly screen: string[] = [];
  readonly #lines: string[];
  readonly #show: (line: string) => void;
  readonly #afterwards: Promise<undefined> | undefined;

  /** `afterwards` is what the tool waits for when all lines are typed; without it, its input ends. */
  constructor(lines: readonly string[], show: (line: string) => void, afterwards?: Promise<undefined>) {
    this.#lines = [...lines];
    this.#show = show;
    this.#afterwards = afterwards;
  }

  print(line: string): void {
    this.screen.push(line);
    this.#show(line);
  }

  async readCommand(prompt: string): Promise<string | undefined> {
    const line = await this.#next();
    if (line !== undefined) this.print(`${prompt}${line}`);
    return line;
  }

  ask(question: string): Promise<string | undefined> {
    return this.readCommand(question);
  }

  async askSecret(question: string): Promise<Secret<string> | undefined> {
    const line = await this.#next();
    this.print(question);
    return line === undefined ? undefined : new Secret(line);
  }

  #next(): Promise<string | undefined> {
    const line = this.#lines.shift();
    return line === undefined && this.#afterwards !== undefined ? this.#afterwards : Promise.resolve(line);
  }
}
