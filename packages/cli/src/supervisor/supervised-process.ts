import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { SupervisedProcess } from '@keystorm/protocol';
import { type Clock, next, type Transitions } from '@keystorm/runtime';

/** A process that dies again and again is started ever more slowly, milliseconds. */
const BACK_OFF_MS = { first: 100, max: 5_000 };
/** A process that lived this long has forgotten its earlier deaths. */
const SETTLED_MS = 10_000;
/** Time to end after SIGTERM before SIGKILL. */
const TERMINATION_MS = 5_000;

type State = 'down' | 'running' | 'stopped' | 'restarting';

const LIFE = {
  start: { from: ['down', 'restarting'], to: 'running' },
  stop: { from: ['running', 'stopped'], to: 'stopped' },
  continue: { from: ['stopped', 'running'], to: 'running' },
  die: { from: ['running', 'stopped'], to: 'restarting' },
  end: { from: ['running', 'stopped', 'restarting', 'down'], to: 'down' },
} as const satisfies Transitions<State>;

export interface ProcessOptions {
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  readonly logFile: string;
  /** Identity of an appliance; absent for other processes. */
  readonly appliance?: { readonly id: string; readonly availabilityZone: string };
}

/** One child of the supervisor: started again when it dies, unless told to stay down. */
export class SupervisedChild {
  readonly options: ProcessOptions;
  readonly #clock: Clock;
  #state: State = 'down';
  #child: ChildProcess | undefined;
  #starts = 0;
  #lastEnd = '';
  #stayDown = true;
  #deaths = 0;
  #startedAtMs = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ProcessOptions, clock: Clock) {
    this.options = options;
    this.#clock = clock;
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

  /** Starts it, or lets it go on when it was stopped. */
  start(): void {
    this.#stayDown = false;
    if (this.#state === 'running') return;
    if (this.#state === 'stopped') {
      this.#state = next(LIFE, this.#state, 'continue');
      this.#child?.kill('SIGCONT');
    } else this.#spawn();
  }

  stop(): void {
    this.#state = next(LIFE, this.#state, 'stop');
    this.#child?.kill('SIGSTOP');
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
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await this.#ended;
      over.abort();
      await force;
    }
    this.#state = next(LIFE, this.#state, 'end');
  }

  #spawn(): void {
    const [program, ...args] = this.options.command;
    const log = openSync(this.options.logFile, 'a', 0o600);
    // The child reads standard input to its end: so it learns when the supervisor is gone, however it went.
    const child = spawn(program, args, { stdio: ['pipe', log, log] });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    this.#child = child;
    this.#starts += 1;
    this.#startedAtMs = this.#clock.monotonic();
    this.#state = next(LIFE, this.#state, 'start');
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#died(child, error.message);
        resolve();
      });
      child.once('exit', (code, signal) => {
        this.#died(child, signal ?? `exit ${code ?? 0}`);
        resolve();
      });
    });
  }

  #died(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#lastEnd = how;
    this.#deaths = this.#clock.monotonic() - this.#startedAtMs > SETTLED_MS ? 1 : this.#deaths + 1;
    this.#state = next(LIFE, this.#state, 'die');
    if (this.#stayDown) return;
    const pauseMs = Math.min(BACK_OFF_MS.first * 2 ** (this.#deaths - 1), BACK_OFF_MS.max);
    void this.#clock.sleep(pauseMs).then(() => {
      if (this.#state === 'restarting' && !this.#stayDown) this.#spawn();
    });
  }
}
