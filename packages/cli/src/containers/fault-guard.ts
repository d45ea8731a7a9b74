import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Fault } from '../chaos/fault.ts';

const GUARD = fileURLToPath(new URL('guard.ts', import.meta.url));

/** What the guard is told, a line each time: all daemons that are under a fault now. */
export const UnderFault = z.strictObject({
  /** Killed or held. */
  held: z.array(z.string()),
  /** Packets from or to them are lost. */
  filtered: z.array(z.string()),
});
export type UnderFault = z.infer<typeof UnderFault>;

/**
 * A process beside this one that ends the faults of containers when this one is killed. It is told of each before it begins
 * and when it has ended, and knows that nobody is there any more from the end of its input.
 */
export class FaultGuard {
  /** In a session of its own: what kills all processes of a terminal's job must not kill it. */
  readonly #guard: ChildProcessByStdio<Writable, null, null> = spawn(process.execPath, [GUARD], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  readonly #gone = once(this.#guard, 'exit');
  readonly #faults = new Set<Fault>();

  constructor() {
    // Whoever tells it something learns of that.
    this.#guard.stdin.on('error', () => undefined);
  }

  begin(fault: Fault): Promise<void> {
    this.#faults.add(fault);
    return this.#tell();
  }

  end(fault: Fault): Promise<void> {
    this.#faults.delete(fault);
    return this.#tell();
  }

  /** Resolves when the guard has gone. */
  async close(): Promise<void> {
    this.#guard.stdin.end();
    await this.#gone;
  }

  async #tell(): Promise<void> {
    const faults = [...this.#faults];
    const befallen = (isOfTheNetwork: boolean) =>
      faults.filter((fault) => 'between' in fault === isOfTheNetwork).flatMap(({ processes }) => processes);
    const line = JSON.stringify({ held: befallen(false), filtered: befallen(true) } satisfies UnderFault);
    await new Promise<void>((resolve, reject) =>
      this.#guard.stdin.write(`${line}\n`, (error) => (error == null ? resolve() : reject(error))),
    );
  }
}
