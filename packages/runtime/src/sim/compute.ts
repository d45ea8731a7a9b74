import { generateKeyPairSync, scryptSync } from 'node:crypto';
import type { Mutex } from '../mutex.ts';
import { RSA_2048, type RsaShape } from '../rsa-shape.ts';
import type { Compute, KeyPair } from '../runtime.ts';
import type { Scheduler } from './scheduler.ts';

/** Cheap, because a simulation hashes thousands of passwords; strength is the process's business. */
const SCRYPT_COST = { N: 16, r: 1, p: 1 };
/** Key pairs are made once per process and dealt out in turn: making one takes a tenth of a second. */
const KEY_PAIRS = 24;

const keyPairs = new Map<string, KeyPair>();

function keyPair(index: number, { modulusBits, publicExponent }: RsaShape): KeyPair {
  const name = `${index % KEY_PAIRS} ${modulusBits} ${publicExponent}`;
  const known = keyPairs.get(name);
  if (known !== undefined) return known;
  const made = generateKeyPairSync('rsa', {
    modulusLength: modulusBits,
    publicExponent,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  keyPairs.set(name, made);
  return made;
}

/**
 * Computes at once, in no virtual time. `dealt` counts the key pairs of one simulation; library work runs one piece
 * after the other, because the thread pool ends pieces in an order that cannot be repeated.
 */
export function simulatedCompute(scheduler: Scheduler, dealt: { count: number }, oneAtATime: Mutex): Compute {
  const deal = (shape: RsaShape = RSA_2048) => {
    dealt.count += 1;
    return Promise.resolve(keyPair(dealt.count, shape));
  };
  return {
    scrypt: (password, salt) => Promise.resolve(scryptSync(password, salt, 32, SCRYPT_COST)),
    rsaKeyPair: deal,
    transportKeyPair: () => deal(),
    async run(work) {
      const release = scheduler.hold();
      try {
        return await oneAtATime.run(work);
      } finally {
        release();
      }
    },
  };
}
