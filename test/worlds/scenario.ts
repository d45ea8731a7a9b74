import { afterAll, describe, test } from 'vitest';
import { withContainerWorld } from './container-world.ts';
import { withProcessWorld } from './process-world.ts';
import { withPrograms } from './programs.ts';
import { SharedWorld, type WithWorld } from './shared-world.ts';
import { type SimulatedWorld, withSimulatedWorld } from './simulated-world.ts';
import type { World } from './world.ts';

/** For a test that may have to wait until a whole system of processes has started on a busy machine. */
const REAL = { timeout: 600_000 };
/** Whether scenarios are to run in containers, and only there. */
const IN_CONTAINERS = process.env['KEYSTORM_TEST_WORLD'] === 'containers';

/** Registers a scenario twice: once in a simulated world, once in one made of processes. Or once, in containers. */
export function scenario(name: string, run: (world: World) => Promise<void>): void {
  containerScenario(name, run);
  if (!IN_CONTAINERS) test(`${name} (processes)`, REAL, () => withProcessWorld(run));
}

/**
 * Registers a drill: a scenario that, among processes, is done with the programs that a person has. In containers it is
 * done without them.
 */
export function drill(name: string, run: (world: World) => Promise<void>): void {
  containerScenario(name, run);
  if (!IN_CONTAINERS) test(`${name} (processes)`, REAL, () => withProgramWorld(run));
}

const withProgramWorld: WithWorld = (work) =>
  withProcessWorld(async (world, system) => work(await withPrograms(world, system), system));

/** Registers a scenario that processes of one machine would show nothing more of. */
function containerScenario(name: string, run: (world: World) => Promise<void>): void {
  if (IN_CONTAINERS) test(`${name} (containers)`, REAL, () => withContainerWorld(run));
  else simulatedScenario(name, run);
}

/** Registers a scenario that nothing else would show more of: in a simulated world only. */
export function simulatedScenario(name: string, run: (world: SimulatedWorld) => Promise<void>): void {
  if (IN_CONTAINERS) return;
  test(`${name} (simulated)`, async () => {
    await withSimulatedWorld(name, run);
  });
}

type Register<T> = (scenario: (name: string, run: (prepared: T) => Promise<void>) => void) => void;

/**
 * Registers scenarios that leave the world as they found it. What they start from is made for each in a simulation of
 * its own, and once for all of them in a system of processes or containers, which takes its time to start.
 */
export function describeScenarios<T>(
  title: string,
  prepare: (world: World) => Promise<T>,
  register: Register<T>,
): void {
  describeShared(title, withProcessWorld, prepare, register);
}

/** Registers drills of this kind. */
export function describeDrills<T>(title: string, prepare: (world: World) => Promise<T>, register: Register<T>): void {
  describeShared(title, withProgramWorld, prepare, register);
}

function describeShared<T>(
  title: string,
  withProcesses: WithWorld,
  prepare: (world: World) => Promise<T>,
  register: Register<T>,
): void {
  const [kind, withWorld]: [string, WithWorld] = IN_CONTAINERS
    ? ['containers', withContainerWorld]
    : ['processes', withProcesses];
  describe(title, () => {
    const shared = new SharedWorld(withWorld, prepare);
    afterAll(() => shared.end());
    register((name, run) => {
      simulatedScenario(name, async (world) => run(await prepare(world)));
      test(`${name} (${kind})`, REAL, () => shared.run(run));
    });
  });
}
