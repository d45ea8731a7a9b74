import { HsmError } from '@keystorm/protocol';
import { loadFile, saveFile } from '../hsm-tools/user-files.ts';
import type { Command, Outcome } from './command.ts';
import { misused } from './generate.ts';
import { unwrapHere } from './local-wrap.ts';
import { askOne, tellReturn } from './nodes.ts';
import type { KmuSession } from './session.ts';

const MECHANISM = 4;

/** Source: AWS CloudHSM User Guide, "exSymKey". */
export const exSymKey: Command = {
  name: 'exSymKey',
  summary: 'Exports a Symmetric key from HSM, in plain',
  options: [
    { name: '-k', what: 'Key handle', value: '<key to export>', kind: 'number', required: true },
    { name: '-w', what: 'Wrapping key handle', value: '<wrapping key handle>', kind: 'number', required: true },
    { name: '-out', what: 'Output file', value: '<key file>', required: true },
    { name: '-m', what: 'Wrapping mechanism', value: `<${MECHANISM}>`, kind: 'number' },
    { name: '-wk', what: 'File with the wrapping key, to unwrap by', value: '<unwrapping key file>' },
  ],
  async run(session, given) {
    const [key = 0, wrapping = 0, file = ''] = [given.number('-k'), given.number('-w'), given.text('-out')];
    if ((given.number('-m') ?? MECHANISM) !== MECHANISM)
      return misused(session.terminal, 'Wrapping mechanism is invalid.');
    const wrapped = await askOne(session, async (hsm) => {
      const { attributes } = await hsm.getKey(key);
      if (attributes?.keyClass === 'KEY_CLASS_PRIVATE') throw new HsmError('POLICY_VIOLATION');
      return await hsm.wrapKey(wrapping, key);
    });
    const outcome = tellReturn(session, 'WrapKey', wrapped);
    if (wrapped === undefined || wrapped.error !== undefined) return outcome;
    const external = given.text('-wk');
    if (external !== undefined) return await unwrapByFile(session, external, wrapped.value, file);
    const plain = await askOne(session, (hsm) => hsm.aesUnwrap(wrapping, wrapped.value));
    const unwrapped = tellReturn(session, 'UnWrapHostKey', plain);
    return plain === undefined || plain.error !== undefined ? unwrapped : await save(session, file, plain.value);
  },
};

async function unwrapByFile(session: KmuSession, keyFile: string, wrapped: Buffer, file: string): Promise<Outcome> {
  const key = await loadFile(session, keyFile);
  if (key === undefined) return 'failed';
  const plain = unwrapHere(key, wrapped);
  if (plain !== undefined) return await save(session, file, plain);
  session.terminal.print(`\tError: The key in ${keyFile} is not the wrapping key.`);
  return 'failed';
}

/** The tool of AWS calls the key wrapped, which it is no longer. */
async function save(session: KmuSession, file: string, plain: Buffer): Promise<Outcome> {
  if (!(await saveFile(session, file, plain))) return 'failed';
  session.terminal.print('');
  session.terminal.print(`Wrapped Symmetric Key written to file "${file}"`);
  return 'done';
}
