import type { HsmUser } from '@keystorm/protocol';
import { userTypeText } from '../hsm-tools/user-types.ts';
import type { Command } from './command.ts';
import { askOne, tellReturn } from './nodes.ts';

const HEAD = '\tIndex       User ID     User Type       User Name           MofnPubKey    LoginFailureCnt         2FA';

/** Of one node: that users differ between nodes is for cloudhsm_mgmt_util to show. Source: AWS CloudHSM User Guide, "listUsers". */
export const listUsers: Command = {
  name: 'listUsers',
  summary: 'Lists all users of a partition',
  options: [],
  async run(session) {
    const answer = await askOne(session, (hsm) => hsm.listUsers());
    if (answer !== undefined && answer.error === undefined) {
      const { terminal } = session;
      terminal.print('');
      terminal.print(`\tNumber Of users found ${answer.value.length}`);
      terminal.print('');
      terminal.print(HEAD);
      for (const [index, user] of answer.value.entries()) terminal.print(row(index + 1, user));
    }
    return tellReturn(session, 'ListUsers', answer);
  },
};

function row(
  index: number,
  { userId, userType, userName, loginFailureCount, secondFactor, quorumKey }: HsmUser,
): string {
  return [
    '\t',
    String(index).padEnd(17),
    String(userId).padEnd(7),
    userTypeText(userType).padEnd(16),
    userName.padEnd(26),
    (quorumKey ? 'YES' : 'NO').padEnd(15),
    String(loginFailureCount).padEnd(17),
    secondFactor ? 'YES' : 'NO',
  ].join('');
}
