import { type ApiError, encodeEc2Error, encodeXml, FrameworkError, parseQuery } from '@keystorm/aws-api';
import { ensureDefaultVpc, isFurnished } from '../../network/vpc.ts';
import type { Parts } from '../../parts.ts';
import type { Answer } from '../answer.ts';
import { Ec2Error } from './errors.ts';
import { EC2_OPERATIONS } from './index.ts';
import { decode } from './request.ts';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** Runs one operation of the EC2 API, a form; an error is an answer, too. */
export async function invokeEc2(
  parts: Parts,
  { region, requestId }: { readonly region: string; readonly requestId: string },
  body: Uint8Array,
): Promise<Answer> {
  try {
    const { action, content } = await run(parts, region, body);
    return xml(200, encodeXml(`${action}Response`, NAMESPACE, { requestId, ...content }));
  } catch (error) {
    const told = asEc2Error(error);
    if (told.code === 'InternalError') parts.runtime.log.error({ err: error }, 'operation failed unexpectedly');
    return xml(told.spec.status, encodeEc2Error(told, requestId));
  }
}

async function run(
  parts: Parts,
  region: string,
  body: Uint8Array,
): Promise<{ readonly action: string; readonly content: object }> {
  const { action, parameters } = parseQuery(body);
  const operation = Object.hasOwn(EC2_OPERATIONS, action) ? EC2_OPERATIONS[action] : undefined;
  if (operation === undefined)
    throw new Ec2Error('InvalidAction', `The action ${action} is not valid for this web service.`);
  const input = decode(operation.input, parameters);
  if (!(await isFurnished(parts.ledger, region)))
    await parts.ledger.transaction((tx) => ensureDefaultVpc(tx, parts.runtime.random, parts.config.network, region));
  return { action, content: await operation.run(parts, region, input as never) };
}

function asEc2Error(error: unknown): ApiError {
  if (error instanceof Ec2Error) return error;
  if (error instanceof FrameworkError) return new Ec2Error('InvalidParameterValue', error.message);
  return new Ec2Error('InternalError', 'An internal error has occurred');
}

function xml(status: number, text: string): Answer {
  return { status, contentType: 'text/xml;charset=UTF-8', body: Buffer.from(text) };
}
