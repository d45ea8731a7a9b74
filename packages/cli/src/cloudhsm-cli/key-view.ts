import type { KeyAttributes, KeyObject } from '@keystorm/protocol';
import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { fromEach } from './fan-out.ts';

const REFERENCE_DIGITS = 16;

/** A key, as the HSMs that were asked hold it. */
export interface ClusterKey {
  readonly handle: number;
  /** Of the first HSM that has it. */
  readonly key: KeyObject;
  readonly holders: readonly HsmServer[];
  /** Whether every HSM that was asked has it, and they agree on its users. */
  readonly isEverywhere: boolean;
}

/** The keys that the user who is logged in may see, in the order of their handles. Throws HsmError. */
export async function keysOf(group: HsmGroup): Promise<readonly ClusterKey[]> {
  const answers = await fromEach(group, (hsm) => hsm.findKeys({}));
  const copies = new Map<number, { readonly key: KeyObject; readonly node: HsmServer }[]>();
  for (const { node, value } of answers) {
    for (const key of value) {
      const known = copies.get(key.handle);
      if (known === undefined) copies.set(key.handle, [{ key, node }]);
      else known.push({ key, node });
    }
  }
  return [...copies.values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [clusterKey(first, others, answers.length)]))
    .toSorted((a, b) => a.handle - b.handle);
}

interface Copy {
  readonly key: KeyObject;
  readonly node: HsmServer;
}

function clusterKey(first: Copy, others: readonly Copy[], asked: number): ClusterKey {
  const isSame = others.every(({ key }) => usersOf(key) === usersOf(first.key));
  return {
    handle: first.key.handle,
    key: first.key,
    holders: [first, ...others].map(({ node }) => node),
    isEverywhere: isSame && others.length + 1 === asked,
  };
}

function usersOf({ ownerName, shares }: KeyObject): string {
  return [ownerName, ...shares.map(({ userName }) => userName).toSorted()].join(' ').toLowerCase();
}

/** A handle, as the tool writes it. */
export function referenceOf(handle: number): string {
  return `0x${handle.toString(16).padStart(REFERENCE_DIGITS, '0')}`;
}

/** Source: AWS CloudHSM User Guide, "key list". */
export function briefly({ handle, key }: ClusterKey): Readonly<Record<string, unknown>> {
  const { attributes } = key;
  return {
    'key-reference': referenceOf(handle),
    attributes: attributes === null ? {} : { label: attributes.label },
  };
}

/** Source: AWS CloudHSM User Guide, "key list", --verbose. */
export function fully(key: ClusterKey): Readonly<Record<string, unknown>> {
  const { attributes, quorum } = key.key;
  if (attributes === null) return briefly(key);
  const coverage = key.isEverywhere ? 'full' : 'inconsistent';
  const user = (name: string) => ({
    username: name.toLowerCase(),
    'key-coverage': attributes.token ? coverage : 'full',
  });
  return {
    'key-reference': referenceOf(key.handle),
    'key-info': {
      'key-owners': [user(key.key.ownerName)],
      'shared-users': key.key.shares.map(({ userName }) => user(userName)),
      'key-quorum-values': {
        'manage-key-quorum-value': quorum?.manage ?? 0,
        'use-key-quorum-value': quorum?.use ?? 0,
      },
      'cluster-coverage': attributes.token ? coverage : 'session',
    },
    attributes: attributesOf(attributes),
  };
}

const CLASSES = {
  KEY_CLASS_UNSPECIFIED: 'unknown',
  KEY_CLASS_PUBLIC: 'public-key',
  KEY_CLASS_PRIVATE: 'private-key',
  KEY_CLASS_SECRET: 'secret-key',
} as const satisfies Record<KeyAttributes['keyClass'], string>;

/** As the tool names them. Source: AWS CloudHSM User Guide, "CloudHSM CLI", "Key attributes". */
export function attributesOf(key: KeyAttributes): Readonly<Record<string, string | number | boolean>> {
  const isPair = key.modulusBits > 0;
  return {
    'key-type': isPair ? 'rsa' : 'aes',
    label: key.label,
    id: `0x${key.id.toString('hex')}`,
    'check-value': `0x${key.checkValue.toString('hex')}`,
    class: CLASSES[key.keyClass],
    encrypt: key.encrypt,
    decrypt: key.decrypt,
    token: key.token,
    'always-sensitive': key.alwaysSensitive,
    derive: key.derive,
    destroyable: key.destroyable,
    extractable: key.extractable,
    local: key.local,
    modifiable: true,
    'never-extractable': key.neverExtractable,
    private: key.private,
    sensitive: key.sensitive,
    sign: key.sign,
    trusted: key.trusted,
    unwrap: key.unwrap,
    verify: key.verify,
    wrap: key.wrap,
    'wrap-with-trusted': key.wrapWithTrusted,
    ...(isPair
      ? {
          'modulus-size-bits': key.modulusBits,
          'public-exponent': `0x${key.publicExponent.toString('hex')}`,
          modulus: `0x${key.modulus.toString('hex')}`,
        }
      : { 'key-length-bytes': key.lengthBytes }),
  };
}
