import { ApiError, decodeRequest, encodeError, encodeResponse, FrameworkError } from '@keystorm/aws-api';
import { OPERATIONS, type OperationName } from '@keystorm/aws-api/logs';
import { invalidParameter } from '../../errors.ts';
import type { LogStore } from '../../logs/log-store.ts';
import type { Owner } from '../../owner.ts';
import type { Parts } from '../../parts.ts';
import type { Answer } from '../answer.ts';
import { LOGS_OPERATIONS } from './index.ts';

type AnyRun = (logs: LogStore, caller: Owner, input: unknown) => Promise<object>;

/** Runs one operation of CloudWatch Logs; an error is an answer, too. */
export async function invokeLogs(
  { logs, runtime }: Pick<Parts, 'logs' | 'runtime'>,
  caller: Owner,
  operation: string,
  body: Uint8Array,
): Promise<Answer> {
  try {
    if (!Object.hasOwn(LOGS_OPERATIONS, operation)) throw new FrameworkError('UnknownOperationException');
    const name = operation as OperationName;
    const run = LOGS_OPERATIONS[name] as AnyRun;
    return json(200, encodeResponse(await run(logs, caller, decode(name, body))));
  } catch (error) {
    const told =
      error instanceof ApiError ? error : new FrameworkError('InternalFailure', 'An internal error occurred.');
    if (told !== error) runtime.log.error({ err: error, operation }, 'operation failed unexpectedly');
    return json(told.spec.status, encodeError(told, 'logs'));
  }
}

/** CloudWatch Logs reports what its model forbids as an invalid parameter. */
function decode(operation: OperationName, body: Uint8Array): unknown {
  try {
    return decodeRequest(OPERATIONS[operation].request, body);
  } catch (error) {
    if (error instanceof FrameworkError && error.code === 'ValidationException') throw invalidParameter(error.message);
    throw error;
  }
}

function json(status: number, text: string): Answer {
  return { status, contentType: 'application/x-amz-json-1.1', body: Buffer.from(text) };
}
