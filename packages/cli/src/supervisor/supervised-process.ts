import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { HsmError, type SupervisedProcess } from '@keystorm/protocol';
import { type Clock, type Logger, may, next, type Runtime, type Transitions } from '@keystorm/runtime';
import type { FaultOrders, FromChild, ToChild } from '@keystorm/runtime/process';
import { lastWords } from './last-words.ts';

/** A process that dies again and again is started ever more slowly, milliseconds. */
const BACK_OFF_MS = { first: 100, max: 5_000 };
/** A process that lived this long has forgotten its earlier deaths. */
const SETTLED_MS = 10_000;
/** Time to end after SIGTERM before SIGKILL. */
const TERMINATION_MS = 5_000;
/** With this exit code a daemon says that it will never start as things are. */
const EXIT_MISUSED = 2;
/** Ends by itself in a row after which a process counts as failing. */
const FAILURES_MAX = 3;

type State = 'down' | 'running' | 'stopped' | 'restarting';

const LIFE = {
  start: { from: ['down', 'restarting'], to: 'running' },
  stop: { from: ['running', 'stopped'], to: 'stopped' },
  continue: { from: ['stopped'], to: 'running' },
  die: { from: ['running', 'stopped'], to: 'restarting' },
  end: { from: ['running', 'stopped', 'restarting', 'down'], to: 'down' },
} as const satisfies Transitions<State>;

export interface ProcessOptions {
  readonly name: string;
  /** Program and arguments, asked for at each start. */
  readonly command: () => readonly [string, ...string[]];
  readonly logFile: string;
  /** The loopback address from which it connects, by which others know it. */
  readonly sourceAddress: string;
  /** Identity of an appliance; absent for other processes. */
  readonly appliance?: { readonly id: string; readonly availabilityZone: string };
}

/** What a child has to know of the faults of the system, and the other way round. */
export interface FaultsOfChild {
  /** What it is to do about them. */
  readonly orders: () => FaultOrders;
  /** Its addresses have changed. */
  readonly moved: () => void;
}

/** One child of the supervisor: started again when it dies, unless told to stay down. */
export class SupervisedChild {
  readonly options: ProcessOptions;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #faults: FaultsOfChild;
  #state: State = 'down';
  #child: ChildProcess | undefined;
  /** Lets a stopped child go on when the supervisor is gone. */
  #wakener: ChildProcess | undefined;
  #starts = 0;
  #lastEnd = '';
  #stayDown = true;
  #deaths = 0;
  #failures = 0;
  #isHopeless = false;
  #startedAtMs = 0;
  #ended: Promise<void> = Promise.resolve();
  #listensOn: readonly string[] = [];
  #followed = '';

  constructor(options: ProcessOptions, { clock, log }: Pick<Runtime, 'clock' | 'log'>, faults: FaultsOfChild) {
    this.options = options;
    this.#faults = faults;
    this.#clock = clock;
    this.#log = log.child({ name: options.name });
  }

  describe(): SupervisedProcess {
    return {
      name: this.options.name,
      pid: this.#child?.pid ?? 0,
      state: this.#state,
      starts: this.#starts,
      lastEnd: this.#lastEnd,
      applianceId: this.options.appliance?.id ?? '',
      availabilityZone: this.options.appliance?.availabilityZone ?? '',
    };
  }

  /** By what addresses others know it: where it comes from, and where it listens. */
  get hosts(): readonly string[] {
    return [this.options.sourceAddress, ...this.#listensOn];
  }

  /** Tells it its faults, if they have changed. */
  tellFaults(): void {
    const orders = this.#faults.orders();
    if (this.#child === undefined || JSON.stringify(orders) === this.#followed) return;
    this.#followed = JSON.stringify(orders);
    this.#say({ say: 'follow', orders });
  }

  /** Breaks its connections with these hosts. */
  breakConnections(hosts: readonly string[]): void {
    this.#say({ say: 'reset', hosts });
  }

  /** It has ended by itself so often that one need not wait for it. */
  get isFailing(): boolean {
    return this.#isHopeless || this.#failures >= FAILURES_MAX;
  }

  /** It has said that it will never start as things are, and is not tried again. */
  get isHopeless(): boolean {
    return this.#isHopeless;
  }

  get isStopped(): boolean {
    return this.#state === 'stopped';
  }

  /** Starts it, or lets it go on when it was stopped. */
  start(): void {
    this.#stayDown = false;
    this.#failures = 0;
    this.#isHopeless = false;
    if (this.#state === 'stopped') this.#continue();
    else if (may(LIFE, this.#state, 'start')) this.#spawn();
  }

  /** Throws WRONG_STATE when there is no process to stop. */
  stop(): void {
    const child = this.#child;
    if (child?.pid === undefined || !may(LIFE, this.#state, 'stop'))
      throw new HsmError('WRONG_STATE', `${this.options.name} is ${this.#state}; start it with \`chaos restart\``);
    this.#state = next(LIFE, this.#state, 'stop');
    this.#wakener ??= spawnWakener(child.pid);
    child.kill('SIGSTOP');
    this.#log.info({ pid: child.pid }, 'process stopped');
  }

  async kill(stayDown: boolean): Promise<void> {
    this.#stayDown = stayDown;
    this.#child?.kill('SIGKILL');
    await this.#ended;
    if (stayDown) this.#state = next(LIFE, this.#state, 'end');
  }

  /** Ends it in good order, by force if it takes too long. It stays down. */
  async terminate(): Promise<void> {
    this.#stayDown = true;
    const child = this.#child;
    if (child !== undefined) {
      const over = new AbortController();
      const force = this.#clock.sleep(TERMINATION_MS, over.signal).then(
        () => void child.kill('SIGKILL'),
        () => undefined,
      );
      child.kill('SIGTERM');
      child.kill('SIGCONT');
      await this.#ended;
      over.abort();
      await force;
    }
    this.#state = next(LIFE, this.#state, 'end');
  }

  #continue(): void {
    this.#state = next(LIFE, this.#state, 'continue');
    this.#child?.kill('SIGCONT');
    this.#dismissWakener();
    this.#log.info({ pid: this.#child?.pid }, 'process goes on');
  }

  #dismissWakener(): void {
    this.#wakener?.kill('SIGKILL');
    this.#wakener = undefined;
  }

  #spawn(): void {
    const [program, ...args] = this.options.command();
    const log = openSync(this.options.logFile, 'a', 0o600);
    const logStart = fstatSync(log).size;
    // The child reads standard input to its end: so it learns when the supervisor is gone, however it went.
    const child = spawn(program, args, { stdio: ['pipe', log, log, 'ipc'] });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    this.#child = child;
    this.#greet(child);
    this.#starts += 1;
    this.#startedAtMs = this.#clock.monotonic();
    this.#state = next(LIFE, this.#state, 'start');
    this.#log.info({ pid: child.pid, starts: this.#starts }, 'process started');
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#died(child, error.message, EXIT_MISUSED);
        resolve();
      });
      child.once('exit', (code, signal) => {
        const words = code === null || code === 0 ? '' : lastWords(this.options.logFile, logStart);
        this.#died(child, `${signal ?? `exit ${code ?? 0}`}${words === '' ? '' : `: ${words}`}`, code);
        resolve();
      });
    });
  }

  #greet(child: ChildProcess): void {
    const orders = this.#faults.orders();
    this.#followed = JSON.stringify(orders);
    this.#listensOn = [];
    this.#say({ say: 'begin', sourceAddress: this.options.sourceAddress, orders });
    child.on('message', ({ listensOn }: FromChild) => {
      if (child !== this.#child) return;
      this.#listensOn = listensOn;
      this.#faults.moved();
    });
  }

  /** One that is on its way out hears nothing any more. */
  #say(message: ToChild): void {
    this.#child?.send(message, () => undefined);
  }

  /** `code` is null when a signal ended it, which says nothing about whether it can run. */
  #died(child: ChildProcess, how: string, code: number | null): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#dismissWakener();
    this.#lastEnd = how;
    const settled = this.#clock.monotonic() - this.#startedAtMs > SETTLED_MS;
    this.#deaths = settled ? 1 : this.#deaths + 1;
    if (settled) this.#failures = 0;
    this.#state = next(LIFE, this.#state, 'die');
    this.#logEnd(child.pid, how);
    if (this.#stayDown) return;
    if (code === EXIT_MISUSED) {
      this.#isHopeless = true;
      this.#state = next(LIFE, this.#state, 'end');
      return;
    }
    if (code !== null) this.#failures += 1;
    const pauseMs = Math.min(BACK_OFF_MS.first * 2 ** (this.#deaths - 1), BACK_OFF_MS.max);
    void this.#clock.sleep(pauseMs).then(() => {
      if (this.#state === 'restarting' && !this.#stayDown) this.#spawn();
    });
  }

  /** It was wanted when it is to stay down. */
  #logEnd(pid: number | undefined, how: string): void {
    if (this.#stayDown) this.#log.info({ pid, how }, 'process ended');
    else this.#log.warn({ pid, how }, 'process died');
  }
}

/**
 * A stopped process cannot notice that its supervisor was killed, and would hold its addresses and files for ever. This
 * one reads to the end of its standard input, too, and then lets the other go on, which so comes to its own end.
 */
function spawnWakener(pid: number): ChildProcess {
  const wakener = spawn('/bin/sh', ['-c', 'read -r _; kill -CONT "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Not among those whom a terminal interrupts.
    detached: true,
  });
  wakener.on('error', () => undefined);
  wakener.stdin?.on('error', () => undefined);
  return wakener;
}
