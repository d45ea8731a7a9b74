import { loadFile } from '../hsm-tools/user-files.ts';
import type { Command } from './command.ts';
import { AES, misused, NEW_KEY, newKeyOf } from './generate.ts';
import { wrapHere } from './local-wrap.ts';
import { makeKey, readCopies, tellMade } from './making.ts';
import { askOne, tellReturn } from './nodes.ts';

/** Source: AWS CloudHSM User Guide, "imSymKey". */
export const imSymKey: Command = {
  name: 'imSymKey',
  summary: 'Imports a Symmetric key, in plain, into HSM',
  options: [
    { name: '-f', what: 'Key file', value: '<key file>', required: true },
    { name: '-w', what: 'Wrapping key handle', value: '<wrapping key handle>', kind: 'number', required: true },
    { name: '-t', what: 'Key type', value: '<key type>', kind: 'number', required: true },
    { name: '-l', what: 'Key label', value: '<label>', required: true },
    ...NEW_KEY,
    { name: '-wk', what: 'File with the wrapping key, to wrap by', value: '<wrapping key file>' },
  ],
  async run(session, given) {
    const { terminal } = session;
    if (given.number('-t') !== AES) return misused(terminal, 'Invalid key type specified.');
    const copies = readCopies(session, given);
    if (copies === undefined) return 'misused';
    const plain = await loadFile(session, given.text('-f') ?? '');
    if (plain === undefined) return 'failed';
    const wrappingHandle = given.number('-w') ?? 0;
    const keyFile = given.text('-wk');
    const key = keyFile === undefined ? undefined : await loadFile(session, keyFile);
    if (keyFile !== undefined && key === undefined) return 'failed';
    const wrappedHere = key === undefined ? undefined : wrapHere(key, plain);
    if (key !== undefined && wrappedHere === undefined)
      return misused(terminal, `The key in ${keyFile} does not wrap the key in ${given.text('-f')}.`);
    const wrapped = await askOne(session, async (hsm) => wrappedHere ?? (await hsm.aesWrap(wrappingHandle, plain)));
    const outcome = tellReturn(session, 'WrapHostKey', wrapped);
    if (wrapped === undefined || wrapped.error !== undefined) return outcome;
    tellReturn(session, 'CreateUnwrapTemplate', { error: undefined });
    const made = await makeKey(session, {
      ...copies,
      make: (hsm, shareWith) =>
        hsm.unwrapKey({ wrappingHandle, wrappedKey: wrapped.value }, newKeyOf(given, shareWith)),
    });
    return await tellMade(
      session,
      'UnWrapKey',
      made,
      given,
      (handle) => `Symmetric Key Unwrapped.  Key Handle: ${handle}`,
    );
  },
};
