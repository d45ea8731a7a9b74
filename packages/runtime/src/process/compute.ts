import { generateKeyPair, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { RSA_2048 } from '../rsa-shape.ts';
import type { Compute } from '../runtime.ts';

const scryptInThread = promisify<string, Uint8Array, number, { N: number; r: number; p: number }, Buffer>(scrypt);
const keyPairInThread = promisify(generateKeyPair);

const PEM = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

/** About 40 ms of one core. */
const SCRYPT_COST = { N: 16_384, r: 8, p: 1 };

export const processCompute: Compute = {
  scrypt: (password, salt) => scryptInThread(password, salt, 32, SCRYPT_COST),
  rsaKeyPair: ({ modulusBits, publicExponent } = RSA_2048) =>
    keyPairInThread('rsa', { modulusLength: modulusBits, publicExponent, ...PEM }),
  transportKeyPair: () => keyPairInThread('ec', { namedCurve: 'P-256', ...PEM }),
  run: (work) => work(),
};
