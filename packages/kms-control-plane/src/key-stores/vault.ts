import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type ClusterCredentials, type KnownPassword, withPassword } from '@keystorm/hsm-client';
import { type Runtime, Secret } from '@keystorm/runtime';
import type { SealedPasswords } from './store-record.ts';

const KEY_FILE = 'key-store-passwords.key';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Seals the passwords of `kmsuser` under a key that lies in a file of its own, so that no record holds one in the clear. */
export interface Vault {
  /** Passwords of the store, newest first. Throws when a record was damaged or belongs to another store. */
  open(storeId: string, sealed: SealedPasswords): ClusterCredentials['passwords'];
  /** A password that the owner of the store gave. */
  first(storeId: string, password: Secret<string>): SealedPasswords;
  /** The passwords with this one as the newest. */
  remember(storeId: string, sealed: SealedPasswords, known: KnownPassword): SealedPasswords;
}

/** Makes the key file when there is none; `isNew` says that nothing has been sealed yet. */
export async function openVault(runtime: Runtime, isNew: boolean): Promise<Vault> {
  const { random } = runtime;
  const key = await readKey(runtime, isNew);

  const seal = (storeId: string, { password, set }: KnownPassword) => {
    const iv = random.bytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(storeId));
    const text = Buffer.concat([cipher.update(password.reveal(), 'utf8'), cipher.final()]);
    return { sealed: Buffer.concat([iv, text, cipher.getAuthTag()]), ...(set && { set }) };
  };
  const unseal = (storeId: string, { sealed, set }: SealedPasswords[number]): KnownPassword => {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(storeId))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return { password: new Secret(text.toString('utf8')), ...(set && { set }) };
  };
  const open: Vault['open'] = (storeId, [newest, ...older]) => [
    unseal(storeId, newest),
    ...older.map((one) => unseal(storeId, one)),
  ];
  return {
    open,
    first: (storeId, password) => [seal(storeId, { password })],
    remember(storeId, sealed, known) {
      const [newest, ...older] = withPassword(open(storeId, sealed), known);
      return [seal(storeId, newest), ...older.map((one) => seal(storeId, one))];
    },
  };
}

async function readKey({ storage, random }: Runtime, isNew: boolean): Promise<Buffer> {
  const found = await storage.readFile(KEY_FILE);
  if (found?.length === KEY_BYTES) return found;
  if (found !== undefined) throw new Error(`The file ${KEY_FILE} is damaged: it must hold ${KEY_BYTES} bytes.`);
  if (!isNew)
    throw new Error(`The file ${KEY_FILE} is missing: without it no password of a custom key store can be read.`);
  const made = random.bytes(KEY_BYTES);
  await storage.writeFile(KEY_FILE, made);
  return made;
}
