import { describe, expect, test } from 'vitest';
import { asOfficer, cryptoUser, failureCounts, KMS_PASSWORD, kmsUser, onEveryHsm } from '../worlds/fixture.ts';
import { Operator, userLogin } from '../worlds/operator.ts';
import { type SimulatedWorld, withSimulatedWorld } from '../worlds/simulated-world.ts';
import { answerOf, clusterOf, clusterWhen, until } from '../worlds/world.ts';
import { type Drill, drillFixture } from './drills/drill.ts';

// Drill DS-30: the control plane, or an HSM, is killed once at each of its writes, right before and right after, and
// started again; then nothing that was acknowledged is lost, and nobody has to repair anything.

/** What `kmsuser` must never come to by what KMS does. */
const NEVER = /USER_LOCKED_OUT|INVALID_CREDENTIALS|USER_NOT_FOUND|USER_LOGGED_IN/;

interface Work {
  /** Called while the victim dies; what it comes to is not known then. */
  begin(): Promise<unknown>;
  /** Brings it to its end, and looks whether all is well. */
  end(): Promise<void>;
}

/** Does the work again and again, each time with a later death of the victim, until it lives to the end. */
async function sweep(world: SimulatedWorld, victim: string, next: () => Work | Promise<Work>): Promise<number> {
  let deaths = 0;
  for (let n = 1; ; n += 1) {
    let survived = 0;
    for (const moment of ['before', 'after'] as const) {
      const work = await next();
      const crash = world.sim.crashAtWrite(await world.machineOf(victim), n, moment);
      let over = false;
      const reviving = (async () => {
        while (!over && !crash.hasHappened()) await world.operator.clock.sleep(1);
        if (!crash.hasHappened()) return false;
        await world.chaos.kill(victim, { stayDown: true });
        await world.operator.clock.sleep(50);
        await world.chaos.start(victim);
        return true;
      })();
      await answerOf(work.begin());
      over = true;
      const died = await reviving;
      crash.cancel();
      await work.end();
      if (died) deaths += 1;
      else survived += 1;
    }
    if (survived === 2) return deaths;
  }
}

/** Connects however often it takes; `kmsuser` never suffers from it. */
async function connected({ world, store, clusterId, recovers }: Drill): Promise<void> {
  await clusterWhen(world, clusterId, ({ hsms }) =>
    hsms.every(({ state, ailment }) => state === 'ACTIVE' && ailment === ''),
  );
  await until(world, 'the store does not connect', async () => {
    const state = await store.settled();
    expect(state).not.toMatch(NEVER);
    if (state === 'CONNECTED') return true;
    await answerOf(state === 'DISCONNECTED' ? store.connect() : store.disconnect());
    return undefined;
  });
  await recovers();
  expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
}

function connecting(drill: Drill): () => Promise<Work> {
  return async () => {
    if ((await drill.store.settled()) !== 'DISCONNECTED') await drill.store.disconnect();
    return { begin: () => drill.store.connect(), end: () => connected(drill) };
  };
}

/** Keys that KMS has, and key objects on each HSM. */
async function keyCounts({ world, kms, clusterId }: Drill): Promise<readonly number[]> {
  const { Keys = [] } = await kms.listKeys({ Limit: 1_000 });
  const { hsms } = await clusterOf(world, clusterId);
  return [Keys.length, ...hsms.map(({ keys }) => keys)];
}

function creatingKey(drill: Drill): () => Work {
  return () => {
    const { world, store } = drill;
    let made: { readonly id: string; readonly arn: string } | undefined;
    return {
      async begin() {
        made = await store.newKey();
      },
      async end() {
        await connected(drill);
        if (made !== undefined) expect(await drill.encrypt(made)).toBe('ok');
        // What was not acknowledged is there wholly, or not at all.
        await until(world, `keys do not agree`, async () =>
          new Set(await keyCounts(drill)).size === 1 ? true : undefined,
        );
      },
    };
  };
}

describe('whenever the control plane is killed', () => {
  test('DS-30: a store connects, and nobody has to help', () =>
    withSimulatedWorld('kill-connect', async (world) => {
      expect(await sweep(world, 'control-plane', connecting(await drillFixture(world)))).toBeGreaterThan(10);
    }));

  test('DS-30: a key is created wholly or not at all', () =>
    withSimulatedWorld('kill-key', async (world) => {
      expect(await sweep(world, 'control-plane', creatingKey(await drillFixture(world)))).toBeGreaterThan(2);
    }));
});

describe('whenever an HSM is killed', () => {
  const victimOf = async ({ world, clusterId }: Drill) => (await clusterOf(world, clusterId)).hsms[0]?.hsmId ?? '';

  test('DS-30: a store connects, and nobody has to help', () =>
    withSimulatedWorld('kill-hsm-connect', async (world) => {
      const drill = await drillFixture(world);
      expect(await sweep(world, await victimOf(drill), connecting(drill))).toBeGreaterThan(1);
    }));

  test('DS-30: a key is created wholly or not at all', () =>
    withSimulatedWorld('kill-hsm-key', async (world) => {
      const drill = await drillFixture(world);
      expect(await sweep(world, await victimOf(drill), creatingKey(drill))).toBeGreaterThan(1);
    }));

  test('DS-30: a change of users by the officer is cured by repeating it', () =>
    withSimulatedWorld('kill-hsm-users', async (world) => {
      const drill = await drillFixture(world);
      const { clusterId, store } = drill;
      await store.disconnect();
      let turn = 0;
      const deaths = await sweep(world, await victimOf(drill), () => {
        turn += 1;
        const password = `${KMS_PASSWORD}x${turn}`;
        const change = () => asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(password)));
        return {
          begin: change,
          async end() {
            await clusterWhen(world, clusterId, ({ hsms }) => hsms.every(({ ailment }) => ailment === ''));
            await change();
            await onEveryHsm(world, clusterId, async (hsm) => {
              await hsm.login(kmsUser(password));
              await hsm.logout();
            });
            // A failed login is counted on disk before it is answered, so a crash forgets none.
            expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
          },
        };
      });
      expect(deaths).toBeGreaterThan(1);
      expect(await drill.setPassword(`${KMS_PASSWORD}x${turn}`)).toBe('ok');
      await connected(drill);
    }));

  test('DS-30: a key object that its owner deletes is gone, or goes when that is repeated', () =>
    withSimulatedWorld('kill-hsm-deletion', async (world) => {
      const drill = await drillFixture(world);
      const { clusterId } = drill;
      await asOfficer(world, clusterId, (hsm) => hsm.createUser(cryptoUser('alice')));
      const operator = await Operator.of(world, clusterId);
      const login = userLogin('Password1', 'alice');
      const [generate, find] = ['genSymKey -t 31 -s 32 -l x', 'findKey'];
      const deaths = await sweep(world, await victimOf(drill), async () => {
        const [, made = ''] = (await operator.kmu(login, generate)).answerTo(generate);
        const deletion = `deleteKey -k ${made.replace('Symmetric Key Created. Key Handle: ', '')}`;
        let answer: readonly string[] = [];
        return {
          async begin() {
            answer = (await operator.kmu(login, deletion)).answerTo(deletion);
          },
          async end() {
            // Where one node has deleted it, the other one learns of that when it is back.
            if (!answer.some((line) => line.startsWith('Node id') && line.endsWith('SUCCESS')))
              await operator.kmu(login, deletion);
            await until(
              world,
              'the key does not go',
              async () =>
                (await operator.kmu(login, find)).answerTo(find)[0] === 'Total number of keys present 0' || undefined,
            );
          },
        };
      });
      expect(deaths).toBeGreaterThan(1);
      await connected(drill);
    }));

  test('DS-30: no failed login is forgotten', () =>
    withSimulatedWorld('kill-hsm-logins', async (world) => {
      const drill = await drillFixture(world);
      const { clusterId, store } = drill;
      await store.disconnect();
      const victim = await victimOf(drill);
      const { hsms } = await clusterOf(world, clusterId);
      const count = async () =>
        (await failureCounts(world, clusterId))[hsms.findIndex(({ hsmId }) => hsmId === victim)] ?? 0;
      let acknowledged = 0;
      const deaths = await sweep(world, victim, () => {
        acknowledged = 0;
        return {
          async begin() {
            for (let n = 0; n < 3; n += 1) {
              const answers = await onEveryHsm(world, clusterId, (hsm) => answerOf(hsm.login(kmsUser('Wrong1234'))));
              if (answers.every((answer) => answer.startsWith('WRONG') || answer.includes('RET_USER_LOGIN_FAILURE')))
                acknowledged += 1;
            }
          },
          async end() {
            await clusterWhen(world, clusterId, (cluster) => cluster.hsms.every(({ ailment }) => ailment === ''));
            expect(await count()).toBeGreaterThanOrEqual(acknowledged);
            await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(KMS_PASSWORD)));
            expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
          },
        };
      });
      expect(deaths).toBeGreaterThan(3);
    }));
});
