import { type AccessKey, createSignatureVerifier, decodeRequest, FrameworkError } from '@keystorm/aws-api';
import { API as CLOUDHSM } from '@keystorm/aws-api/cloudhsmv2';
import { API as KMS, OPERATIONS } from '@keystorm/aws-api/kms';
import { requireUsable } from '../keys/key-state.ts';
import { authorize } from '../operations/authorization.ts';
import { offeredOperation } from '../operations/index.ts';
import { type Found, type RequestContext, type Services, stateOf } from '../operations/operation.ts';
import { callerIdentity, errorForSts } from './caller-identity.ts';
import { EC2_API_VERSION, errorForEc2 } from './ec2.ts';
import type { Forward } from './forward.ts';
import { BODY_BYTES_MAX, type HttpRequest, type HttpResponse, headerOf } from './messages.ts';
import { asApiError, respond, respondError, respondJson } from './respond.ts';

export interface Identity {
  readonly accountId: string;
  /** ARN of the one user there is; every access key is this user's. */
  readonly callerArn: string;
  readonly accessKeys: readonly AccessKey[];
}

export type Dispatch = (request: HttpRequest) => Promise<HttpResponse>;

const FORM = 'application/x-www-form-urlencoded';
const REASON_LENGTH_MAX = 300;

/** Answers what clients of AWS send to the endpoint. Never rejects. */
export function createDispatch(services: Services, identity: Identity, forward: Forward): Dispatch {
  const { clock, random, log } = services.runtime;
  const verifier = createSignatureVerifier(identity.accessKeys);

  return async function dispatch(request) {
    const requestId = random.uuid();
    if (request.method !== 'POST' || request.path !== '/') return notThere(requestId);
    const { service, operation } = addresseeOf(request);
    try {
      if (request.body.length > BODY_BYTES_MAX) throw new FrameworkError('RequestEntityTooLargeException');
      if (service === 'cloudhsm' || service === 'ec2')
        return await answerElsewhere(request, service, operation, requestId);
      if (service === 'sts') return answerSts(request, requestId);
      return await answerKms(request, operation, requestId);
    } catch (cause) {
      return refusal(cause, service, operation, requestId);
    }
  };

  async function answerKms(request: HttpRequest, name: string, requestId: string): Promise<HttpResponse> {
    const operation = offeredOperation(name);
    const { region } = verifier.verify(request, KMS.signingName, clock.host());
    const input = decodeRequest(OPERATIONS[operation.name].request, request.body) as never;
    operation.check?.(input);
    const { accountId, callerArn } = identity;
    const context: RequestContext = { ...services, operation: operation.name, region, accountId, callerArn, requestId };
    const found: Found = operation.find?.(input, context) ?? { keys: [] };
    authorize(context, found.keys, input);
    for (const key of found.keys) requireUsable(operation.name, key, stateOf(context, key));
    const output = await operation.run(input, context, found as never);
    return respondJson(output, requestId);
  }

  function answerElsewhere(
    request: HttpRequest,
    service: 'cloudhsm' | 'ec2',
    operation: string,
    requestId: string,
  ): Promise<HttpResponse> {
    const { region } = verifier.verify(request, service, clock.host());
    const { accountId, callerArn } = identity;
    return forward({ service, operation, region, accountId, principalArn: callerArn, body: request.body, requestId });
  }

  function answerSts(request: HttpRequest, requestId: string): HttpResponse {
    verifier.verify(request, 'sts', clock.host());
    return callerIdentity(request.body, identity, requestId);
  }

  function refusal(cause: unknown, service: Addressee['service'], operation: string, requestId: string): HttpResponse {
    const error = asApiError(cause, service);
    const fields = { requestId, service, operation, code: error.code };
    if (error.spec.fault === 'server') log.error({ ...fields, err: error }, 'request failed');
    else log.info({ ...fields, reason: error.message.slice(0, REASON_LENGTH_MAX) }, 'request refused');
    if (service === 'sts') return errorForSts(error, requestId);
    return service === 'ec2' ? errorForEc2(error, requestId) : respondError(error, service, requestId);
  }
}

interface Addressee {
  readonly service: 'kms' | 'cloudhsm' | 'ec2' | 'sts';
  readonly operation: string;
}

/** Whom a request is for. What nobody else claims is for KMS, which knows no operation of that name. */
function addresseeOf(request: HttpRequest): Addressee {
  const target = headerOf(request, 'x-amz-target');
  if (target === undefined && headerOf(request, 'content-type')?.startsWith(FORM)) {
    const form = new URLSearchParams(request.body.toString('utf8'));
    return { service: form.get('Version') === EC2_API_VERSION ? 'ec2' : 'sts', operation: form.get('Action') ?? '' };
  }
  const [prefix, operation = ''] = (target ?? '').split('.', 2);
  if (prefix === CLOUDHSM.targetPrefix) return { service: CLOUDHSM.signingName, operation };
  return { service: 'kms', operation: prefix === KMS.targetPrefix ? operation : '' };
}

function notThere(requestId: string): HttpResponse {
  return respond(404, 'application/xml', '<UnknownOperationException/>', requestId);
}
