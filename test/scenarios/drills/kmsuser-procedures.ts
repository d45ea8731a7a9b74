import { expect } from 'vitest';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { answerTo, CAUTION } from '../../worlds/management-tool.ts';
import { OFFICER_LOGIN, Operator, userLogin } from '../../worlds/operator.ts';
import type { StoreKey } from '../../worlds/fixture.ts';
import type { Drill } from './drill.ts';

/** The password that a person gives kmsuser for a while. */
export const TEMPORARY = 'tempPassword';
export const LOGIN = userLogin(TEMPORARY);
export const BOTH_WELL = nodes({ 0: undefined, 1: undefined });

export function operatorOf({ world, clusterId }: Drill): Promise<Operator> {
  return Operator.of(world, clusterId);
}

/** What key_mgmt_util says when it did something on all nodes, which are the servers of cloudhsm_mgmt_util. */
async function allWell(operator: Operator): Promise<readonly string[]> {
  return nodes(Object.fromEntries((await operator.servers()).map((_address, node) => [node, undefined])));
}

/** The officer gives `kmsuser` a password with cloudhsm_mgmt_util, on all HSMs. */
export async function changePassword(operator: Operator, password: string): Promise<void> {
  const change = `changePswd CU kmsuser ${password}`;
  const { dialogue, exitCode } = await operator.asOfficer(change, 'y');
  const loggedIn = await operator.onServers('loginHSM success on server');
  expect(dialogue).toEqual([
    `aws-cloudhsm>${OFFICER_LOGIN}`,
    ...loggedIn,
    `aws-cloudhsm>${change}`,
    ...CAUTION,
    'Do you want to continue(y/n)?y',
    `Changing password for kmsuser(CU) on ${loggedIn.length} nodes`,
    ...(await operator.onServers('changePswd success on server')),
    'aws-cloudhsm>quit',
  ]);
  expect(exitCode).toBe(0);
}

/** What cloudhsm_mgmt_util lists: the same users on each HSM, and how often somebody failed to log in as `kmsuser`. */
export async function expectUsers(operator: Operator, failures: number): Promise<void> {
  const lines = answerTo(await operator.cmu('listUsers', 'quit'), 'listUsers').filter((line) => line !== '');
  const cells = lines.map((line) => line.trim().split(/\s{2,}/));
  const tables = (await operator.onServers('Users on server')).map((title) => [
    [`${title}:`],
    ['Number of users found:3'],
    ['User Id', 'User Type', 'User Name', 'MofnPubKey', 'LoginFailureCnt', '2FA'],
    ['1', 'CO', 'admin', 'NO', '0', 'NO'],
    ['2', 'AU', 'app_user', 'NO', '0', 'NO'],
    ['3', 'CU', 'kmsuser', 'NO', String(failures), 'NO'],
  ]);
  expect(cells).toEqual(tables.flat());
}

/** Logs in as `kmsuser` with key_mgmt_util, and out again. */
export async function expectLogin(operator: Operator, password: string): Promise<void> {
  const login = userLogin(password);
  const session = await operator.kmu(login, 'logoutHSM', 'exit');
  const well = await allWell(operator);
  expect(session.answerTo(login)).toEqual([returned('LoginHSM'), ...well]);
  expect(session.answerTo('logoutHSM')).toEqual([returned('LogoutHSM'), ...well]);
}

/** `kmsuser` has another password; each guess is counted. */
export async function expectWrongPassword(operator: Operator, password: string, guesses = 1): Promise<void> {
  const login = userLogin(password);
  const wrong = 'WRONG_PASSWORD';
  const session = await operator.kmu(...Array<string>(guesses).fill(login));
  expect(session.answerTo(login)).toEqual([returned('LoginHSM', wrong), ...nodes({ 0: wrong, 1: wrong })]);
}

/** "How to disconnect and log in", up to the login itself: `kmsuser` has a password that a person knows. */
export async function takeOver({ store }: Drill, operator: Operator): Promise<void> {
  if ((await store.state()) !== 'DISCONNECTED') expect(await store.disconnect()).toBe('DISCONNECTED');
  await changePassword(operator, TEMPORARY);
}

/** "How to log out and reconnect", after the logout. */
export async function giveBack(it: Drill): Promise<void> {
  expect(await it.setPassword(TEMPORARY)).toBe('ok');
  expect(await it.store.connect()).toBe('CONNECTED');
}

/** The handle of a key's material, as key_mgmt_util finds it by its label; undefined where it is gone. */
export async function handleOf(operator: Operator, { arn }: StoreKey): Promise<string | undefined> {
  const find = `findKey -l ${arn}`;
  const answer = (await operator.kmu(LOGIN, find, 'logoutHSM')).answerTo(find);
  const handle = /^\d+$/.test(answer[2] ?? '') ? answer[2] : undefined;
  const found =
    handle === undefined
      ? ['Total number of keys present 0']
      : ['Total number of keys present 1', 'number of keys matched from start index 0::0', handle];
  expect(answer).toEqual([...found, ...(await allWell(operator)), returned('FindKey')]);
  return handle;
}

/** "How to delete orphaned key material", with a login and a logout. */
export async function deleteMaterial(operator: Operator, handle: string): Promise<void> {
  const deletion = `deleteKey -k ${handle}`;
  const run = await operator.kmu(LOGIN, deletion, 'logoutHSM', 'exit');
  expect(run.answerTo(deletion)).toEqual([returned('DeleteKey'), ...(await allWell(operator))]);
  expect(run.exitCode).toBe(0);
}
