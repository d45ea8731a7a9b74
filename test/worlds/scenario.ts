import { afterAll, describe, test } from 'vitest';
import { SharedProcessWorld, withProcessWorld } from './process-world.ts';
import { type SimulatedWorld, withSimulatedWorld } from './simulated-world.ts';
import type { World } from './world.ts';

/** For a test that may have to wait until a whole system of processes has started on a busy machine. */
const PROCESSES = { timeout: 600_000 };

/** Registers a scenario twice: once in a simulated world, once in one made of processes. */
export function scenario(name: string, run: (world: World) => Promise<void>): void {
  simulatedScenario(name, run);
  test(`${name} (processes)`, PROCESSES, () => withProcessWorld(run));
}

/** Registers a scenario that processes would show nothing more of: in a simulated world only. */
export function simulatedScenario(name: string, run: (world: SimulatedWorld) => Promise<void>): void {
  test(`${name} (simulated)`, async () => {
    await withSimulatedWorld(name, run);
  });
}

/**
 * Registers scenarios that leave the world as they found it. What they start from is made for each in a simulation of
 * its own, and once for all of them in a system of processes, which takes its time to start.
 */
export function describeScenarios<T>(
  title: string,
  prepare: (world: World) => Promise<T>,
  register: (scenario: (name: string, run: (prepared: T) => Promise<void>) => void) => void,
): void {
  describe(title, () => {
    const shared = new SharedProcessWorld(prepare);
    afterAll(() => shared.end());
    register((name, run) => {
      test(`${name} (simulated)`, async () => {
        await withSimulatedWorld(name, async (world) => run(await prepare(world)));
      });
      test(`${name} (processes)`, PROCESSES, () => shared.run(run));
    });
  });
}
