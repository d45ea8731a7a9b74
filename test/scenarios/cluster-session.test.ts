import type { ClusterSession } from '@keystorm/hsm-client';
import { describe, expect, test } from 'vitest';
import { codeOf, DEADLINE } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { type HsmCluster, withHsmCluster } from '../worlds/hsm-cluster.ts';

const CLIENTS = 16;
const KEY = {
  label: 'arn:aws:kms:us-east-1:111122223333:key/1',
  id: Buffer.from('backing-1'),
  lengthBytes: 32,
  extractable: false,
};
const CONTEXT = Buffer.from('context');

/** Encrypts and decrypts until told to stop. Any failure or wrong plaintext fails the test; returns the slowest call. */
async function traffic(
  { client }: HsmCluster,
  session: ClusterSession,
  handle: number,
  stopped: () => boolean,
): Promise<number> {
  let slowestMs = 0;
  const timed = async <T>(call: Promise<T>): Promise<T> => {
    const began = client.clock.monotonic();
    const result = await call;
    slowestMs = Math.max(slowestMs, client.clock.monotonic() - began);
    return result;
  };
  const one = async (name: number) => {
    for (let n = 0; !stopped(); n += 1) {
      const plaintext = Buffer.from(`client ${name}, message ${n}`);
      const ciphertext = await timed(session.encrypt(handle, plaintext, CONTEXT, 'r'));
      expect(await timed(session.decrypt(handle, ciphertext, CONTEXT, 'r'))).toEqual(plaintext);
      await client.clock.sleep(1);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, name) => one(name)));
  return slowestMs;
}

describe('a session with three HSMs', () => {
  test('a key that was created is on all of them, and each decrypts what another encrypted', async () => {
    await withHsmCluster(1, async (cluster) => {
      const session = cluster.openSession();
      expect(await session.ready(3, 5_000)).toBe(3);
      const { handle } = await session.createKey(KEY);
      const ciphertext = await session.encrypt(handle, Buffer.from('hello'), CONTEXT, 'r');
      for (const index of [0, 1, 2]) {
        const others = cluster.endpoints.filter((_, other) => other !== index);
        session.setEndpoints(cluster.endpoints.filter((endpoint) => !others.includes(endpoint)));
        expect((await session.decrypt(handle, ciphertext, CONTEXT, 'r')).toString()).toBe('hello');
        session.setEndpoints(cluster.endpoints);
        await session.ready(3, 5_000);
      }
      await session.close();
    });
  });

  test.each([
    { name: 'killed', fault: ({ world, machine }: HsmCluster, index: number) => world.sim.crash(machine(index)) },
    { name: 'stopped', fault: ({ world, machine }: HsmCluster, index: number) => world.sim.pause(machine(index)) },
    {
      name: 'cut off, without a word',
      fault: ({ world, machine }: HsmCluster, index: number) => {
        world.sim.cut('client', machine(index));
        world.sim.cut(machine(index), 'client');
      },
    },
  ])('under load, one HSM and then a second is $name: no call fails, none takes a second', async ({ fault }) => {
    await withHsmCluster(2, async (cluster) => {
      const session = cluster.openSession();
      await session.ready(3, 5_000);
      const { handle } = await session.createKey(KEY);
      let stopped = false;
      const running = traffic(cluster, session, handle, () => stopped);
      await cluster.client.clock.sleep(300);
      fault(cluster, 0);
      await cluster.client.clock.sleep(700);
      fault(cluster, 1);
      await cluster.client.clock.sleep(700);
      stopped = true;
      expect(await running).toBeLessThan(1_000);
      await session.close();
    });
  });

  test('all three killed: refused at once; one back: old ciphertexts decrypt without a new session', async () => {
    await withHsmCluster(3, async (cluster) => {
      const session = cluster.openSession();
      await session.ready(3, 5_000);
      const { handle } = await session.createKey(KEY);
      const ciphertext = await session.encrypt(handle, Buffer.from('kept'), CONTEXT, 'r');
      for (const index of [0, 1, 2]) cluster.world.crash(index + 1);
      await cluster.client.clock.sleep(50);
      const began = cluster.client.clock.monotonic();
      expect(await codeOf(session.decrypt(handle, ciphertext, CONTEXT, 'r'))).toBe('HSM_UNREACHABLE');
      expect(cluster.client.clock.monotonic() - began).toBeLessThan(1_000);
      await cluster.restart(1);
      expect(await session.ready(1, 10_000)).toBe(1);
      expect((await session.decrypt(handle, ciphertext, CONTEXT, 'r')).toString()).toBe('kept');
      await session.close();
    });
  });

  test('with one HSM left, a key cannot be created, and nothing of it stays', async () => {
    await withHsmCluster(4, async (cluster) => {
      const session = cluster.openSession();
      await session.ready(3, 5_000);
      cluster.world.crash(2);
      cluster.world.crash(3);
      await cluster.client.clock.sleep(200);
      expect(await codeOf(session.createKey(KEY))).not.toBe('ok');
      expect(await session.findKeys({ id: KEY.id })).toEqual([]);
      await session.close();
    });
  });

  test('a key that needs an HSM which has only just joined waits for the login there', async () => {
    await withHsmCluster(10, async ({ openSession, endpoints, world, machine, client }) => {
      const session = openSession();
      session.setEndpoints(endpoints.slice(0, 1));
      await session.ready(1, 5_000);
      world.sim.pause(machine(1));
      session.setEndpoints(endpoints.slice(0, 2));
      const created = codeOf(session.createKey(KEY));
      await client.clock.sleep(700);
      world.sim.resume(machine(1));
      expect(await created).toBe('ok');
      await session.close();
    });
  });

  test('a key that one HSM missed is used on the others, until it is level', async () => {
    await withHsmCluster(5, async (cluster) => {
      const session = cluster.openSession();
      await session.ready(3, 5_000);
      cluster.world.crash(3);
      const { handle } = await session.createKey(KEY);
      await cluster.restart(2);
      await session.ready(3, 10_000);
      for (let n = 0; n < 12; n += 1) await session.encrypt(handle, Buffer.from('x'), CONTEXT, 'r');
      await session.close();
    });
  });

  test('a deleted key is gone everywhere', async () => {
    await withHsmCluster(6, async (cluster) => {
      const session = cluster.openSession();
      await session.ready(3, 5_000);
      const { handle } = await session.createKey(KEY);
      const outcome = await session.deleteKey(handle);
      expect([...outcome.values()].map(({ code }) => code)).toEqual([undefined, undefined, undefined]);
      expect(await codeOf(session.encrypt(handle, Buffer.from('x'), CONTEXT, 'r'))).toBe('KEY_NOT_FOUND');
      await session.close();
    });
  });

  test('a wrong password costs one attempt per HSM, however long the session goes on', async () => {
    await withHsmCluster(7, async (cluster) => {
      await cluster.officer.call(
        'ChangePassword',
        { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword: 'changed99' },
        DEADLINE,
      );
      const session = cluster.openSession();
      await cluster.client.clock.sleep(60_000);
      expect(session.health()[0]).toMatchObject({ state: 'refused', lastError: 'WRONG_PASSWORD' });
      const { users } = await cluster.officer.call('ListUsers', {}, DEADLINE);
      expect(users.find(({ userName }) => userName === 'kmsuser')).toMatchObject({
        loginFailureCount: 1,
        locked: false,
      });
      await session.close();
    });
  });

  test('what the simulation did repeats byte for byte from its seed', async () => {
    const traceOf = async (seed: number) => {
      let trace: readonly string[] = [];
      await withHsmCluster(seed, async (cluster) => {
        const session = cluster.openSession();
        await session.ready(3, 5_000);
        const { handle } = await session.createKey(KEY);
        cluster.world.sim.pause(cluster.machine(0));
        for (let n = 0; n < 20; n += 1) await session.encrypt(handle, Buffer.from('x'), CONTEXT, 'r');
        await session.close();
        trace = [...cluster.world.sim.trace];
      });
      return trace;
    };
    const [once, again, other] = [await traceOf(8), await traceOf(8), await traceOf(9)];
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });
});
