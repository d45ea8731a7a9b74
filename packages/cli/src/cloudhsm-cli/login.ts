import type { Credentials } from '@keystorm/hsm-client';
import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import type { Command } from './command.ts';
import { expectAll } from './fan-out.ts';
import { CLUSTER, PASSWORD, ROLE, USERNAME } from './parameters.ts';
import { ASKED_ONCE, userOf } from './passwords.ts';
import { roleOf } from './roles.ts';
import { reachable } from './session.ts';

/** Source: AWS CloudHSM User Guide, "login". */
export const login: Command = {
  path: ['login'],
  summary: 'Login to your cluster',
  parameters: [USERNAME, ROLE, PASSWORD, CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const user = await userOf(session, given, ASKED_ONCE);
    await logIn(session.group(given), user);
    return { username: user.userName, role: roleOf(user.userType) };
  },
};

/** Throws CliError. Whoever is refused by one HSM is logged in nowhere. */
export async function logIn(group: HsmGroup, user: Credentials): Promise<void> {
  await reachable(group);
  const before = group.user;
  const answers = await group.login(user);
  try {
    expectAll('Login', answers);
  } catch (error) {
    if (before === undefined) await group.logout();
    throw error;
  }
}

export const logout: Command = {
  path: ['logout'],
  summary: 'Logout of your cluster',
  parameters: [CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const group = session.group(given);
    await reachable(group);
    expectAll('Logout', await group.logout());
    return 'Logout successful';
  },
};
