import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import type { DiskFault, LinkFault } from '@keystorm/runtime/process';
import { ProcessFaults } from '../../packages/runtime/src/process/faults/process-faults.ts';
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
  readonly faults: SubjectFaults;
  end(): void;
}

type MachineName = 'a' | 'b';

/** What both implementations can do to their machines. */
interface SubjectFaults {
  /** Nothing that one machine sends to the other comes there, until healed. */
  cut(from: MachineName, to: MachineName): void;
  /** It comes so much later, milliseconds, until healed. */
  delay(from: MachineName, to: MachineName, ms: number): void;
  heal(): void;
  /** No write of machine a succeeds, or each does again. */
  failDisk(fails: boolean): void;
}

const SOURCES = { a: '127.0.0.1', b: '127.0.0.77' } as const;

/** A machine that is a runtime of this process, with faults of its own. */
export class ProcessMachine {
  readonly faults = new ProcessFaults();
  readonly runtime: Runtime;
  readonly #stop: () => void;
  #links: readonly LinkFault[] = [];
  #disk: DiskFault | undefined;

  constructor(name: MachineName, folder: string) {
    this.#stop = this.faults.network.start();
    const supervision = { faults: this.faults, sourceAddress: SOURCES[name], listens: () => () => undefined };
    this.runtime = createProcessRuntime({ name, dataDir: join(folder, name), logLevel: 'silent', supervision });
  }

  /** What comes from the other machine is subject to this as well. */
  link(from: MachineName, link: Partial<Omit<LinkFault, 'hosts'>>): void {
    const none = { cut: false, delayMs: 0, jitterMs: 0, lossRate: 0 };
    this.#links = [...this.#links, { ...none, ...link, hosts: [SOURCES[from]] }];
    this.#follow();
  }

  disk(disk: DiskFault | undefined): void {
    this.#disk = disk;
    this.#follow();
  }

  heal(): void {
    this.#links = [];
    this.#follow();
  }

  end(): void {
    this.#stop();
  }

  #follow(): void {
    const disk = this.#disk;
    this.faults.follow({ links: this.#links, skewMs: 0, service: [], ...(disk && { disk }) });
  }
}

export const IMPLEMENTATIONS: readonly (readonly [name: string, create: () => Subject])[] = [
  [
    'process',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'keystorm-contract-'));
      const machines = { a: new ProcessMachine('a', folder), b: new ProcessMachine('b', folder) };
      return {
        a: machines.a.runtime,
        b: machines.b.runtime,
        host: SOURCES.a,
        reopen: () => createProcessRuntime({ name: 'a', dataDir: join(folder, 'a'), logLevel: 'silent' }),
        run: (work) => work(),
        faults: {
          cut: (from, to) => machines[to].link(from, { cut: true }),
          delay: (from, to, ms) => machines[to].link(from, { delayMs: ms }),
          heal() {
            for (const machine of Object.values(machines)) machine.heal();
          },
          failDisk: (fails) => machines.a.disk(fails ? { slowMs: 0, failure: 'broken', corrupt: false } : undefined),
        },
        end() {
          for (const machine of Object.values(machines)) machine.end();
          rmSync(folder, { recursive: true, force: true });
        },
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
        faults: {
          cut: (from, to) => sim.cut(from, to),
          delay: (from, to, ms) => sim.delay(from, to, ms),
          heal() {
            sim.heal('a', 'b');
            sim.heal('b', 'a');
          },
          failDisk: (fails) => sim.failDisk('a', fails),
        },
        end: () => undefined,
      };
    },
  ],
];
