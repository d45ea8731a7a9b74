import type { KeyMechanism, RsaMechanism, WrapMechanism } from '@keystorm/hsm-client';
import { loadFile, saveFile } from '../hsm-tools/user-files.ts';
import type { Command } from './command.ts';
import { AES, misused, NEW_KEY, newKeyOf } from './generate.ts';
import { M_VALUE, makeKey, readCopies, tellMade } from './making.ts';
import { askOne, tellReturn } from './nodes.ts';
import type { Given, Option } from './options.ts';
import { addHeader, type KeyHeader, splitHeader } from './wrapped-file.ts';
import { mechanismOf, VECTOR } from './wrapping.ts';

/** Source: AWS CloudHSM User Guide, "wrapKey": AES_KEY_WRAP_PAD_PKCS5, NIST_AES_WRAP_NO_PAD, NIST_AES_WRAP_PAD. */
const PADDINGS: Readonly<Record<number, WrapMechanism['padding']>> = { 4: 'pkcs5', 5: 'none', 6: 'zero' };
/** RSA_AES and RSA_OAEP, under the public key of a pair. Their numbers, and those of hashes, were compared with no source. */
const SCHEMES: Readonly<Record<number, RsaMechanism['scheme']>> = { 7: 'aes', 8: 'oaep' };
const HASHES: Readonly<Record<number, RsaMechanism['hash']>> = {
  2: 'sha1',
  3: 'sha256',
  4: 'sha384',
  5: 'sha512',
  6: 'sha224',
};
const SHA256 = 3;
/** By class and type: AES keys, and private keys of RSA pairs. */
const KINDS: ReadonlyMap<string, KeyHeader['kind']> = new Map([
  [`4 ${AES}`, 'secret'],
  ['3 0', 'private'],
]);

const MECHANISM: Option = {
  name: '-m',
  what: 'Wrapping mechanism',
  value: '<4|5|6|7|8>',
  kind: 'number',
  required: true,
};
const HASH: Option = { name: '-t', what: 'Hash of mechanisms 7 and 8', value: '<2|3|4|5|6>', kind: 'number' };
const INVALID = 'Wrapping mechanism, hash or initialization vector is invalid.';
const NO_HEADER = { name: '-noheader', what: 'that the file holds nothing but the wrapped key' } as const;

export const wrapKey: Command = {
  name: 'wrapKey',
  summary: 'Wraps a key from HSM using the specified handle',
  options: [
    { name: '-k', what: 'Key handle', value: '<key to export>', kind: 'number', required: true },
    { name: '-w', what: 'Wrapping key handle', value: '<wrapping key handle>', kind: 'number', required: true },
    { name: '-out', what: 'Output file', value: '<output file>', required: true },
    MECHANISM,
    HASH,
    NO_HEADER,
    VECTOR,
  ],
  async run(session, given) {
    const { terminal } = session;
    const mechanism = readMechanism(given);
    if (mechanism === undefined) return misused(terminal, INVALID);
    const [key = 0, wrapping = 0, file = ''] = [given.number('-k'), given.number('-w'), given.text('-out')];
    const answer = await askOne(session, async (hsm) => {
      const wrapped = await hsm.wrapKey(wrapping, key, mechanism);
      const { attributes } = await hsm.getKey(key);
      return given.has('-noheader') || attributes === null ? wrapped : addHeader(wrapped, attributes);
    });
    if (answer !== undefined && answer.error === undefined) {
      if (!(await saveFile(session, file, answer.value))) return 'failed';
      terminal.print('');
      terminal.print('\tKey Wrapped.');
      terminal.print('');
      terminal.print(`\tWrapped Key written to file "${file}" length ${answer.value.length}`);
    }
    return tellReturn(session, 'WrapKey', answer);
  },
};

/** Source: AWS CloudHSM User Guide, "unWrapKey". */
export const unWrapKey: Command = {
  name: 'unWrapKey',
  summary: 'UnWraps a key into HSM using the specified handle',
  options: [
    { name: '-f', what: 'Key file', value: '<key file>', required: true },
    { name: '-w', what: 'Wrapping key handle', value: '<wrapping key handle>', kind: 'number', required: true },
    MECHANISM,
    HASH,
    ...NEW_KEY,
    M_VALUE,
    { name: '-nex', what: 'that the key cannot be extracted' },
    NO_HEADER,
    { name: '-l', what: 'Key label', value: '<label>' },
    { name: '-kc', what: 'Key class', value: '<key class>', kind: 'number' },
    { name: '-kt', what: 'Key type', value: '<key type>', kind: 'number' },
    VECTOR,
  ],
  async run(session, given) {
    const { terminal } = session;
    const mechanism = readMechanism(given);
    if (mechanism === undefined) return misused(terminal, INVALID);
    const copies = readCopies(session, given);
    const problem = given.has('-noheader') ? incomplete(given) : undefined;
    if (problem !== undefined) return misused(terminal, problem);
    if (copies === undefined) return 'misused';
    const content = await loadFile(session, given.text('-f') ?? '');
    if (content === undefined) return 'failed';
    const source = given.has('-noheader') ? { wrappedKey: content, header: undefined } : splitHeader(content);
    if (source === undefined) return misused(terminal, 'The file has no header; use -noheader.');
    const { wrappedKey, header } = source;
    if (header === undefined) tellReturn(session, 'CreateUnwrapTemplate2', { error: undefined });
    const wrappingHandle = given.number('-w') ?? 0;
    const kind = header?.kind ?? kindOf(given) ?? 'secret';
    const made = await makeKey(session, {
      ...copies,
      make: (hsm, shareWith) => {
        const key = { ...newKeyOf(given, shareWith), ...namesOf(given, header) };
        return hsm.unwrapKey({ wrappingHandle, wrappedKey, mechanism, kind }, key);
      },
    });
    const name = header === undefined ? 'UnWrapWithTemplate3' : 'UnWrapKey';
    return await tellMade(session, name, made, given, (handle) => `Key Unwrapped.  Key Handle: ${handle}`);
  },
};

/** Undefined where what was given makes no sense together. */
function readMechanism(given: Given): KeyMechanism | undefined {
  const number = given.number(MECHANISM.name) ?? 0;
  const [padding, scheme] = [PADDINGS[number], SCHEMES[number]];
  if (padding !== undefined) return given.has(HASH.name) ? undefined : mechanismOf(given, padding);
  const hash = HASHES[given.number(HASH.name) ?? SHA256];
  return scheme === undefined || hash === undefined || given.has(VECTOR.name) ? undefined : { scheme, hash };
}

/** What a file without a header does not say, and nobody else has said. */
function incomplete(given: Given): string | undefined {
  if (!given.has('-l')) return 'Key label (-l) is missing.';
  if (![...KINDS.keys()].some((known) => known.startsWith(`${given.number('-kc')} `)))
    return 'Key class (-kc) is missing or invalid.';
  return kindOf(given) === undefined ? 'Key type (-kt) is missing or invalid.' : undefined;
}

function kindOf(given: Given): KeyHeader['kind'] | undefined {
  return KINDS.get(`${given.number('-kc')} ${given.number('-kt')}`);
}

function namesOf(given: Given, header: KeyHeader | undefined): { readonly label: string; readonly id: Buffer } {
  return {
    label: given.text('-l') ?? header?.label ?? '',
    id: given.has('-id') ? Buffer.from(given.text('-id') ?? '') : (header?.id ?? Buffer.alloc(0)),
  };
}
