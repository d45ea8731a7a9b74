import { HsmError, SUPERVISOR_SERVICE, type SupervisorServiceDefinition } from '@keystorm/protocol';
import { type Handlers, type Runtime, type Server, serving, type Store } from '@keystorm/runtime';
import { CommandError } from '../command-error.ts';
import type { DataDirectory } from './data-directory.ts';
import { faultHandlers } from './fault-handlers.ts';
import { Faults, type HsmDirectory } from './faults.ts';
import { Processes } from './processes.ts';
import type { Settings } from './settings.ts';

const DATA_VERSION = 1;
/** SQLite's code for a file that another process holds. */
const SQLITE_BUSY = 5;

/** How far a system is. */
interface State {
  readonly ready: boolean;
  readonly step: string;
  readonly failure: string;
}

/** What making a system ready needs to know of its processes. */
export interface Preparation {
  readonly processes: Processes;
  /** Says what is done next. */
  readonly progress: (step: string) => void;
  readonly signal: AbortSignal;
  readonly example: Settings['example'];
}

export interface SupervisorOptions {
  readonly directory: DataDirectory;
  readonly settings: Settings;
  /** Makes what the settings promise, once the processes are started; also after a reset. */
  readonly prepare: (preparation: Preparation) => Promise<void>;
  readonly progress: (step: string) => void;
  /** Which appliance each HSM is. */
  readonly hsmDirectory: HsmDirectory;
}

/**
 * Opens the supervisor's store, which only one process can: so it owns the data directory until it ends, however it
 * ends. Throws CommandError when another one does.
 */
export async function takeDirectory(runtime: Runtime, directory: DataDirectory): Promise<Store> {
  try {
    return await runtime.storage.open('supervisor', DATA_VERSION);
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)) throw error;
    throw new CommandError(
      `A system already runs on ${directory.path}. See \`npx keystorm status\`, or name another --data-dir.`,
    );
  }
}

/** Runs the processes of a system, restarts those that die, and serves the control socket. */
export class Supervisor {
  readonly #directory: DataDirectory;
  readonly #options: SupervisorOptions;
  readonly #runtime: Runtime;
  readonly #processes: Processes;
  readonly #faults: Faults;
  readonly #asked = Promise.withResolvers<void>();
  #settings: Settings;
  #server: Server | undefined;
  #state: State = { ready: false, step: '', failure: '' };
  /** What is under way: the first start or a reset. */
  #work: Promise<void> = Promise.resolve();
  #abort = new AbortController();
  /** Number of the reset that is under way. */
  #resetting: number | undefined;

  constructor(runtime: Runtime, store: Store, options: SupervisorOptions) {
    this.#directory = options.directory;
    this.#options = options;
    this.#settings = options.settings;
    this.#runtime = runtime;
    this.#processes = new Processes(runtime, options.directory, options.settings, store);
    this.#faults = new Faults(runtime.clock, runtime.log, this.#processes, options.hsmDirectory);
  }

  /** Resolves when somebody asked for the end through the socket. */
  get asked(): Promise<void> {
    return this.#asked.promise;
  }

  /** Finishes a reset that was cut off, serves the socket, starts the processes and waits until the system is ready. */
  async start(): Promise<void> {
    this.#work = this.#begin(this.#abort.signal);
    await this.#settled();
    if (!this.#state.ready) throw new CommandError(this.#state.failure);
  }

  /** Ends every process, then itself. It may come at any moment of the start. */
  async stop(): Promise<void> {
    this.#abort.abort(new Error('the system is stopped'));
    await this.#faults.stop();
    await this.#processes.endAll();
    await this.#settled();
    // What was under way may have started further ones.
    await this.#processes.endAll();
    await this.#server?.close();
  }

  #handlers(): Handlers<SupervisorServiceDefinition> {
    return {
      ListProcesses: () => ({ processes: [...this.#processes.list()] }),
      StartAppliance: async ({ applianceId, availabilityZone }) => ({
        name: await this.#processes.addAppliance(applianceId, availabilityZone),
      }),
      RemoveAppliance: async ({ applianceId }) => {
        await this.#processes.removeAppliance(applianceId);
        return {};
      },
      ControlProcess: async ({ name, action, stayDown }) => ({
        process: await this.#processes.control(name, action, stayDown),
      }),
      ...faultHandlers(this.#faults),
      GetState: () => ({ ...this.#state, resets: this.#settings.resets }),
      Reset: () => ({ resets: this.#reset() }),
      ShutDown: async () => {
        await this.#processes.endAll();
        this.#asked.resolve();
        return {};
      },
    };
  }

  /** Waits until nothing is under way any more; a reset takes the place of what it breaks off. */
  async #settled(): Promise<void> {
    for (let work: Promise<void> | undefined; work !== this.#work; ) {
      work = this.#work;
      await work;
    }
  }

  async #begin(signal: AbortSignal): Promise<void> {
    try {
      if (this.#settings.resetting) await this.#erase();
      const services = [serving(SUPERVISOR_SERVICE, this.#handlers())];
      this.#server = await this.#runtime.network.serve({ address: `unix:${this.#directory.socket}`, services });
      await this.#prepare(signal);
    } catch (error) {
      this.#state = failed(error);
    }
  }

  /** What comes of it is told by the state. */
  async #prepare(signal: AbortSignal): Promise<void> {
    const progress = (step: string) => {
      this.#state = { ready: false, step, failure: '' };
      this.#options.progress(step);
    };
    try {
      signal.throwIfAborted();
      await this.#processes.startAll();
      const { example } = this.#settings;
      await this.#options.prepare({ processes: this.#processes, progress, signal, example });
      if (example === 'wanted') this.#keep({ example: 'made' });
      this.#state = { ready: true, step: '', failure: '' };
    } catch (error) {
      this.#state = failed(error);
    }
  }

  /** Begins a reset, or joins the one that is under way. Once the settings tell of it, it is going to be finished. */
  #reset(): number {
    if (this.#resetting !== undefined) return this.#resetting;
    if (this.#abort.signal.aborted) throw new HsmError('WRONG_STATE', 'the system is on its way down');
    const number = (this.#resetting = this.#settings.resets + 1);
    this.#keep({ resetting: true });
    this.#abort.abort(new Error('the system is reset'));
    this.#abort = new AbortController();
    this.#work = this.#runReset(this.#work, this.#abort.signal);
    return number;
  }

  async #runReset(before: Promise<void>, signal: AbortSignal): Promise<void> {
    const step = 'ending all processes, removing what they have made';
    this.#state = { ready: false, step, failure: '' };
    this.#options.progress(step);
    try {
      await before;
      this.#state = { ready: false, step, failure: '' };
      this.#faults.forget();
      await this.#processes.endAll();
      await this.#erase();
      await this.#prepare(signal);
    } catch (error) {
      this.#state = failed(error);
    } finally {
      this.#resetting = undefined;
    }
  }

  /** Leaves the directory as it was before the first start, but for settings and fleet. A repetition finds less to do. */
  async #erase(): Promise<void> {
    await this.#processes.forgetAll();
    this.#directory.eraseMade();
    const { example, resets } = this.#settings;
    this.#keep({ resetting: false, resets: resets + 1, example: example === 'none' ? 'none' : 'wanted' });
  }

  #keep(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#directory.writeSettings(this.#settings);
  }
}

function failed(error: unknown): State {
  return { ready: false, step: '', failure: error instanceof Error ? error.message : String(error) };
}
