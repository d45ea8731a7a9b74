import { type AccessKey, signRequest } from '@keystorm/aws-api';
import type { KMS } from '@aws-sdk/client-kms';
import type { Cluster, ClusterServiceDefinition } from '@keystorm/protocol';
import type { Peer, Runtime } from '@keystorm/runtime';
import type { Customer } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import type { ToolMachine } from './tool-machine.ts';

export const REGION = 'us-east-1';
/** Where the same account has keys and clusters that know nothing of those in `REGION`. */
export const OTHER_REGION = 'us-west-2';
export const ACCESS_KEY: AccessKey = { accessKeyId: 'test', secretAccessKey: 'test' };
/** What the endpoint calls itself in `Host`; signatures cover it. */
export const HOST = '127.0.0.1:4599';

/** Time after which a test gives up waiting for a condition, milliseconds of the world's clock. */
const WAIT_MS_MAX = 240_000;
const POLL_MS = 20;

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** `control-plane`, `cluster-manager`, or the id of an HSM. */
export type Target = string;

/** What a whole system can be made to suffer. */
export interface Chaos {
  /** As kill -9. The process is started again after a moment, unless it is to stay down. */
  kill(target: Target, options?: { readonly stayDown?: boolean }): Promise<void>;
  /** As SIGSTOP. */
  stop(target: Target): Promise<void>;
  /** Lets a stopped process go on, and starts one that is down. */
  start(target: Target): Promise<void>;
  /** Lets long work not begin a step, such as `connect/rotate`, while something is done. Containers cannot. */
  whileHeld<T>(step: string, work: () => Promise<T>): Promise<T>;
}

/** A call of an AWS operation. */
export interface AwsCall {
  readonly service: AwsService;
  readonly operation: string;
  readonly input: object;
  readonly region: string;
}

/** The programs on a person's machine. */
export interface Programs {
  /** Carries out a call with the AWS CLI, and answers as the endpoint does; undefined where it cannot. */
  readonly aws: ((call: AwsCall) => Promise<RawResponse> | undefined) | undefined;
  /** The same world without them, for what is no part of a drill. */
  readonly without: World;
  /** A machine with the CloudHSM tools. */
  toolMachine(trustAnchor: string): ToolMachine;
}

/** A whole system, simulated or made of processes or containers; a scenario cannot tell which. It starts without a cluster. */
export interface World {
  /** Tells them apart for what one of them cannot do; a scenario asks for nothing else by it. */
  readonly kind: 'simulated' | 'processes' | 'containers';
  /** The operator's machine: its clock, and its way to HSMs. */
  readonly operator: Runtime;
  /** The customer, who signs certificate requests of clusters. */
  readonly customer: Customer;
  /** The AWS SDK's client, in `REGION` unless another Region is asked for. It repeats nothing by itself. */
  kms(region?: string): KMS;
  /** What the operator's tools ask of the cluster-manager. */
  readonly clusterService: Peer<ClusterServiceDefinition>;
  /** Sends a request to the endpoint as it is. Rejects when nobody answers. */
  send(request: RawRequest): Promise<RawResponse>;
  readonly chaos: Chaos;
  /** With which calls are made, and tools run; where there are none, the test sends requests, and runs the tools' code. */
  readonly programs?: Programs;
}

/** An error that the endpoint answered. */
export class AnsweredError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** What a call comes to, as the AWS CLI prints it: `Code: message`, or `ok`. */
export async function answerOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
    throw error;
  }
}

const SERVICES = {
  kms: { prefix: 'TrentService', scope: 'kms' },
  cloudhsm: { prefix: 'BaldrApiService', scope: 'cloudhsm' },
  cloudtrail: { prefix: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101', scope: 'cloudtrail' },
  logs: { prefix: 'Logs_20140328', scope: 'logs' },
} as const;

type JsonService = keyof typeof SERVICES;
type AwsService = JsonService | 'ec2';

/**
 * Calls an operation of AWS, without an SDK. Throws AnsweredError; anything else means that nobody knows what happened.
 */
export async function callAws<T>(
  world: Pick<World, 'operator' | 'send' | 'programs'>,
  service: JsonService,
  operation: string,
  input: object = {},
  region = REGION,
): Promise<T> {
  const call = { service, operation, input, region };
  const { status, body: text } = await (world.programs?.aws?.(call) ?? sendCall(world, service, call));
  const answer = JSON.parse(text.length === 0 ? '{}' : text.toString()) as T & AnsweredMessage;
  if (status !== 200)
    throw new AnsweredError(answer.__type ?? `HTTP ${status}`, answer.message ?? answer.Message ?? '', status);
  return answer;
}

function sendCall(
  world: Pick<World, 'operator' | 'send'>,
  service: JsonService,
  { operation, input, region }: AwsCall,
): Promise<RawResponse> {
  const { prefix, scope } = SERVICES[service];
  const body = Buffer.from(JSON.stringify(input));
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${prefix}.${operation}` };
  return world.send({ headers: signedHeaders(world, scope, headers, body, region), body });
}

interface AnsweredMessage {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

/** The body of a request that the SDK is about to send. */
export function sdkBody(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : Buffer.alloc(0);
}

/** What the SDK takes for an answer of its own HTTP handler. */
export function sdkResponse({ status, headers, body }: RawResponse) {
  return { statusCode: status, headers: { ...headers }, body };
}

/** Calls the CloudHSM API. Its package of the SDK lacks members that are in use, so the call is made by hand. */
export function cloudhsm<T>(world: World, operation: string, input: object = {}, region = REGION): Promise<T> {
  return callAws(world, 'cloudhsm', operation, input, region);
}

/** Signs a request to the endpoint by the world's clock. */
export function signedHeaders(
  { operator }: Pick<World, 'operator'>,
  service: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  region = REGION,
): Record<string, string> {
  const hostMs = operator.clock.host();
  return signRequest({ method: 'POST', host: HOST, headers, body }, ACCESS_KEY, { region, service, hostMs });
}

/** Sends a request to one of our own paths, `lab/advance` for example; with a body it is a POST. */
export async function harness<T>(world: World, path: string, body?: object): Promise<T> {
  const { status, body: text } = await world.send({
    method: body === undefined ? 'GET' : 'POST',
    path: `/_keystorm/${path}`,
    headers: { host: HOST, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  });
  const answer = JSON.parse(text.toString()) as T & { message?: string };
  if (status !== 200) throw new AnsweredError(`HTTP ${status}`, answer.message ?? '', status);
  return answer;
}

const DAY_MS = 86_400_000;

/** Moves the clock of the simulated world forward. */
export async function advanceDays(world: World, days: number): Promise<void> {
  await harness(world, 'lab/advance', { byMs: days * DAY_MS });
}

/** Throws when the Region has no such cluster. */
export async function clusterOf({ clusterService }: World, clusterId: string, region = REGION): Promise<Cluster> {
  const { cluster } = await clusterService.call('GetCluster', { clusterId, region }, { deadlineMs: 5_000 });
  if (cluster === null) throw new Error(`${clusterId} is gone`);
  return cluster;
}

/** Asks again and again until there is an answer; the complaint says what was waited for. */
export async function until<T>(
  { operator }: Pick<World, 'operator'>,
  complaint: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const { clock } = operator;
  for (const giveUpMs = clock.monotonic() + WAIT_MS_MAX; ; await clock.sleep(POLL_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (clock.monotonic() > giveUpMs) throw new Error(`${complaint}: not within ${WAIT_MS_MAX / 1000} s`);
  }
}

/** Waits until the cluster is as wanted. */
export function clusterWhen(
  world: World,
  clusterId: string,
  holds: (cluster: Cluster) => boolean,
  region = REGION,
): Promise<Cluster> {
  return until(world, `${clusterId} does not get there`, async () => {
    // The cluster-manager may have been killed a moment ago.
    const cluster = await clusterOf(world, clusterId, region).catch(() => undefined);
    return cluster !== undefined && holds(cluster) ? cluster : undefined;
  });
}
