import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Daemon, readDaemons } from '../../packages/cli/src/containers/compose-file.ts';
import {
  COMPOSE_ENDPOINT,
  COMPOSE_MANAGER,
  composeCopy,
  composeDown,
  composeLogs,
  composeUp,
  killDaemons,
  pauseDaemons,
  startDaemons,
} from '../../packages/cli/src/containers/compose-system.ts';
import { openRealWorld } from './real-world.ts';
import type { Explaining } from './shared-world.ts';
import { type Chaos, until, type World } from './world.ts';

/** Heads the last lines of the containers in an error. */
const LOGS = 'The containers have said last:';

/**
 * Runs work in the system of docker-compose.yml, which is gone afterwards with everything it wrote. The image is there
 * already, and the addresses of the containers can be reached from here.
 */
export async function withContainerWorld(work: (world: World, system: Explaining) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-containers-'));
  try {
    await composeUp({ empty: true });
    await composeCopy('cluster-manager', '/fleet', folder);
    const { world, close } = await openRealWorld({
      kind: 'containers',
      endpoint: COMPOSE_ENDPOINT,
      managerAddress: COMPOSE_MANAGER,
      fleetDir: join(folder, 'fleet'),
      dataDir: join(folder, 'operator'),
      chaos: containerChaos,
    });
    try {
      await everybodyKnown(world);
      await work(world, { explained: withLogs });
    } finally {
      close();
    }
  } catch (error) {
    throw await withLogs(error);
  } finally {
    await composeDown({ wipe: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until the control plane answers, and every appliance has made itself known. */
async function everybodyKnown(world: World): Promise<void> {
  const appliances = readDaemons().filter(({ appliance }) => appliance !== undefined);
  await until(world, 'the appliances do not register', async () => {
    const listed = await world.clusterService
      .call('ListClusters', { region: '' }, { deadlineMs: 1_000 })
      .catch(() => undefined);
    return listed?.appliances.length === appliances.length || undefined;
  });
  await until(world, 'the control plane does not answer', () =>
    world
      .kms()
      .listKeys({})
      .then(
        () => true,
        () => undefined,
      ),
  );
}

function containerChaos(daemonOf: (target: string) => Promise<string>): Chaos {
  const find = async (target: string): Promise<readonly Daemon[]> => {
    const wanted = await daemonOf(target);
    return readDaemons().filter(({ name, appliance }) => name === wanted || appliance?.applianceId === wanted);
  };
  return {
    kill: async (target, options) => killDaemons(await find(target), options),
    stop: async (target) => pauseDaemons(await find(target)),
    start: async (target) => startDaemons(await find(target)),
    whileHeld: () => Promise.reject(new Error('nobody holds steps in containers')),
  };
}

/** A failure in containers is understood from what they have said last. */
async function withLogs(error: unknown): Promise<unknown> {
  if (error instanceof Error && !error.message.includes(LOGS)) error.message += `\n\n${LOGS}\n${await composeLogs()}`;
  return error;
}
