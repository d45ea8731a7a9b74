import {
  type ChannelCredentials,
  Client,
  type ClientDuplexStream,
  connectivityState,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import {
  ERROR_METADATA,
  HSM_ERRORS,
  HsmError,
  type HsmErrorCode,
  type MethodName,
  type ReceivedResponseOf,
  REQUEST_ID_METADATA,
  type RequestOf,
  type Service,
} from '@keystorm/protocol';
import type { CallOptions, ConnectOptions, Peer } from '../runtime.ts';
import type { NetworkFaults } from './faults/network-faults.ts';
import type { Supervision } from './faults/supervision.ts';
import { channelCredentials, NAME_OF_SERVERS } from './client-tls.ts';
import { CALLS_PER_MESSAGE_MAX, CLIENT_KEEPALIVE_MS, MESSAGE_BYTES_MAX } from './limits.ts';
import { targetFrom } from './source-address.ts';

/**
 * grpc-js stays CONNECTING for ever when a peer accepts TCP and then keeps silent (grpc-node #2785): a channel that
 * has been connecting for this long is replaced.
 */
const CONNECTING_MS_MAX = 3_000;
/** How often deadlines of calls on the stream are looked at. */
const DEADLINE_TICK_MS = 25;
/** Calls on the stream that may be unanswered at once. */
const CALLS_MAX = 65_536;

const CHANNEL_OPTIONS = {
  'grpc.use_local_subchannel_pool': 1,
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.min_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 500,
  'grpc.keepalive_time_ms': CLIENT_KEEPALIVE_MS,
  'grpc.keepalive_timeout_ms': CLIENT_KEEPALIVE_MS,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
  'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_retries': 0,
  'grpc.ssl_target_name_override': NAME_OF_SERVERS,
};

interface Pending {
  readonly member: string;
  readonly deadlineAt: number;
  readonly resolve: (response: never) => void;
  readonly reject: (error: HsmError) => void;
}

type Exchange = ClientDuplexStream<{ calls: object[] }, { replies: Record<string, unknown>[] }>;

/** One supervised channel to one server. Calls that the service puts on its stream are coalesced per tick. */
export class GrpcPeer<D> implements Peer<D> {
  readonly address: string;
  readonly #service: Service<D>;
  readonly #credentials: ChannelCredentials;
  readonly #faults: NetworkFaults;
  readonly #target: string;
  readonly #host: string;
  readonly #lostListeners = new Set<() => void>();
  #client: Client | undefined;
  #closed = false;
  #connectingTimer: NodeJS.Timeout | undefined;

  #stream: Exchange | undefined;
  #outbox: object[] = [];
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #deadlineTimer: NodeJS.Timeout | undefined;

  constructor(service: Service<D>, options: ConnectOptions, { faults, sourceAddress }: Supervision) {
    this.address = options.address;
    this.#faults = faults.network;
    this.#target = targetFrom(sourceAddress, options.address);
    this.#host = options.address.slice(0, options.address.lastIndexOf(':'));
    this.#service = service;
    this.#credentials = channelCredentials(options);
  }

  call<M extends MethodName<D>>(
    method: M,
    request: RequestOf<D, M>,
    options: CallOptions,
  ): Promise<ReceivedResponseOf<D, M>> {
    if (this.#closed) return Promise.reject(new HsmError('HSM_UNREACHABLE', 'the connection was closed'));
    const member = this.#service.exchange?.members[method];
    return member === undefined
      ? this.#callUnary(method, request, options)
      : this.#callOnStream(member, request, options);
  }

  onConnectionLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  reset(): void {
    const client = this.#client;
    this.#client = undefined;
    clearTimeout(this.#connectingTimer);
    this.#connectingTimer = undefined;
    this.#stream?.cancel();
    this.#streamEnded(this.#stream, new HsmError('NO_ANSWER', `the connection to ${this.address} was reset`));
    client?.close();
  }

  close(): void {
    this.#closed = true;
    this.reset();
    this.#lostListeners.clear();
  }

  #callUnary<M extends MethodName<D>>(
    method: M,
    request: RequestOf<D, M>,
    options: CallOptions,
  ): Promise<ReceivedResponseOf<D, M>> {
    const definition = this.#service.methods[method] as MethodDefinition<object, object>;
    const metadata = new Metadata();
    if (options.requestId) metadata.set(REQUEST_ID_METADATA, options.requestId);
    return new Promise((resolve, reject) => {
      this.#channel().makeUnaryRequest(
        definition.path,
        definition.requestSerialize,
        definition.responseDeserialize,
        request as object,
        metadata,
        { deadline: Date.now() + options.deadlineMs },
        (error, response) => {
          if (error) reject(asHsmError(error, this.address));
          else this.#faults.arrive(this.#host, () => resolve(response as ReceivedResponseOf<D, M>));
        },
      );
    });
  }

  #callOnStream<M extends MethodName<D>>(
    member: string,
    request: RequestOf<D, M>,
    options: CallOptions,
  ): Promise<ReceivedResponseOf<D, M>> {
    if (this.#pending.size >= CALLS_MAX)
      return Promise.reject(new HsmError('HSM_BUSY', `${CALLS_MAX} calls to ${this.address} are unanswered`));
    return new Promise((resolve, reject) => {
      this.#lastId = (this.#lastId + 1) % 0xffff_ffff;
      const id = this.#lastId;
      this.#pending.set(id, { member, deadlineAt: performance.now() + options.deadlineMs, resolve, reject });
      if (this.#outbox.length === 0) setImmediate(() => this.#flush());
      this.#outbox.push({ id, requestId: options.requestId ?? '', [member]: request });
      this.#deadlineTimer ??= setTimeout(() => this.#expire(), DEADLINE_TICK_MS);
    });
  }

  #flush(): void {
    const calls = this.#outbox;
    this.#outbox = [];
    if (this.#closed || calls.length === 0) return;
    const stream = this.#stream ?? this.#openStream();
    for (let first = 0; first < calls.length; first += CALLS_PER_MESSAGE_MAX)
      stream.write({ calls: calls.slice(first, first + CALLS_PER_MESSAGE_MAX) });
  }

  #openStream(): Exchange {
    const definition = this.#service.methods[this.#service.exchange?.method ?? ''] as MethodDefinition<object, object>;
    const stream = this.#channel().makeBidiStreamRequest(
      definition.path,
      definition.requestSerialize,
      definition.responseDeserialize,
    ) as unknown as Exchange;
    this.#stream = stream;
    stream.on('data', ({ replies }: { readonly replies: readonly Record<string, unknown>[] }) => {
      this.#faults.arrive(this.#host, () => replies.forEach((reply) => this.#settle(reply)));
    });
    stream.on('error', (error: ServiceError) => this.#streamEnded(stream, asHsmError(error, this.address)));
    stream.on('end', () => this.#streamEnded(stream, new HsmError('NO_ANSWER', `${this.address} closed the stream`)));
    return stream;
  }

  #settle(reply: Record<string, unknown>): void {
    const id = reply.id as number;
    const pending = this.#pending.get(id);
    if (pending === undefined) return; // Its deadline has passed.
    this.#pending.delete(id);
    const failure = reply.failure as { code: string; message: string } | null | undefined;
    if (failure) pending.reject(new HsmError(errorCode(failure.code), failure.message));
    else pending.resolve(reply[pending.member] as never);
  }

  #streamEnded(stream: Exchange | undefined, error: HsmError): void {
    if (stream === undefined || stream !== this.#stream) return;
    this.#stream = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    this.#outbox = [];
    for (const { reject } of pending) reject(error);
    this.#lost();
  }

  #expire(): void {
    this.#deadlineTimer = undefined;
    const now = performance.now();
    for (const [id, pending] of this.#pending) {
      if (pending.deadlineAt > now) continue;
      this.#pending.delete(id);
      pending.reject(
        this.#isConnected()
          ? noAnswer(this.address)
          : new HsmError('HSM_UNREACHABLE', `${this.address} cannot be reached`),
      );
    }
    if (this.#pending.size > 0) this.#deadlineTimer = setTimeout(() => this.#expire(), DEADLINE_TICK_MS);
  }

  #isConnected(): boolean {
    return this.#client?.getChannel().getConnectivityState(false) === connectivityState.READY;
  }

  #channel(): Client {
    if (this.#client === undefined) {
      this.#client = new Client(this.#target, this.#credentials, CHANNEL_OPTIONS);
      this.#watch(this.#client);
    }
    return this.#client;
  }

  /** Follows the channel's state: tells when a connection is lost, and replaces a channel that hangs connecting. */
  #watch(client: Client): void {
    const channel = client.getChannel();
    const state = channel.getConnectivityState(false);
    if (state === connectivityState.SHUTDOWN || client !== this.#client) return;
    if (state === connectivityState.CONNECTING) {
      this.#connectingTimer ??= setTimeout(() => this.reset(), CONNECTING_MS_MAX);
    } else {
      clearTimeout(this.#connectingTimer);
      this.#connectingTimer = undefined;
    }
    channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
      if (state === connectivityState.READY && client === this.#client) this.#lost();
      this.#watch(client);
    });
  }

  #lost(): void {
    for (const listener of this.#lostListeners) listener();
  }
}

function noAnswer(address: string): HsmError {
  return new HsmError('NO_ANSWER', `${address} did not answer in time`);
}

function errorCode(text: string): HsmErrorCode {
  return text in HSM_ERRORS ? (text as HsmErrorCode) : 'INTERNAL';
}

export function asHsmError(error: ServiceError, address: string): HsmError {
  const code = error.metadata?.get(ERROR_METADATA)[0];
  if (typeof code === 'string') return new HsmError(errorCode(code), error.details);
  const neverSent = /^No connection established|^Channel closed before call started/.test(error.details);
  if (/certificate|SSL routines|ssl3_|tlsv1 alert/i.test(error.details)) {
    return new HsmError('CERTIFICATE_REFUSED', `${address}: ${error.details}`, { cause: error });
  }
  if (error.code === status.DEADLINE_EXCEEDED) {
    // grpc-js says in the details how far the call got: what was sent has an address, however long the way there took.
    return !error.details.includes('remote_addr') && /waiting for LB pick|name resolution/i.test(error.details)
      ? new HsmError('HSM_UNREACHABLE', `${address} cannot be reached`, { cause: error })
      : noAnswer(address);
  }
  if (error.code === status.UNAVAILABLE) {
    return new HsmError(neverSent ? 'HSM_UNREACHABLE' : 'NO_ANSWER', `${address}: ${error.details}`, { cause: error });
  }
  if (error.code === status.CANCELLED)
    return new HsmError('NO_ANSWER', `${address}: ${error.details}`, { cause: error });
  return new HsmError('INTERNAL', `${address}: ${error.details}`, { cause: error });
}
