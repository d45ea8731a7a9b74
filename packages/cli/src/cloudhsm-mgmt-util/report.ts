import type { Outcome } from './command.ts';
import type { CmuSession } from './session.ts';

/** What a command has found: shown at once, or kept for the file that the user named. */
export class Report {
  readonly #session: CmuSession;
  readonly #file: string | undefined;
  readonly #kept: string[] = [];

  constructor(session: CmuSession, file: string | undefined) {
    this.#session = session;
    this.#file = file;
  }

  add(lines: readonly string[]): void {
    if (this.#file === undefined) for (const line of lines) this.#session.terminal.print(line);
    else this.#kept.push(...lines);
  }

  /** Writes the file, where there is one to write. */
  async save(): Promise<Outcome> {
    if (this.#file === undefined || this.#kept.length === 0) return 'done';
    try {
      await this.#session.files.write(this.#file, Buffer.from(`${this.#kept.join('\n')}\n`));
      return 'done';
    } catch (error) {
      this.#session.terminal.print(
        `The file cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      );
      return 'failed';
    }
  }
}
