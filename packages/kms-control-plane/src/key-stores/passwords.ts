import type { Runtime } from '@keystorm/runtime';

const LENGTH = 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** As long as the password of a user may be. */
export function randomPassword({ random }: Runtime): string {
  const letter = () => ALPHABET.charAt(random.int(ALPHABET.length));
  return Array.from({ length: LENGTH }, letter).join('');
}
