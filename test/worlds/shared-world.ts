import type { World } from './world.ts';

export interface Explaining {
  /** The error with what the system has said last. */
  readonly explained: (error: unknown) => unknown;
}

/** Runs work in a system that is made for it, and gone afterwards. */
export type WithWorld = (work: (world: World, system: Explaining) => Promise<void>) => Promise<void>;

/** A system that several tests use one after the other; the first of them waits for its start. */
export class SharedWorld<T> {
  readonly #withWorld: WithWorld;
  readonly #prepare: (world: World) => Promise<T>;
  readonly #over = Promise.withResolvers<void>();
  #opened: Promise<{ readonly prepared: T; readonly system: Explaining }> | undefined;
  #life: Promise<void> | undefined;

  /** `prepare` makes what every test starts from. */
  constructor(withWorld: WithWorld, prepare: (world: World) => Promise<T>) {
    this.#withWorld = withWorld;
    this.#prepare = prepare;
  }

  async run(work: (prepared: T) => Promise<void>): Promise<void> {
    this.#opened ??= this.#open();
    const { prepared, system } = await this.#opened;
    try {
      await work(prepared);
    } catch (error) {
      throw await system.explained(error);
    }
  }

  /** Resolves when the system is gone. */
  async end(): Promise<void> {
    this.#over.resolve();
    await this.#life;
  }

  #open(): Promise<{ readonly prepared: T; readonly system: Explaining }> {
    return new Promise((resolve, reject) => {
      this.#life = this.#withWorld(async (world, system) => {
        resolve({ prepared: await this.#prepare(world), system });
        await this.#over.promise;
      });
      this.#life.catch(reject);
    });
  }
}
