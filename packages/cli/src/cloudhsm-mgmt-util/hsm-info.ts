import type { HsmInfo } from '@keystorm/protocol';
import type { Command } from './command.ts';
import { onEveryServer } from './fan-out.ts';

export const getHSMInfo: Command = {
  name: 'getHSMInfo',
  parameters: '',
  summary: 'Show the hardware of each server',
  limited: false,
  async run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    session.terminal.print(`Getting HSM Info on ${servers.length} nodes`);
    return await onEveryServer(session, servers, {
      name: 'getHSMInfo',
      async run({ hsm, number }) {
        for (const line of hardware(number, await hsm.info())) session.terminal.print(line);
      },
      failure: ({ label }) => `getHSMInfo failed on server ${label}`,
    });
  },
};

/**
 * No card is behind our HSMs: but for the serial number, this is the card that AWS shows.
 * Source: AWS CloudHSM User Guide, "getHSMInfo".
 */
function hardware(number: number, { serialNumber }: HsmInfo): readonly string[] {
  const blocks = [
    { Label: 'cavium', Model: 'NITROX-III CNN35XX-NFBE' },
    {
      'Serial Number': serialNumber,
      'HSM Flags': '0',
      'FIPS state': '2 [FIPS mode with single factor authentication]',
    },
    {
      'Manufacturer ID': '',
      'Device ID': '10',
      'Class Code': '100000',
      'System vendor ID': '177D',
      'SubSystem ID': '10',
    },
    { TotalPublicMemory: '560596', FreePublicMemory: '294568', TotalPrivateMemory: '0', FreePrivateMemory: '0' },
    { 'Hardware Major': '3', 'Hardware Minor': '0' },
    { 'Firmware Major': '2', 'Firmware Minor': '06' },
    { Temperature: '56 C' },
    { 'Build Number': '16' },
    { 'Firmware ID': 'CNN35XX-NFBE-FW-2.06-16' },
  ];
  const lines = blocks.flatMap((block) => [
    '',
    ...Object.entries(block).map(([name, value]) => `    ${name.padEnd(21)}:${value}`),
  ]);
  return [`*** Server ${number} HSM Info ***`, ...lines, ''];
}
