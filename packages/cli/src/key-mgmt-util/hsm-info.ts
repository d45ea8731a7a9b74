import type { HsmInfo } from '@keystorm/protocol';
import { hardwareLines } from '../hsm-tools/hsm-hardware.ts';
import type { Command } from './command.ts';
import { askOne, tellReturn } from './nodes.ts';

/** Of one node. Source: AWS CloudHSM User Guide, "key_mgmt_util reference". */
export const getHSMInfo: Command = {
  name: 'getHSMInfo',
  summary: 'Gets the HSM Information',
  options: [],
  async run(session) {
    const answer = await askOne(session, (hsm) => hsm.info());
    if (answer !== undefined && answer.error === undefined) {
      session.terminal.print('\tGetting HSM Info');
      for (const line of hardwareLines(answer.value)) session.terminal.print(line);
    }
    return tellReturn(session, 'GetHSMInfo', answer);
  },
};

const NAME_COLUMN = 28;
/** Source: AWS CloudHSM User Guide, "HSM users", on passwords. */
const PASSWORD_LENGTH = { min: 7, max: 32 } as const;

/** Of one node: how full it is. Source: AWS CloudHSM User Guide, "key_mgmt_util command line tool". */
export const getPartitionInfo: Command = {
  name: 'getPartitionInfo',
  summary: 'Gets the Partition Information',
  options: [],
  async run(session) {
    const answer = await askOne(session, async (hsm, node) => {
      const [info, users] = [await hsm.info(), await hsm.listUsers()];
      return occupancy(info, users.length, node.number);
    });
    if (answer !== undefined && answer.error === undefined) {
      session.terminal.print('\tGetting Partition Info');
      for (const [name, value] of Object.entries(answer.value))
        session.terminal.print(`\t${name.padEnd(NAME_COLUMN)}:${value}`);
    }
    return tellReturn(session, 'GetPartitionInfo', answer);
  },
};

function occupancy(info: HsmInfo, users: number, node: number): Readonly<Record<string, string | number>> {
  return {
    name: info.hsmId,
    status: 'occupied',
    MaxUsers: info.usersMax,
    AvailableUsers: info.usersMax - users,
    MaxKeys: info.keysMax,
    OccupiedTokenKeys: info.keys,
    MaxSessions: info.sessionsMax,
    SessionCount: info.sessions,
    MaxPswdLen: PASSWORD_LENGTH.max,
    MinPswdLen: PASSWORD_LENGTH.min,
    'Node ID': node,
    'Group ID': info.clusterId,
  };
}
