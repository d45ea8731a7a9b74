import {
  type AccessKey,
  createSignatureVerifier,
  decodeRequest,
  FrameworkError,
  type Lenience,
  type RequestCounts,
  type Signer,
} from '@keystorm/aws-api';
import { API as CLOUDHSM } from '@keystorm/aws-api/cloudhsmv2';
import { API as CLOUDTRAIL } from '@keystorm/aws-api/cloudtrail';
import { API as KMS, OPERATIONS } from '@keystorm/aws-api/kms';
import { API as LOGS } from '@keystorm/aws-api/logs';
import { isTracked } from '../keys/key-usages.ts';
import { requireUsable } from '../keys/key-state.ts';
import { OWN_REGION } from '../key-stores/index.ts';
import { authorize } from '../operations/authorization.ts';
import { kmsEvent, type KmsRequest } from '../operations/events.ts';
import { offeredOperation } from '../operations/index.ts';
import { type AnyOperation, type Found, type RequestContext, type Services, stateOf } from '../operations/operation.ts';
import type { RequestRates } from '../rates.ts';
import { type EventLog, lookupEvents, LookupEventsRequest, type RequestOrigin } from '../trail/index.ts';
import { callerIdentity, errorForSts, userIdentity } from './caller-identity.ts';
import { cloudHsmEvent, type CloudHsmOutcome, isReadOnly } from './cloudhsm-events.ts';
import { EC2_API_VERSION, errorForEc2 } from './ec2.ts';
import type { Forward, ForwardedService } from './forward.ts';
import { befall } from './injected-errors.ts';
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

/** How requests are counted, and what is kept of them. */
interface Records {
  readonly rates: RequestRates;
  readonly events: EventLog;
  /** Those to the KMS API. */
  readonly requests: RequestCounts;
}

/** Answers what clients of AWS send to the endpoint. Never rejects. */
export function createDispatch(
  services: Services,
  { events, requests, rates }: Records,
  identity: Identity,
  forward: Forward,
  lenience: Lenience,
): Dispatch {
  const { clock, random, log } = services.runtime;
  const verifier = createSignatureVerifier(identity.accessKeys);

  return async function dispatch(request) {
    const requestId = random.uuid();
    if (request.method !== 'POST' || request.path !== '/') return notThere(requestId);
    const { service, operation } = addresseeOf(request);
    try {
      if (request.body.length > BODY_BYTES_MAX) throw new FrameworkError('RequestEntityTooLargeException');
      if (service === 'cloudhsm' || service === 'ec2' || service === 'logs')
        return await answerElsewhere(request, service, operation, requestId);
      if (service === 'sts') return answerSts(request, requestId);
      if (service === 'cloudtrail') return await answerCloudTrail(request, operation, requestId);
      const response = await answerKms(request, operation, requestId);
      requests.add(operation, 'ok');
      return response;
    } catch (cause) {
      return refusal(cause, service, operation, requestId);
    }
  };

  function signerOf(request: HttpRequest, service: string): Signer {
    const signer = verifier.verify(request, service, clock.host());
    if (signer.region !== OWN_REGION) return signer;
    const message = `Credential should be scoped to a valid Region, not '${OWN_REGION}'.`;
    throw new FrameworkError('InvalidSignatureException', message);
  }

  async function answerKms(request: HttpRequest, name: string, requestId: string): Promise<HttpResponse> {
    const operation = offeredOperation(name);
    const signer = signerOf(request, KMS.signingName);
    const told: KmsRequest = { origin: originOf(request, signer, requestId), operation: operation.name };
    try {
      const { output, isTold } = await run(operation, request.body, told);
      if (!isTold) tell(told);
      return respondJson(output, requestId);
    } catch (cause) {
      events.append(kmsEvent(services, told, { error: asApiError(cause, 'kms') }));
      throw cause;
    }
  }

  /** Records a request that has changed nothing, and notes that it has used keys. */
  function tell(told: KmsRequest): void {
    const { operation, origin, keys = [] } = told;
    const event = kmsEvent(services, told, {});
    events.append(event);
    if (!isTracked(operation)) return;
    const usage = { operation, atMs: clock.now(), eventId: event.eventID, requestId: origin.requestId };
    for (const { arn } of keys) services.usages.note(arn, usage);
  }

  /** The steps of a request whose sender is known. It is told of already if it has changed something. */
  async function run(
    operation: AnyOperation,
    body: Buffer,
    told: KmsRequest,
  ): Promise<{ readonly output: object | undefined; readonly isTold: boolean }> {
    const { region, requestId } = told.origin;
    rates.admitRequest(region, operation.name);
    befall(services.runtime, operation.name);
    const input = decodeRequest(OPERATIONS[operation.name].request, body, lenience) as never;
    told.input = input;
    operation.check?.(input);
    let isTold = false;
    const context: RequestContext = {
      ...services,
      operation: operation.name,
      region,
      accountId: identity.accountId,
      callerArn: identity.callerArn,
      requestId,
      event(details = {}) {
        isTold = true;
        return kmsEvent(services, told, details);
      },
    };
    const found: Found = operation.find?.(input, context) ?? { keys: [] };
    told.keys = found.keys;
    authorize(context, found.keys, input);
    for (const key of found.keys) requireUsable(operation.name, key, stateOf(context, key));
    const output = await operation.run(input, context, found as never);
    return { output, isTold };
  }

  function originOf(request: HttpRequest, { accessKeyId, region }: Signer, requestId: string): RequestOrigin {
    return {
      identity: userIdentity(identity, accessKeyId),
      region,
      requestId,
      source: request.remoteAddress.replace(/^::ffff:/, ''),
      userAgent: headerOf(request, 'user-agent') ?? '',
    };
  }

  async function answerElsewhere(
    request: HttpRequest,
    service: ForwardedService,
    operation: string,
    requestId: string,
  ): Promise<HttpResponse> {
    const signer = signerOf(request, service);
    const { region } = signer;
    const { accountId, callerArn: principalArn } = identity;
    const { body } = request;
    const tell = async (outcome: CloudHsmOutcome) => {
      if (service !== 'cloudhsm') return;
      const origin = originOf(request, signer, requestId);
      const event = cloudHsmEvent(services.runtime, origin, { operation, body, lenience }, outcome);
      if (event === undefined) return;
      events.append(event);
      // The change is the cluster-manager's, so it cannot share a transaction with its event; but it is not answered before.
      if (!isReadOnly(operation)) await events.flush().catch(() => undefined);
    };
    try {
      const answer = await forward({ service, operation, region, accountId, principalArn, body, requestId });
      await tell(answer);
      return answer;
    } catch (cause) {
      await tell(asApiError(cause, service));
      throw cause;
    }
  }

  /** Differs from AWS, where looking events up is an event as well: who waits for one would make more and more. */
  async function answerCloudTrail(request: HttpRequest, operation: string, requestId: string): Promise<HttpResponse> {
    const { region } = signerOf(request, CLOUDTRAIL.signingName);
    if (operation !== 'LookupEvents') throw new FrameworkError('UnknownOperationException');
    const input = decodeRequest(LookupEventsRequest, request.body);
    return respondJson(await lookupEvents(events, region, input), requestId);
  }

  function answerSts(request: HttpRequest, requestId: string): HttpResponse {
    signerOf(request, 'sts');
    return callerIdentity(request.body, identity, requestId);
  }

  function refusal(cause: unknown, service: Addressee['service'], operation: string, requestId: string): HttpResponse {
    const error = asApiError(cause, service);
    if (service === 'kms') requests.add(operation, error.code);
    const fields = { requestId, service, operation, code: error.code };
    if (error.spec.fault === 'server') log.error({ ...fields, err: error }, 'request failed');
    else log.info({ ...fields, reason: error.message.slice(0, REASON_LENGTH_MAX) }, 'request refused');
    if (service === 'sts') return errorForSts(error, requestId);
    return service === 'ec2' ? errorForEc2(error, requestId) : respondError(error, service, requestId);
  }
}

interface Addressee {
  readonly service: 'kms' | 'cloudtrail' | 'sts' | ForwardedService;
  readonly operation: string;
}

/** Whom a request is for. What nobody else claims is for KMS, which knows no operation of that name. */
function addresseeOf(request: HttpRequest): Addressee {
  const target = headerOf(request, 'x-amz-target');
  if (target === undefined && headerOf(request, 'content-type')?.startsWith(FORM)) {
    const form = new URLSearchParams(request.body.toString('utf8'));
    return { service: form.get('Version') === EC2_API_VERSION ? 'ec2' : 'sts', operation: form.get('Action') ?? '' };
  }
  const dot = (target ?? '').lastIndexOf('.');
  const [prefix, operation] = [target?.slice(0, dot), target?.slice(dot + 1) ?? ''];
  if (prefix === CLOUDTRAIL.targetPrefix) return { service: CLOUDTRAIL.signingName, operation };
  if (prefix === CLOUDHSM.targetPrefix) return { service: CLOUDHSM.signingName, operation };
  if (prefix === LOGS.targetPrefix) return { service: LOGS.signingName, operation };
  return { service: 'kms', operation: prefix === KMS.targetPrefix ? operation : '' };
}

function notThere(requestId: string): HttpResponse {
  return respond(404, 'application/xml', '<UnknownOperationException/>', requestId);
}
