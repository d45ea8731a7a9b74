import type { OperationName } from '@keystorm/aws-api/kms';
import type { Runtime } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';

const RANDOM_STEPS = 1_000_000;

/** Throws KMSInternalException where a fault has been ordered that befalls this request. */
export function befall({ faults, random }: Pick<Runtime, 'faults' | 'random'>, operation: OperationName): void {
  for (const fault of faults.inForce) {
    if (fault.kind !== 'kms-errors') continue;
    if (fault.operations.length > 0 && !fault.operations.includes(operation)) continue;
    if (random.int(RANDOM_STEPS) < fault.rate * RANDOM_STEPS)
      throw new KmsError('KMSInternalException', 'An internal error occurred (injected fault).');
  }
}
