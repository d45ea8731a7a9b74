import { Mutex } from '../mutex.ts';
import type { Logger, Runtime } from '../runtime.ts';
import { SimulatedClock } from './clock.ts';
import { simulatedCompute } from './compute.ts';
import { createMachine, endLife, type Machine } from './machine.ts';
import { SimulatedNetwork, Wires } from './network.ts';
import { SeededRandom } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { SimulatedStorage } from './storage.ts';

export interface SimulationOptions {
  /** Two simulations with the same seed and the same program do the same, byte for byte. */
  readonly seed: number | string;
  /** Receives the log lines of all machines. Default: none. */
  readonly log?: (line: {
    readonly machine: string;
    readonly level: string;
    readonly fields: object;
    readonly message: string;
  }) => void;
}

/** A crash that comes with a write. */
interface PlannedCrash {
  hasHappened(): boolean;
  cancel(): void;
}

/** Machines, a network between them, and one virtual clock, all in this process. */
export interface Simulation {
  /** A source of randomness for the test itself. */
  readonly random: SeededRandom;
  /** What happened, one line per message or event, with the virtual time. Equal for equal seeds. */
  readonly trace: readonly string[];
  /** Milliseconds of virtual time since the beginning. */
  readonly nowMs: number;
  /** The world of a machine, in its present life. Ask again after a crash; the disk is the same. */
  runtime(machine: string): Runtime;
  /** Runs the work while virtual time passes, until it is done. Nothing happens outside of `run`. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Keeps virtual time from passing while something real is awaited. Returns what lets it pass again. */
  hold(): () => void;
  /** Ends a machine's life as kill -9 does. */
  crash(machine: string): void;
  /**
   * Ends a machine's life at its n-th write to the disk from now on: before the write is there, or after it, before the
   * process hears of it.
   */
  crashAtWrite(machine: string, n: number, moment: 'before' | 'after'): PlannedCrash;
  /** Stops a machine as SIGSTOP does. */
  pause(machine: string): void;
  resume(machine: string): void;
  /** Swallows everything that one machine sends to the other, until healed. */
  cut(from: string, to: string): void;
  /** Ends cuts and delays. */
  heal(from: string, to: string): void;
  /** Everything that one machine sends to the other takes this much longer, milliseconds, until healed. */
  delay(from: string, to: string, ms: number): void;
  /** Lets every write to a machine's disk fail, or work again. A new process finds the disk as it is. */
  failDisk(machine: string, fails: boolean): void;
  /** Removes everything on a machine's disk. */
  wipe(machine: string): void;
}

export function createSimulation({ seed, log }: SimulationOptions): Simulation {
  const scheduler = new Scheduler();
  const trace: string[] = [];
  const note = (line: string) => void trace.push(`${scheduler.nowMs.toFixed(3)} ${line}`);
  const wires = new Wires(scheduler, new SeededRandom(`${seed}/network`), note);
  const machines = new Map<string, Machine>();
  const dealt = { count: 0 };
  const oneAtATime = new Mutex();
  const compute = simulatedCompute(scheduler, dealt, oneAtATime);

  const machineOf = (name: string): Machine => {
    let machine = machines.get(name);
    if (machine === undefined) {
      machine = createMachine(name);
      machines.set(name, machine);
    }
    return machine;
  };

  const crash = (name: string): void => {
    const machine = machineOf(name);
    note(`crash ${name}`);
    wires.lifeEnds(machine.life);
    endLife(machine);
  };

  return {
    random: new SeededRandom(`${seed}/test`),
    trace,
    get nowMs() {
      return scheduler.nowMs;
    },
    runtime(name) {
      const { life } = machineOf(name);
      const random = new SeededRandom(`${seed}/${name}/${life.number}`);
      return {
        clock: new SimulatedClock(scheduler, life),
        random,
        network: new SimulatedNetwork(wires, scheduler, life),
        storage: new SimulatedStorage(scheduler, life, new SeededRandom(`${seed}/${name}/${life.number}/disk`)),
        compute,
        faults: machineOf(name).faults,
        log: simulatedLog(name, log ?? (() => undefined), {}),
      };
    },
    async run(work) {
      let settled = false;
      const result = work().finally(() => (settled = true));
      result.catch(() => undefined);
      await scheduler.runUntil(() => settled);
      return result;
    },
    hold: () => scheduler.hold(),
    crash,
    crashAtWrite(name, n, moment) {
      const machine = machineOf(name);
      const { life } = machine;
      const doom = { writesLeft: n, moment, strike: () => crash(name) };
      machine.doom = doom;
      return {
        hasHappened: () => life.over,
        cancel() {
          if (machine.doom === doom) machine.doom = undefined;
        },
      };
    },
    pause(name) {
      note(`pause ${name}`);
      machineOf(name).paused = true;
    },
    resume(name) {
      note(`resume ${name}`);
      const machine = machineOf(name);
      machine.paused = false;
      for (const run of machine.backlog.splice(0)) scheduler.at(scheduler.nowMs, machine.life, run);
    },
    cut(from, to) {
      note(`cut ${from} > ${to}`);
      wires.cut(machineOf(from), machineOf(to));
    },
    heal(from, to) {
      note(`heal ${from} > ${to}`);
      wires.heal(machineOf(from), machineOf(to));
    },
    delay(from, to, ms) {
      note(`delay ${from} > ${to} ${ms}`);
      wires.delay(machineOf(from), machineOf(to), ms);
    },
    failDisk(name, fails) {
      note(`disk of ${name} ${fails ? 'fails' : 'works'}`);
      machineOf(name).diskFails = fails;
    },
    wipe(name) {
      const { disk } = machineOf(name);
      disk.files.clear();
      disk.stores.clear();
    },
  };
}

function simulatedLog(machine: string, sink: NonNullable<SimulationOptions['log']>, bindings: object): Logger {
  const at = (level: string) => (fields: object, message: string) =>
    sink({ machine, level, fields: { ...bindings, ...fields }, message });
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => simulatedLog(machine, sink, { ...bindings, ...fields }),
  };
}
