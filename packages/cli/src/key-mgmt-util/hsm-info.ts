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
