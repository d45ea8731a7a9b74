import type { NewKey } from '@keystorm/hsm-client';
import { HsmError } from '@keystorm/protocol';
import type { Terminal } from '../hsm-tools/tool-io.ts';
import type { Command } from './command.ts';
import { COPIES, M_VALUE, makeKey, readCopies, tellMade } from './making.ts';
import type { Given, Option } from './options.ts';

/** Key types that genSymKey knows: generic secret, RC4, 3DES, AES. These HSMs hold AES keys only. */
const TYPES = [16, 18, 21, 31];
export const AES = 31;
const AES_BYTES = [16, 24, 32];

/** What can be said of every new key, whether it is generated or imported. */
export const NEW_KEY: readonly Option[] = [
  { name: '-id', what: 'Key ID', value: '<key ID>' },
  ...COPIES,
  { name: '-sess', what: 'that the key ends with the session' },
  { name: '-u', what: 'IDs of users to share the key with', value: '<user ids>', kind: 'numbers' },
  { name: '-attest', what: 'that the HSM is checked' },
];

export function newKeyOf(given: Given, shareWith: readonly string[]): Omit<NewKey, 'lengthBytes'> {
  const approvals = given.number(M_VALUE.name) ?? 0;
  return {
    shareWith,
    quorum: { manage: approvals, use: approvals },
    label: given.text('-l') ?? '',
    id: Buffer.from(given.text('-id') ?? ''),
    extractable: !given.has('-nex'),
    session: given.has('-sess'),
  };
}

/** Source: AWS CloudHSM User Guide, "genSymKey". */
export const genSymKey: Command = {
  name: 'genSymKey',
  summary: 'Generates a Symmetric key',
  options: [
    { name: '-t', what: 'Key type', value: '<key type>', kind: 'number', required: true },
    { name: '-s', what: 'Key size', value: '<key size in bytes>', kind: 'number', required: true },
    { name: '-l', what: 'Key label', value: '<label>', required: true },
    ...NEW_KEY,
    M_VALUE,
    { name: '-nex', what: 'that the key cannot be extracted' },
  ],
  async run(session, given) {
    const { terminal } = session;
    const [type = 0, lengthBytes = 0] = [given.number('-t'), given.number('-s')];
    if (!TYPES.includes(type)) return misused(terminal, 'Invalid key type specified.');
    if (type === AES && !AES_BYTES.includes(lengthBytes)) return misused(terminal, 'Invalid key size specified.');
    const copies = readCopies(session, given);
    if (copies === undefined) return 'misused';
    const made = await makeKey(session, {
      ...copies,
      async make(hsm, shareWith) {
        if (type !== AES) throw new HsmError('POLICY_VIOLATION');
        return await hsm.generateKey({ ...newKeyOf(given, shareWith), lengthBytes });
      },
    });
    const created = (handle: number) => `Symmetric Key Created.  Key Handle: ${handle}`;
    return await tellMade(session, 'GenerateSymmetricKey', made, given, created);
  },
};

/** Source: AWS CloudHSM User Guide, "genRSAKeyPair". */
export const genRSAKeyPair: Command = {
  name: 'genRSAKeyPair',
  summary: 'Generates an RSA Key Pair',
  options: [
    { name: '-m', what: 'Modulus length in bits', value: '<modulus length>', kind: 'number', required: true },
    { name: '-e', what: 'Public exponent', value: '<public exponent>', kind: 'number', required: true },
    { name: '-l', what: 'Key label', value: '<label>', required: true },
    ...NEW_KEY,
    M_VALUE,
    { name: '-nex', what: 'that the private key cannot be extracted' },
  ],
  async run(session, given) {
    const copies = readCopies(session, given);
    if (copies === undefined) return 'misused';
    const [modulusBits = 0, publicExponent = 0] = [given.number('-m'), given.number('-e')];
    const made = await makeKey(session, {
      ...copies,
      async make(hsm, shareWith) {
        const pair = await hsm.generateKeyPair({ ...newKeyOf(given, shareWith), modulusBits, publicExponent });
        return { handle: pair.privateKey.handle, publicHandle: pair.publicKey.handle };
      },
    });
    const created = (handle: number, publicHandle?: number) =>
      `Cfm3GenerateKeyPair:    public key handle: ${publicHandle}    private key handle: ${handle}`;
    return await tellMade(session, 'GenerateKeyPair', made, given, created);
  },
};

export function misused(terminal: Terminal, error: string): 'misused' {
  terminal.print(`\tError: ${error}`);
  return 'misused';
}
