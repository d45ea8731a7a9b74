import { generateKeyPairSync, scryptSync } from 'node:crypto';
import type { Mutex } from '../mutex.ts';
import type { Compute } from '../runtime.ts';
import type { Scheduler } from './scheduler.ts';

/** Cheap, because a simulation hashes thousands of passwords; strength is the process's business. */
const SCRYPT_COST = { N: 16, r: 1, p: 1 };
/** Key pairs are made once per process and dealt out in turn: making one takes a tenth of a second. */
const KEY_PAIRS = 24;

const keyPairs: { privateKey: string; publicKey: string }[] = [];

function keyPair(index: number): { privateKey: string; publicKey: string } {
  const slot = index % KEY_PAIRS;
  return (keyPairs[slot] ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }));
}

/**
 * Computes at once, in no virtual time. `dealt` counts the key pairs of one simulation; library work runs one piece
 * after the other, because the thread pool ends pieces in an order that cannot be repeated.
 */
export function simulatedCompute(scheduler: Scheduler, dealt: { count: number }, oneAtATime: Mutex): Compute {
  const deal = () => {
    dealt.count += 1;
    return Promise.resolve(keyPair(dealt.count));
  };
  return {
    scrypt: (password, salt) => Promise.resolve(scryptSync(password, salt, 32, SCRYPT_COST)),
    rsaKeyPair: deal,
    transportKeyPair: deal,
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
