import { loadFile, saveFile } from '../hsm-tools/user-files.ts';
import type { Command } from './command.ts';
import { COPIES, makeKey, readCopies, tellMade } from './making.ts';
import { askOne, tellReturn } from './nodes.ts';

/** Source: AWS CloudHSM User Guide, "extractMaskedObject". */
export const extractMaskedObject: Command = {
  name: 'extractMaskedObject',
  summary: 'Extracts a masked object',
  options: [
    { name: '-o', what: 'Object handle', value: '<object handle>', kind: 'number', required: true },
    { name: '-out', what: 'Output file', value: '<object file>', required: true },
  ],
  async run(session, given) {
    const answer = await askOne(session, (hsm) => hsm.exportMaskedKey(given.number('-o') ?? 0));
    if (answer !== undefined && answer.error === undefined) {
      const file = given.text('-out') ?? '';
      if (!(await saveFile(session, file, answer.value))) return 'failed';
      session.terminal.print(`Object was masked and written to file "${file}"`);
    }
    return tellReturn(session, 'ExtractMaskedObject', answer);
  },
};

/** Makes a key of its own, with a new handle. Source: AWS CloudHSM User Guide, "insertMaskedObject". */
export const insertMaskedObject: Command = {
  name: 'insertMaskedObject',
  summary: 'Inserts a masked object',
  options: [{ name: '-f', what: 'Object file', value: '<file name>', required: true }, ...COPIES],
  async run(session, given) {
    const copies = readCopies(session, given);
    if (copies === undefined) return 'misused';
    const masked = await loadFile(session, given.text('-f') ?? '');
    if (masked === undefined) return 'failed';
    const made = await makeKey(session, {
      ...copies,
      make: (hsm) => hsm.insertMaskedKey(masked),
    });
    return await tellMade(session, 'InsertMaskedObject', made, given, (handle) => `New Key Handle: ${handle}`);
  },
};
