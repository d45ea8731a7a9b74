import { saveFile } from '../hsm-tools/user-files.ts';
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
    const content = Buffer.from(`${this.#kept.join('\n')}\n`);
    return (await saveFile(this.#session, this.#file, content)) ? 'done' : 'failed';
  }
}
