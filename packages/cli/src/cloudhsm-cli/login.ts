import type { Credentials } from '@keystorm/hsm-client';
import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { CliError, type Command } from './command.ts';
import { expectAll } from './fan-out.ts';
import { CLUSTER, type Parameter, PASSWORD, ROLE, TOKEN, USERNAME } from './parameters.ts';
import { ASKED_ONCE, userOf } from './passwords.ts';
import { userView } from './roles.ts';
import { signChallenges } from './second-factor.ts';
import { reachable } from './session.ts';

/** A word and no option, which stands before the options of its own. */
const MFA_TOKEN_SIGN: Parameter = { name: 'mfa-token-sign', summary: 'Login with token-sign mfa' };

/** Source: AWS CloudHSM User Guide, "login", "login mfa-token-sign". */
export const login: Command = {
  path: ['login'],
  summary: 'Login to your cluster',
  parameters: [USERNAME, ROLE, PASSWORD, MFA_TOKEN_SIGN, TOKEN, CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const path = given.text(TOKEN.name);
    if (given.has(MFA_TOKEN_SIGN.name) !== (path !== undefined))
      throw new CliError(`${MFA_TOKEN_SIGN.name} and ${TOKEN.name} ${TOKEN.value} belong together`);
    const user = await userOf(session, given, ASKED_ONCE);
    const group = session.group(given);
    const signatures = path && (await signChallenges(session, 'Login', await reachable(group), path));
    await logIn(group, user, signatures || undefined);
    return userView(user);
  },
};

/** Throws CliError. Whoever is refused by one HSM is logged in nowhere. */
export async function logIn(
  group: HsmGroup,
  user: Credentials,
  signatures?: ReadonlyMap<HsmServer, Buffer>,
): Promise<void> {
  await reachable(group);
  const before = group.user;
  const answers = await group.login(user, signatures);
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
