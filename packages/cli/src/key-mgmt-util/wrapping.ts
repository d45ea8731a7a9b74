import type { WrapMechanism } from '@keystorm/hsm-client';
import { loadFile, saveFile } from '../hsm-tools/user-files.ts';
import type { Command } from './command.ts';
import { misused } from './generate.ts';
import { askOne, tellReturn } from './nodes.ts';
import type { Given, Option } from './options.ts';

const ROW_BYTES = 8;
const WRAP = 1;
const UNWRAP = 0;

export const VECTOR: Option = { name: '-i', what: 'Initialization vector', value: '<16 hexadecimal digits>' };

/** Wraps a file under a key of the HSM. Source: AWS CloudHSM User Guide, "aesWrapUnwrap". */
export const aesWrapUnwrap: Command = {
  name: 'aesWrapUnwrap',
  summary: 'Does NIST AES Wrap/Unwrap',
  options: [
    { name: '-m', what: 'Mode', value: '<1 wrap|0 unwrap>', kind: 'number', required: true },
    { name: '-f', what: 'Input file', value: '<file to wrap or unwrap>', required: true },
    { name: '-w', what: 'Wrapping key handle', value: '<wrapping key handle>', kind: 'number', required: true },
    VECTOR,
    { name: '-out', what: 'Output file', value: '<output file>' },
  ],
  async run(session, given) {
    const { terminal } = session;
    const [mode, key = 0] = [given.number('-m'), given.number('-w')];
    if (mode !== WRAP && mode !== UNWRAP) return misused(terminal, 'Mode (-m) is 1 or 0.');
    const mechanism = mechanismOf(given, 'pkcs5');
    if (mechanism === undefined) return misused(terminal, 'Initialization vector (-i) has 16 hexadecimal digits.');
    const input = await loadFile(session, given.text('-f') ?? '');
    if (input === undefined) return 'failed';
    if (mechanism.initializationVector === undefined) {
      terminal.print('\tWarning: IV (-i) is missing.');
      terminal.print('\t         0xA6A6A6A6A6A6A6A6 is considered as default IV');
    }
    const answer = await askOne(session, (hsm) =>
      mode === WRAP ? hsm.aesWrap(key, input, mechanism) : hsm.aesUnwrap(key, input, mechanism),
    );
    if (answer !== undefined && answer.error === undefined) {
      terminal.print('result data:');
      for (const row of rowsOf(answer.value)) terminal.print(row);
      const file = given.text('-out');
      if (file !== undefined) {
        if (!(await saveFile(session, file, answer.value))) return 'failed';
        terminal.print('');
        terminal.print(`result written to file ${file}`);
      }
    }
    return tellReturn(session, mode === WRAP ? 'WrapHostKey' : 'UnWrapHostKey', answer);
  },
};

/** Undefined where the vector that was given is none. */
export function mechanismOf(given: Given, padding: WrapMechanism['padding']): WrapMechanism | undefined {
  const vector = given.text(VECTOR.name)?.replace(/^0x/i, '');
  if (vector === undefined) return { padding };
  return /^[0-9a-f]{16}$/i.test(vector) ? { padding, initializationVector: Buffer.from(vector, 'hex') } : undefined;
}

/** Source: AWS CloudHSM User Guide, "aesWrapUnwrap": eight bytes a row. */
function rowsOf(bytes: Buffer): readonly string[] {
  const rows: string[] = [];
  for (let start = 0; start < bytes.length; start += ROW_BYTES) {
    const digits = bytes
      .subarray(start, start + ROW_BYTES)
      .toString('hex')
      .toUpperCase();
    rows.push(digits.replaceAll(/(..)(?=.)/g, '$1 '));
  }
  return rows;
}
