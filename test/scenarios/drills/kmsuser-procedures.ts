import { expect } from 'vitest';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { Operator, userLogin } from '../../worlds/operator.ts';
import type { StoreKey } from '../../worlds/fixture.ts';
import type { Drill } from './drill.ts';

/** The password that a person gives kmsuser for a while. */
export const TEMPORARY = 'tempPassword';
export const LOGIN = userLogin(TEMPORARY);
export const CHANGE = `changePswd CU kmsuser ${TEMPORARY}`;
export const BOTH_WELL = nodes({ 0: undefined, 1: undefined });

export function operatorOf({ world, clusterId }: Drill): Promise<Operator> {
  return Operator.of(world, clusterId);
}

/** "How to disconnect and log in", up to the login itself: `kmsuser` has a password that a person knows. */
export async function takeOver({ store }: Drill, operator: Operator): Promise<void> {
  if ((await store.state()) !== 'DISCONNECTED') expect(await store.disconnect()).toBe('DISCONNECTED');
  expect((await operator.asOfficer(CHANGE, 'y')).exitCode).toBe(0);
}

/** "How to log out and reconnect", after the logout. */
export async function giveBack(it: Drill): Promise<void> {
  expect(await it.setPassword(TEMPORARY)).toBe('ok');
  expect(await it.store.connect()).toBe('CONNECTED');
}

/** The handle of a key's material, as key_mgmt_util finds it by its label; undefined where it is gone. */
export async function handleOf(operator: Operator, { arn }: StoreKey): Promise<string | undefined> {
  const find = `findKey -l ${arn}`;
  const [count, range, handle] = (await operator.kmu(LOGIN, find, 'logoutHSM')).answerTo(find);
  if (count === 'Total number of keys present 0') return undefined;
  expect([count, range]).toEqual(['Total number of keys present 1', 'number of keys matched from start index 0::0']);
  return handle;
}

/** "How to delete orphaned key material", with a login and a logout. */
export async function deleteMaterial(operator: Operator, handle: string): Promise<void> {
  const deletion = `deleteKey -k ${handle}`;
  const run = await operator.kmu(LOGIN, deletion, 'logoutHSM', 'exit');
  expect(run.answerTo(deletion)).toEqual([returned('DeleteKey'), ...BOTH_WELL]);
  expect(run.exitCode).toBe(0);
}
