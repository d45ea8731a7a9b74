import type { ClusterHsm } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { connectedStore, type KeyStore, onHsm } from '../worlds/fixture.ts';
import { withProcessWorld } from '../worlds/process-world.ts';
import { describeTally, startTraffic, type Tally, type Traffic } from '../worlds/traffic.ts';
import { clusterOf, until, type World } from '../worlds/world.ts';

const CLIENTS = 16;
const KEYS = 3;
/**
 * How long the load goes on before, and after each of four faults: longer than a silent HSM is waited for before it
 * gets a new connection, and half a minute in all.
 */
const LOAD_MS = 6_000;
/** What a request may take longer than the slowest one before the faults: the second that the design promises. */
const SLOWER_MS_MAX = 1_000;
/** Time for a refusal: far more than the second that is promised, far less than the minute of a client's timeout. */
const REFUSAL_MS_MAX = 15_000;

/** A store with traffic on it. */
interface Stage {
  readonly world: World;
  readonly store: KeyStore;
  readonly hsms: readonly [ClusterHsm, ClusterHsm, ClusterHsm];
  readonly traffic: Traffic;
  /** What the clients met since the last report, printed. */
  report(what: string): Tally;
}

test(
  'HSMs are killed and stopped under load: no request fails while one is left, and none hangs without any',
  {
    timeout: 300_000,
  },
  () =>
    withProcessWorld(async (world) => {
      const stage = await underLoad(world);
      await stage.traffic.during(LOAD_MS);
      const calm = stage.report('all well');
      expect(calm).toMatchObject({ failed: {}, wrong: 0 });

      await killsOneAfterTheOther(stage, calm);
      await stopsOneAfterTheOther(stage, calm);
      await losesAll(stage, 'killed', (hsm) => world.chaos.kill(hsm.hsmId, { stayDown: true }));
      await losesAll(stage, 'stopped', (hsm) => world.chaos.stop(hsm.hsmId));
      expect(await stage.traffic.stop()).toMatchObject({ failed: {}, wrong: 0 });
    }),
);

async function underLoad(world: World): Promise<Stage> {
  const { store, clusterId } = await connectedStore(world, { hsms: 3 });
  const keyIds: string[] = [];
  for (let i = 0; i < KEYS; i += 1) keyIds.push((await store.newKey()).id);
  const [a, b, c] = (await clusterOf(world, clusterId)).hsms;
  const traffic = startTraffic(world, { clients: CLIENTS, keyIds });
  return {
    world,
    store,
    hsms: [a!, b!, c!],
    traffic,
    report(what) {
      const tally = traffic.lap();
      console.log(`${what}: ${describeTally(tally)}`);
      return tally;
    },
  };
}

/** The supervisor starts each again, and it is level with the others before the next one goes. */
async function killsOneAfterTheOther({ world, hsms, traffic, report }: Stage, calm: Tally): Promise<void> {
  for (const hsm of hsms.slice(0, 2)) {
    await world.chaos.kill(hsm.hsmId);
    await isLevel(world, hsm);
    await traffic.during(LOAD_MS);
    expectUnharmed(report(`${hsm.hsmId} killed and restarted`), calm);
  }
}

async function stopsOneAfterTheOther({ world, hsms, traffic, report }: Stage, calm: Tally): Promise<void> {
  for (const hsm of hsms.slice(0, 2)) {
    await world.chaos.stop(hsm.hsmId);
    await traffic.during(LOAD_MS);
    expectUnharmed(report(`${hsm.hsmId} stopped`), calm);
    await world.chaos.start(hsm.hsmId);
    await isLevel(world, hsm);
    await traffic.answers(10);
    expectUnharmed(report(`${hsm.hsmId} goes on`), calm);
  }
}

async function losesAll(
  { world, store, hsms, traffic, report }: Stage,
  how: string,
  lose: (hsm: ClusterHsm) => Promise<void>,
): Promise<void> {
  await Promise.all(hsms.map(lose));
  // Requests that were under way when the last HSM went may have succeeded.
  await traffic.answers(1);
  report(`while all are being ${how}`);
  await traffic.answers(5);
  const refused = report(`all ${how}`);
  expect(refused).toMatchObject({ succeeded: 0, wrong: 0 });
  expect(refused.failed).toEqual({ KMSInvalidStateException: expect.any(Number) as number });
  expect(refused.slowestMs).toBeLessThan(REFUSAL_MS_MAX);
  expect(await store.state()).toBe('CONNECTED');

  const [first, ...others] = hsms;
  await world.chaos.start(first.hsmId);
  await until(world, 'nothing succeeds with one HSM', () =>
    Promise.resolve(traffic.lap().succeeded > 0 ? true : undefined),
  );
  // Refusals that were on their way to clients arrive.
  await traffic.answers(1);
  traffic.lap();
  await traffic.answers(20);
  expect(report('one is back')).toMatchObject({ failed: {}, wrong: 0 });
  for (const hsm of others) await world.chaos.start(hsm.hsmId);
  for (const hsm of hsms) await isLevel(world, hsm);
  await traffic.answers(20);
  expect(report('all are back')).toMatchObject({ failed: {}, wrong: 0 });
  expect(await store.state()).toBe('CONNECTED');
}

/** Waits until the HSM answers and holds all that its peers hold. */
async function isLevel(world: World, hsm: ClusterHsm): Promise<void> {
  await until(world, `${hsm.hsmId} does not come back`, async () => {
    const info = await onHsm(world, hsm, (connection) => connection.info()).catch(() => undefined);
    return info?.level === true ? true : undefined;
  });
}

function expectUnharmed(tally: Tally, calm: Tally): void {
  expect(tally).toMatchObject({ failed: {}, wrong: 0 });
  expect(tally.slowestMs).toBeLessThan(calm.slowestMs + SLOWER_MS_MAX);
}
