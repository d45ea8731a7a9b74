import type { Credentials } from '@keystorm/hsm-client';
import { HsmError } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { askPassword } from '../hsm-tools/ask-password.ts';
import { userTypeOf, userTypeText } from '../hsm-tools/user-types.ts';
import type { Command } from './command.ts';
import { askNodes } from '../hsm-tools/answers.ts';
import { tell, tellNodes, tellReturn } from './nodes.ts';
import { missing } from './options.ts';

const TYPE = { name: '-u', what: 'User type', value: '<CU|CO|AU>', required: true } as const;
const NAME = { name: '-s', what: 'Username', value: '<user name>', required: true } as const;
const PASSWORD = { name: '-p', what: 'Password', value: '<password>' } as const;
const ASK_PASSWORD = { name: '-hpswd', what: 'that the password is asked for' } as const;

/** Source: AWS CloudHSM User Guide, "loginHSM and logoutHSM". */
export const loginHSM: Command = {
  name: 'loginHSM',
  summary: 'Login to the HSM',
  options: [TYPE, NAME, PASSWORD, ASK_PASSWORD],
  async run(session, given) {
    const { terminal } = session;
    const userType = userTypeOf(given.text('-u') ?? '');
    if (userType === undefined) {
      terminal.print('\tError: Invalid user type specified.');
      return 'misused';
    }
    if (given.has('-p') === given.has('-hpswd')) {
      terminal.print(`\tError: ${missing(PASSWORD)}`);
      return 'misused';
    }
    const password = given.has('-p')
      ? new Secret(given.text('-p') ?? '')
      : await askPassword(terminal, ['Enter password: ']);
    if (password === undefined) return 'failed';
    const user: Credentials = { userType, userName: given.text('-s') ?? '', password };
    return tell(session, 'LoginHSM', await session.login(user));
  },
};

export const logoutHSM: Command = {
  name: 'logoutHSM',
  summary: 'Logout from the HSM',
  options: [],
  async run(session) {
    return tell(session, 'LogoutHSM', await session.logout());
  },
};

export const loginStatus: Command = {
  name: 'loginStatus',
  summary: 'Gets the Login Information',
  options: [],
  async run(session) {
    const { terminal, user } = session;
    const answers = await askNodes(await session.connected(), async (_hsm, node) => {
      if (user !== undefined && node.user === undefined) throw new HsmError('NOT_LOGGED_IN');
      await Promise.resolve();
    });
    const outcome = tellReturn(session, 'LoginStatus', answers[0]);
    terminal.print('');
    terminal.print(
      user === undefined ? '\tNot logged in' : `\tLogged in as '${user.userName}(${userTypeText(user.userType)})'`,
    );
    return tellNodes(session, answers) === 'done' ? outcome : 'failed';
  },
};
