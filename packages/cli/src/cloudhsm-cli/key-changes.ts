import type { KeyChanges, KeyUsage } from '@keystorm/hsm-client';
import { CliError } from './command.ts';

/** What a key may be used for, as the tool names it. */
const USAGES: Readonly<Record<string, keyof KeyUsage>> = {
  encrypt: 'encrypt',
  decrypt: 'decrypt',
  wrap: 'wrap',
  unwrap: 'unwrap',
  sign: 'sign',
  verify: 'verify',
  derive: 'derive',
  destroyable: 'destroyable',
  'wrap-with-trusted': 'wrapWithTrusted',
};
/** Source: AWS CloudHSM User Guide, "CloudHSM CLI", "Key attributes": what a key is for unless it is said. */
const USAGE_DEFAULT: KeyUsage = {
  encrypt: false,
  decrypt: false,
  wrap: false,
  unwrap: false,
  sign: true,
  verify: true,
};

export interface NewAttributes {
  readonly usage: KeyUsage;
  readonly id: Buffer;
  readonly extractable: boolean;
}

/** Reads `name=value` of a key to be. Throws CliError. */
export function newAttributes(words: readonly string[]): NewAttributes {
  let [id, extractable]: [Buffer, boolean] = [Buffer.alloc(0), true];
  let usage = USAGE_DEFAULT;
  for (const word of words) {
    const equals = word.indexOf('=');
    const [name, value] = [word.slice(0, equals), word.slice(equals + 1)];
    const member = USAGES[name];
    if (equals === -1) throw new CliError('Attribute is not <name>=<value>');
    if (name === 'id') id = bytesOf(value);
    else if (name === 'extractable') extractable = truthOf(name, value);
    else if (member !== undefined) usage = { ...usage, [member]: truthOf(name, value) };
    else throw new CliError('Attribute cannot be given to a new key');
  }
  return { usage, id, extractable };
}

/** The change that gives an attribute this value. Throws CliError. */
export function attributeChange(name: string, value: string): KeyChanges {
  if (name === 'label') return { label: value };
  if (name === 'id') return { id: bytesOf(value) };
  if (name === 'trusted') return { trusted: truthOf(name, value) };
  const member = USAGES[name];
  if (member === undefined) throw new CliError('Attribute cannot be changed');
  return { [member]: truthOf(name, value) };
}

function truthOf(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new CliError(`Attribute ${name} is true or false`);
}

function bytesOf(value: string): Buffer {
  if (/^0x([0-9a-f]{2})*$/i.test(value)) return Buffer.from(value.slice(2), 'hex');
  throw new CliError('Attribute id is hexadecimal, such as 0x1234');
}
