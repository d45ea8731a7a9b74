import { afterAll, beforeAll } from 'vitest';
import { type ProcessSystem, withProcessWorld } from './process-world.ts';
import type { World } from './world.ts';

/** The system that `keystorm up` makes: three HSMs, a key store, `alias/example`. */
export interface ExampleSystem {
  readonly world: World;
  readonly system: ProcessSystem;
}

/** One such system for all tests of a file, which starts before the first of them; only then there is something in it. */
export function exampleSystem(): ExampleSystem {
  const over = Promise.withResolvers<void>();
  let life: Promise<void> | undefined;
  let opened: ExampleSystem | undefined;
  beforeAll(async () => {
    await new Promise<void>((resolve, reject) => {
      life = withProcessWorld(async (world, system) => {
        opened = { world, system };
        resolve();
        await over.promise;
      }, []);
      life.catch(reject);
    });
  });
  afterAll(async () => {
    over.resolve();
    await life;
  });
  const present = () => {
    if (opened === undefined) throw new Error('the example system has not been started yet');
    return opened;
  };
  return {
    get world() {
      return present().world;
    },
    get system() {
      return present().system;
    },
  };
}
