import { HSM_ERRORS, HsmError, type HsmErrorCode } from '@keystorm/protocol';
import { errorText } from '../hsm-tools/hsm-server.ts';
import type { Command } from './command.ts';

/** Source: AWS CloudHSM User Guide, "Error2String". */
export const error2String: Command = {
  name: 'Error2String',
  summary: 'Converts Error codes to Strings',
  options: [{ name: '-r', what: 'Response code', value: '<response code>', required: true }],
  run({ terminal }, given) {
    const digits = given.text('-r')?.toLowerCase().replace(/^0x/, '') ?? '';
    if (!/^[0-9a-f]{1,8}$/.test(digits)) {
      terminal.print('\tError: Response code (-r) is not a number.');
      return 'misused';
    }
    const code = Number.parseInt(digits, 16);
    terminal.print(`Error Code ${code.toString(16)} maps to ${textOf(code)}`);
    return 'done';
  },
};

function textOf(code: number): string {
  if (code === 0) return 'HSM Return: SUCCESS';
  const known = Object.entries(HSM_ERRORS).find(([, { vendor }]) => vendor === code);
  return known === undefined ? 'HSM Error: Unknown error' : errorText(new HsmError(known[0] as HsmErrorCode));
}
