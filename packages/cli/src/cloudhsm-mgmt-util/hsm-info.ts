import { hardwareLines } from '../hsm-tools/hsm-hardware.ts';
import type { Command } from './command.ts';
import { onEveryServer } from './fan-out.ts';

export const getHSMInfo: Command = {
  name: 'getHSMInfo',
  parameters: '',
  summary: 'Show the hardware of each server',
  limited: false,
  async run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    const { terminal } = session;
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    terminal.print(`Getting HSM Info on ${servers.length} nodes`);
    return await onEveryServer(session, servers, {
      name: 'getHSMInfo',
      async run({ hsm, number }) {
        const lines = hardwareLines(await hsm.info());
        for (const line of [`*** Server ${number} HSM Info ***`, ...lines, '']) terminal.print(line);
      },
      failure: ({ label }) => `getHSMInfo failed on server ${label}`,
    });
  },
};
