import { ServiceFaults } from '../service-faults.ts';

/** Where the processes of a simulation run, one at a time. Its disk outlives crashes. */
export interface Machine {
  readonly name: string;
  life: Life;
  /** Stopped as by SIGSTOP: what should happen waits in the backlog. */
  paused: boolean;
  backlog: (() => void)[];
  /** Every write to the disk fails. */
  diskFails: boolean;
  /** One of the coming writes is the last thing that the present process does. */
  doom: Doom | undefined;
  readonly disk: SimulatedDisk;
  /** Of every life: a new process is told them again. */
  readonly faults: ServiceFaults;
}

interface Doom {
  writesLeft: number;
  readonly moment: 'before' | 'after';
  readonly strike: () => void;
}

/** One process on a machine, from its start to its crash. What was planned in it happens only while it lasts. */
export interface Life {
  readonly number: number;
  readonly machine: Machine;
  over: boolean;
}

export function createMachine(name: string): Machine {
  const disk = { files: new Map(), stores: new Map() };
  const faults = new ServiceFaults();
  const machine = { name, paused: false, backlog: [], diskFails: false, doom: undefined, disk, faults };
  return Object.assign(machine, { life: { number: 0, machine: machine as unknown as Machine, over: false } });
}

/** Ends the process on a machine and everything it had planned. */
export function endLife(machine: Machine): void {
  machine.life.over = true;
  machine.life = { number: machine.life.number + 1, machine, over: false };
  machine.paused = false;
  machine.backlog = [];
  machine.doom = undefined;
}

interface SimulatedDisk {
  readonly files: Map<string, Buffer>;
  readonly stores: Map<string, { version: number; readonly records: Map<string, Map<string, string>> }>;
}
