import { ApiError, decodeRequest, encodeError, encodeResponse, FrameworkError, type Lenience } from '@keystorm/aws-api';
import { OPERATIONS, type OperationName } from '@keystorm/aws-api/cloudhsmv2';
import { CloudHsmError, invalidRequest } from '../../errors.ts';
import type { Owner } from '../../owner.ts';
import type { Parts } from '../../parts.ts';
import type { Answer } from '../answer.ts';
import { CLOUDHSM_OPERATIONS } from './index.ts';

type AnyRun = (parts: Parts, caller: Owner, input: unknown) => Promise<object>;

/** Runs one operation of the CloudHSM API; an error is an answer, too. */
export async function invokeCloudHsm(
  parts: Parts,
  caller: Owner,
  operation: string,
  body: Uint8Array,
): Promise<Answer> {
  try {
    const run = operationOf(operation);
    return json(200, encodeResponse(await run.run(parts, caller, decode(run.name, body, parts.config))));
  } catch (error) {
    const told =
      error instanceof ApiError
        ? error
        : new CloudHsmError('CloudHsmInternalFailureException', 'An internal error occurred.');
    if (told !== error) parts.runtime.log.error({ err: error, operation }, 'operation failed unexpectedly');
    return json(told.spec.status, encodeError(told, 'cloudhsm'));
  }
}

function operationOf(operation: string): { readonly name: OperationName; readonly run: AnyRun } {
  if (!Object.hasOwn(CLOUDHSM_OPERATIONS, operation)) throw new FrameworkError('UnknownOperationException');
  const name = operation as OperationName;
  return { name, run: CLOUDHSM_OPERATIONS[name] as AnyRun };
}

/** CloudHSM reports what its model forbids as an invalid request. */
export function decode(operation: OperationName, body: Uint8Array, lenience?: Lenience): unknown {
  try {
    return decodeRequest(OPERATIONS[operation].request, body, lenience);
  } catch (error) {
    if (error instanceof FrameworkError && error.code === 'ValidationException') throw invalidRequest(error.message);
    throw error;
  }
}

function json(status: number, text: string): Answer {
  return { status, contentType: 'application/x-amz-json-1.1', body: Buffer.from(text) };
}
