import { generateKeyPair, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Compute } from '../runtime.ts';

const scryptInThread = promisify<string, Uint8Array, number, { N: number; r: number; p: number }, Buffer>(scrypt);
const keyPairInThread = promisify(generateKeyPair);

/** About 40 ms of one core. */
const SCRYPT_COST = { N: 16_384, r: 8, p: 1 };

export const processCompute: Compute = {
  scrypt: (password, salt) => scryptInThread(password, salt, 32, SCRYPT_COST),
  async rsaKeyPair() {
    const pair = await keyPairInThread('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return { privateKey: pair.privateKey, publicKey: pair.publicKey };
  },
  run: (work) => work(),
};
