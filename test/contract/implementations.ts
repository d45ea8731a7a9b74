import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { createSimulation } from '@keystorm/runtime/sim';

/** A runtime under test: two machines, and how to run and clean up. */
export interface Subject {
  readonly a: Runtime;
  readonly b: Runtime;
  /** Host on which servers may listen. */
  readonly host: string;
  /** Opens machine a anew, as after a restart. */
  reopen(): Runtime;
  run<T>(work: () => Promise<T>): Promise<T>;
  end(): void;
}

export const IMPLEMENTATIONS: readonly (readonly [name: string, create: () => Subject])[] = [
  [
    'process',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'keystorm-contract-'));
      const runtime = (name: string) => createProcessRuntime({ name, dataDir: join(folder, name), logLevel: 'silent' });
      return {
        a: runtime('a'),
        b: runtime('b'),
        host: '127.0.0.1',
        reopen: () => runtime('a'),
        run: (work) => work(),
        end: () => rmSync(folder, { recursive: true, force: true }),
      };
    },
  ],
  [
    'simulated',
    () => {
      const sim = createSimulation({ seed: 1 });
      return {
        a: sim.runtime('a'),
        b: sim.runtime('b'),
        host: 'a',
        reopen: () => sim.runtime('a'),
        run: (work) => sim.run(work),
        end: () => undefined,
      };
    },
  ],
];
