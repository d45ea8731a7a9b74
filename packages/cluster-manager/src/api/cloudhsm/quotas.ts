import { type CloudHsmError, invalidRequest } from '../../errors.ts';

/** `what`: such as `clusters`. Only tags have an error of their own for this. */
export function quotaReached(what: string, quota: number): CloudHsmError {
  return invalidRequest(`The maximum number of ${what} (${quota}) has been reached.`);
}
