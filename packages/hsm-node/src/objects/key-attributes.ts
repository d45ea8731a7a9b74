import { createHash } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import { AesKey } from '../crypto/aes-key.ts';
import type { KeyRecord, KeyUsage } from './records.ts';

/** Source: AWS CloudHSM User Guide, "Key attributes": labels of at most 127 characters. */
const LABEL_BYTES_MAX = 127;
const ID_BYTES_MAX = 127;

/** What the owner of a key object may change. */
export interface OwnerChanges {
  readonly label: string | undefined;
  readonly id: Buffer | undefined;
  readonly token: boolean | undefined;
  readonly usage: Partial<KeyUsage>;
}

const NO_USAGE: KeyUsage = {
  encrypt: false,
  decrypt: false,
  wrap: false,
  unwrap: false,
  sign: false,
  verify: false,
  derive: false,
  destroyable: true,
  wrapWithTrusted: false,
};
/** Source: AWS CloudHSM User Guide, "genSymKey" and "getAttribute" (sample). */
const AES_USAGE: KeyUsage = { ...NO_USAGE, encrypt: true, decrypt: true, wrap: true, unwrap: true };

/** What the keys of a new pair are for. */
export const PAIR_USAGE = {
  public: { ...NO_USAGE, encrypt: true, wrap: true, verify: true },
  private: { ...NO_USAGE, decrypt: true, unwrap: true, sign: true },
} as const satisfies Record<string, KeyUsage>;

/** The usage of a new key object, a secret or a private key, of which only a part was said. */
export function completeUsage(usage: Partial<KeyUsage>, { key }: Pick<KeyRecord, 'key'>): KeyUsage {
  return { ...(key instanceof AesKey ? AES_USAGE : PAIR_USAGE.private), ...usage };
}

/** Throws INVALID_ARGUMENT. */
export function assertNames({ label, id }: Pick<OwnerChanges, 'label' | 'id'>): void {
  if (label !== undefined && Buffer.byteLength(label) > LABEL_BYTES_MAX)
    throw new HsmError('INVALID_ARGUMENT', `a label has at most ${LABEL_BYTES_MAX} bytes`);
  if (id !== undefined && id.length > ID_BYTES_MAX)
    throw new HsmError('INVALID_ARGUMENT', `an id has at most ${ID_BYTES_MAX} bytes`);
}

/**
 * The key object after its owner's changes; the same one where they change nothing. Throws POLICY_VIOLATION.
 * Source: AWS CloudHSM User Guide, "Supported key attributes": wrap-with-trusted, once true, is read-only.
 */
export function changedByOwner(key: KeyRecord, { label, id, usage }: OwnerChanges): KeyRecord {
  if (key.wrapWithTrusted && usage.wrapWithTrusted === false)
    throw new HsmError('POLICY_VIOLATION', 'a key that only trusted keys wrap stays so');
  return changed(key, {
    ...(label === undefined ? {} : { label }),
    ...(id === undefined ? {} : { id: Buffer.from(id) }),
    ...usage,
  });
}

/** Who changes a record changes it through here: the record with a higher version, or the same one if nothing is different. */
export function changed(key: KeyRecord, changes: Partial<KeyRecord>): KeyRecord {
  const next = { ...key, ...changes };
  const content = contentOf(next);
  return content === contentOf(key) ? key : { ...next, version: raised(key.version, content) };
}

/** Lower part of a version: tells changes of the same version apart. */
const TIE_RANGE = 2 ** 20;

/**
 * The next version. Two HSMs on which the same version was changed differently agree on which change wins, because
 * versions are compared alone: the lower part comes from the content.
 */
function raised(version: number, content: string): number {
  const tie = createHash('sha256').update(content).digest().readUIntBE(0, 3) % TIE_RANGE;
  return (Math.floor(version / TIE_RANGE) + 1) * TIE_RANGE + tie;
}

/** Everything about a key object that can change. */
function contentOf(key: KeyRecord): string {
  const { label, id, trusted, sharedWith, encrypt, decrypt, wrap, unwrap, sign, verify, derive } = key;
  const { destroyable, wrapWithTrusted } = key;
  const flags = [trusted, encrypt, decrypt, wrap, unwrap, sign, verify, derive, destroyable, wrapWithTrusted];
  return JSON.stringify([label, id.toString('hex'), sharedWith, flags]);
}
