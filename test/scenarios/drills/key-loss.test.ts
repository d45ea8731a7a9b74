import { connectHsm } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { until } from '../../worlds/world.ts';
import { USER_PASSWORD } from '../../../packages/hsm-node/src/hsm-node.fixture.ts';
import { atDesk, type Desk, GENERATE, KMSUSER } from '../../worlds/desk.ts';
import { ALL_WELL, nodes, returned } from '../../worlds/key-tool.ts';

const UNSEEN = 'KEY_NOT_FOUND';

/** Whether an HSM has a key. */
async function has({ client, endpoints, world }: Desk, node: number, handle: number): Promise<boolean> {
  const hsm = connectHsm(client, { endpoint: endpoints[node]!, trustAnchor: world.customer.ca.certificate });
  await hsm.login({ userType: 'USER_TYPE_CU', userName: 'kmsuser', password: new Secret(USER_PASSWORD) });
  const keys = await hsm.findKeys({});
  hsm.close();
  return keys.some((key) => key.handle === handle);
}

// Source: AWS CloudHSM User Guide, "Key synchronization and durability settings".
test('DS-21: a key is lost with the only HSM that has it', () =>
  atDesk('DS-21', async (desk) => {
    const run = await desk.type(
      KMSUSER,
      () => desk.crash(1),
      () => desk.crash(2),
      GENERATE,
    );
    expect(run.answerTo(GENERATE)).toEqual([
      returned('GenerateSymmetricKey'),
      'Symmetric Key Created. Key Handle: 6',
      ...nodes({ 0: undefined }),
    ]);
    desk.crash(0);
    await desk.restart(1);
    await desk.restart(2);
    const others = { 1: undefined, 2: undefined };
    const found = await desk.type(KMSUSER, 'findKey -l aes256', 'findSingleKey -k 6');
    expect(found.answerTo('findKey -l aes256')).toEqual([
      'Total number of keys present 0',
      ...nodes(others),
      returned('FindKey'),
    ]);
    expect(found.answerTo('findSingleKey -k 6')).toEqual([
      returned('FindKey', UNSEEN),
      ...nodes({ 1: UNSEEN, 2: UNSEEN }),
    ]);
  }));

test('DS-21: a key that two HSMs must have is undone where only one can be reached', () =>
  atDesk('DS-21: min_srv', async (desk) => {
    const generate = `${GENERATE} -min_srv 2 -timeout 3`;
    const run = await desk.type(
      KMSUSER,
      () => desk.crash(1),
      () => desk.crash(2),
      generate,
      'findKey',
    );
    expect(run.answerTo(generate).slice(-5)).toEqual([
      "Couldn't verify key sync on 2 servers",
      'Rolling back',
      returned('DeleteKey'),
      ...nodes({ 0: undefined }),
    ]);
    expect(run.answerTo('findKey')[0]).toBe('Total number of keys present 0');
    expect(run.exitCode).toBe(1);
    await desk.restart(1, 0);
    expect(await has(desk, 1, 6)).toBe(false);
  }));

test('DS-24: a key whose removal fails on one HSM is left there, and the log says where', () =>
  atDesk('DS-24', async (desk) => {
    const generate = `${GENERATE} -min_srv 3 -timeout 3`;
    // One HSM is away from the start; another one goes when the key has reached it.
    const goOneByOne = () => {
      desk.crash(2);
      void until({ operator: desk.client }, 'the key does not reach it', async () =>
        (await has(desk, 1, 6)) ? true : undefined,
      ).then(() => desk.crash(1));
    };
    const gone = 'HSM_UNREACHABLE';
    const run = await desk.type(KMSUSER, goOneByOne, generate);
    expect(run.answerTo(generate).slice(-4)).toEqual([returned('DeleteKey'), ...nodes({ 0: undefined, 1: gone })]);
    expect(desk.log).toEqual([
      'liquidSecurity ERR: print_node_ts_status: [create_object_min_nodes]Key: 6 failed to tombstone on node:1',
    ]);
    expect(run.exitCode).toBe(1);

    await desk.restart(1);
    await desk.restart(2);
    const repaired = await desk.type(KMSUSER, 'findSingleKey -k 6', 'deleteKey -k 6', 'findKey');
    const states = { 0: UNSEEN, 1: undefined, 2: UNSEEN } as const;
    expect(repaired.answerTo('findSingleKey -k 6')).toEqual([returned('FindKey', UNSEEN), ...nodes(states)]);
    expect(repaired.answerTo('deleteKey -k 6')).toEqual([returned('DeleteKey'), ...nodes(states)]);
    expect(repaired.answerTo('findKey')).toEqual(['Total number of keys present 0', ...ALL_WELL, returned('FindKey')]);
    // It does not come back with an HSM that is brought level.
    for (const [node, peer] of [
      [0, 1],
      [2, 1],
    ] as const) {
      desk.crash(node);
      await desk.restart(node, peer);
      expect(await has(desk, node, 6)).toBe(false);
    }
  }));
