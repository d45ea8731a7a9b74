import {
  createServer as createTcpServer,
  connect as connectTcp,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { X509Certificate } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import {
  type ConnectionInjector,
  experimental,
  Metadata,
  Server as GrpcServer,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type StatusObject,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
  type sendUnaryData,
} from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { ERROR_METADATA, HSM_ERRORS, HsmError, PACKAGE_DEFINITION, REQUEST_ID_METADATA } from '@keystorm/protocol';
import { HealthImplementation } from 'grpc-health-check';
import { commonNameOf, isIssuedByOneOf, judgeAnew } from '../client-trust.ts';
import type {
  ClientTrust,
  Connection,
  IncomingCall,
  Logger,
  ServedService,
  ServeOptions,
  Server,
  ServerTls,
} from '../runtime.ts';
import { invariant } from '../invariant.ts';
import { AddressInUseError } from '../storage-errors.ts';
import type { NetworkFaults } from './faults/network-faults.ts';
import type { Supervision } from './faults/supervision.ts';
import { HEALTH_DEFINITION } from './health-definition.ts';
import { CALLS_AT_ONCE_MAX, CONNECTIONS_MAX, MESSAGE_BYTES_MAX, SERVER_KEEPALIVE_MS } from './limits.ts';
import { Reachability } from './reachability.ts';

/** A call of a stream begins as it arrives: there is no time in which its deadline could pass. */
const NEVER_OVER = () => false;

type Dispatch = (request: object, call: IncomingCall) => unknown;

/** What the calls of a server are answered with. */
interface Answering {
  readonly connections: Connections;
  readonly reachability: Reachability;
  readonly faults: NetworkFaults;
  readonly log: Logger;
}

/**
 * Listens with a TCP server of our own and hands its sockets to gRPC: only so is the death of a connection, to which
 * logins are bound, seen at once.
 */
export async function listen(options: ServeOptions, supervision: Supervision, log: Logger): Promise<Server> {
  const connections = new Connections();
  const reachability = new Reachability((socket) => door.injectConnection(socket));
  const health = new HealthImplementation({ '': 'SERVING' });
  const grpc = new GrpcServer({
    'grpc.keepalive_time_ms': SERVER_KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': SERVER_KEEPALIVE_MS,
    'grpc.max_concurrent_streams': CALLS_AT_ONCE_MAX,
    'grpc.max_receive_message_length': options.requestBytesMax ?? MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
  });
  const answering = { connections, reachability, faults: supervision.faults.network, log };
  for (const served of options.services) {
    grpc.addService(served.service.methods, implementation(served, answering));
    health.setStatus(served.service.name, 'SERVING');
  }
  health.addToServer(grpc);
  new ReflectionService(
    { ...oneOfEachSet(PACKAGE_DEFINITION), ...oneOfEachSet(HEALTH_DEFINITION) },
    { services: servedNames(options) },
  ).addToServer(grpc);

  let { tls } = options;
  let door = grpc.createConnectionInjector(credentials(tls));
  const doors: ConnectionInjector[] = [door];
  const tcp = createTcpServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    if (connections.size >= (options.connectionsMax ?? CONNECTIONS_MAX)) {
      log.warn({ address: options.address }, 'connection refused: too many');
      socket.destroy();
      return;
    }
    connections.add(socket);
    reachability.admit(socket);
  });
  const address = await bind(tcp, options.address);
  const listensNoMore = supervision.listens(address);
  return {
    address,
    get connections() {
      return connections.size;
    },
    setServing(serving) {
      for (const name of ['', ...options.services.map(({ service }) => service.name)]) {
        health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
      }
    },
    setReachable: (reachable) => reachability.set(reachable),
    trustClients(trust, spared) {
      invariant(tls !== undefined, 'only TLS knows its clients');
      const { certificate, privateKey } = tls;
      // What was let in by an earlier door stays behind it.
      const before = tls;
      tls = { certificate, privateKey, ...trust };
      door = grpc.createConnectionInjector(credentials(tls));
      doors.push(door);
      connections.judge(before, trust, spared);
    },
    async close() {
      listensNoMore();
      const closed = new Promise<void>((resolve) => tcp.close(() => resolve()));
      connections.destroyAll();
      for (const each of doors) each.destroy();
      grpc.forceShutdown();
      await closed;
    },
  };
}

/**
 * Each definition carries the descriptors of all files that were loaded with it, and the library decodes them again for
 * each: that took a tenth of a second of every start.
 */
function oneOfEachSet(definitions: PackageDefinition): PackageDefinition {
  const sets = new Map<unknown, [name: string, definition: PackageDefinition[string]]>();
  for (const [name, definition] of Object.entries(definitions)) {
    if ('fileDescriptorProtos' in definition) sets.set(definition.fileDescriptorProtos, [name, definition]);
  }
  return Object.fromEntries(sets.values());
}

function servedNames(options: ServeOptions): string[] {
  return [...options.services.map(({ service }) => service.name), 'grpc.health.v1.Health'];
}

function credentials(tls: ServerTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const certificate = Buffer.from(tls.certificate);
  const privateKey = Buffer.from(tls.privateKey);
  const clientCa = tls.clientCa === undefined ? null : Buffer.from(tls.clientCa);
  if (clientCa === null || tls.clientCertificate !== 'optional')
    return ServerCredentials.createSsl(
      clientCa,
      [{ cert_chain: certificate, private_key: privateKey }],
      clientCa !== null,
    );
  // Whoever listens is not listened to yet.
  const provider: Parameters<typeof experimental.createCertificateProviderServerCredentials>[1] = {
    addCaCertificateListener: (tell) => queueMicrotask(() => tell({ caCertificate: clientCa })),
    removeCaCertificateListener: () => undefined,
    addIdentityCertificateListener: (tell) => queueMicrotask(() => tell({ certificate, privateKey })),
    removeIdentityCertificateListener: () => undefined,
  };
  // Asks for a certificate and lets in whoever has none; `createSsl` knows all or nothing.
  return experimental.createCertificateProviderServerCredentials(provider, provider, false);
}

/** Binds and returns where. A Unix socket that a dead process has left behind is replaced. */
async function bind(server: TcpServer, address: string): Promise<string> {
  const path = address.startsWith('unix:') ? address.slice('unix:'.length) : undefined;
  if (path !== undefined && !(await answers(path))) {
    try {
      unlinkSync(path);
    } catch {
      // There is none: nothing to replace.
    }
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new AddressInUseError(address) : error),
    );
    if (path === undefined) server.listen({ ...splitAddress(address) }, resolve);
    else server.listen(path, resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') return address;
  return `${bound.address}:${bound.port}`;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function splitAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  const port = Number(address.slice(colon + 1));
  if (colon < 1 || !Number.isInteger(port)) throw new Error(`'${address}' is not host:port`);
  return { host: address.slice(0, colon), port };
}

class TcpConnection implements Connection {
  readonly id: number;
  readonly remoteAddress: string;
  readonly #ended = new AbortController();
  readonly #socket: Socket;
  /** Null where the client has none that is trusted; undefined before the first call. */
  #certificate: X509Certificate | null | undefined;

  constructor(id: number, socket: Socket, remoteAddress: string) {
    this.id = id;
    this.remoteAddress = remoteAddress;
    this.#socket = socket;
    socket.once('close', () => this.#ended.abort(new Error('connection closed')));
  }

  get closed(): AbortSignal {
    return this.#ended.signal;
  }

  /** Whether nobody has asked yet who the client is. */
  get isStranger(): boolean {
    return this.#certificate === undefined;
  }

  get isVerified(): boolean {
    return (this.#certificate ?? undefined) !== undefined;
  }

  isIssuedBy(authorities: string): boolean {
    return isIssuedByOneOf(this.#certificate ?? undefined, authorities);
  }

  get peerName(): string | undefined {
    return commonNameOf(this.#certificate ?? undefined);
  }

  /** TLS tells with the first call who the client is. */
  meet(call: Pick<ServerUnaryCall<unknown, unknown>, 'getAuthContext'>): void {
    const certificate = call.getAuthContext().sslPeerCertificate?.raw;
    this.#certificate = certificate === undefined ? null : new X509Certificate(certificate);
  }

  /** Ends the connection, unless its client may stay. Who has asked nothing yet has nothing to lose. */
  judge(before: ClientTrust, trust: ClientTrust, isSpared: boolean): void {
    const judged = { certificate: this.#certificate ?? undefined, before, isSpared };
    const { certificate, mayStay } = judgeAnew(judged, trust);
    if (this.isStranger || !mayStay) this.destroy();
    else this.#certificate = certificate ?? null;
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

class Connections {
  readonly #all = new Set<TcpConnection>();
  readonly #byPeer = new Map<string, TcpConnection>();
  #last = 0;

  get size(): number {
    return this.#all.size;
  }

  add(socket: Socket): void {
    this.#last += 1;
    // Unix sockets have no remote address: all their calls count as of one connection, whichever is there.
    const peer = socket.remoteAddress === undefined ? 'unknown' : `${socket.remoteAddress}:${socket.remotePort ?? 0}`;
    const connection = new TcpConnection(this.#last, socket, peer);
    this.#all.add(connection);
    this.#byPeer.set(peer, connection);
    socket.once('close', () => {
      this.#all.delete(connection);
      if (this.#byPeer.get(peer) !== connection) return;
      const another = [...this.#all].find(({ remoteAddress }) => remoteAddress === peer);
      if (another === undefined) this.#byPeer.delete(peer);
      else this.#byPeer.set(peer, another);
    });
  }

  /** Throws NO_ANSWER where the connection is gone, and where the call is: cancelled, or past its deadline, it has no peer. */
  of(call: Pick<ServerUnaryCall<unknown, unknown>, 'getPeer' | 'getAuthContext'>): TcpConnection {
    const connection = this.#byPeer.get(call.getPeer());
    if (connection === undefined) throw new HsmError('NO_ANSWER', 'the connection is gone, or the call');
    if (connection.isStranger) connection.meet(call);
    return connection;
  }

  judge(before: ClientTrust, trust: ClientTrust, spared: Connection | undefined): void {
    for (const connection of this.#all) connection.judge(before, trust, connection === spared);
  }

  destroyAll(): void {
    for (const connection of this.#all) connection.destroy();
  }
}

function implementation(served: ServedService, answering: Answering): UntypedServiceImplementation {
  const { service } = served;
  const methods = Object.keys(service.methods).filter((method) => method !== service.exchange?.method);
  const calls: Record<string, UntypedHandleCall> = Object.fromEntries<UntypedHandleCall>(
    methods.map((method) => [
      method,
      unary(service.name, method, served.handlers[method] as Dispatch | undefined, answering) as UntypedHandleCall,
    ]),
  );
  if (service.exchange) calls[service.exchange.method] = exchange(served, answering) as UntypedHandleCall;
  return calls;
}

function unary(
  service: string,
  method: string,
  handler: Dispatch | undefined,
  { connections, reachability, faults, log }: Answering,
) {
  const answer = async (call: ServerUnaryCall<object, object>, respond: sendUnaryData<object>) => {
    const isOver = () => call.cancelled || Date.now() >= Number(call.getDeadline());
    try {
      if (handler === undefined) throw new Error(`${service}/${method} has no handler`);
      const requestId = call.metadata.get(REQUEST_ID_METADATA)[0];
      const response = await handler(call.request, {
        connection: connections.of(call),
        requestId: typeof requestId === 'string' ? requestId : '',
        isOver,
      });
      if (reachability.silence) await reachability.silence;
      respond(null, response as object);
    } catch (error) {
      if (reachability.silence) await reachability.silence;
      respond(failureStatus(asHsmError(error, method, log)));
    }
  };
  return (call: ServerUnaryCall<object, object>, respond: sendUnaryData<object>): void =>
    faults.arrive(hostOf(call.getPeer()), () => void answer(call, respond));
}

/** Without the port. */
function hostOf(peer: string): string {
  return peer.slice(0, peer.lastIndexOf(':'));
}

function asHsmError(error: unknown, method: string, log: Logger): HsmError {
  if (error instanceof HsmError) return error;
  log.error({ err: error, method }, 'call failed unexpectedly');
  return new HsmError('INTERNAL');
}

function failureStatus(error: HsmError): Partial<StatusObject> {
  const metadata = new Metadata();
  metadata.set(ERROR_METADATA, error.code);
  return { code: HSM_ERRORS[error.code].grpc, details: error.message, metadata };
}

interface Call {
  readonly id: number;
  readonly requestId: string;
  readonly request?: string;
  readonly [member: string]: unknown;
}

type Reply = Record<string, unknown>;

/** The coalesced stream: many calls in, answers of one tick out in one message. */
function exchange({ service, handlers }: ServedService, { connections, reachability, faults, log }: Answering) {
  const methodOf = new Map(Object.entries(service.exchange?.members ?? {}).map(([method, member]) => [member, method]));
  return (stream: ServerDuplexStream<{ calls: readonly Call[] }, { replies: readonly Reply[] }>): void => {
    let replies: Reply[] = [];
    const flush = () => {
      if (reachability.silence) return void reachability.silence.then(flush);
      const ready = replies;
      replies = [];
      if (!stream.cancelled && !stream.writableEnded) stream.write({ replies: ready });
    };
    const reply = (message: Reply) => {
      if (replies.length === 0) setImmediate(flush);
      replies.push(message);
    };
    const fail = (id: number, method: string, error: unknown) => {
      const { code, message } = asHsmError(error, method, log);
      reply({ id, failure: { code, message } });
    };
    const run = (connection: Connection, call: Call) => {
      const member = call.request ?? '';
      const method = methodOf.get(member) ?? '';
      const handler = handlers[method] as Dispatch | undefined;
      if (handler === undefined)
        return fail(call.id, method, new HsmError('INVALID_ARGUMENT', 'the call names no request'));
      try {
        const response = handler(call[member] as object, { connection, requestId: call.requestId, isOver: NEVER_OVER });
        if (response instanceof Promise) {
          response.then(
            (late: unknown) => reply({ id: call.id, [member]: late }),
            (error: unknown) => fail(call.id, method, error),
          );
        } else reply({ id: call.id, [member]: response });
      } catch (error) {
        fail(call.id, method, error);
      }
    };
    const host = hostOf(stream.getPeer());
    let connection: Connection | undefined;
    stream.on('data', (message: { readonly calls: readonly Call[] }) => {
      try {
        connection ??= connections.of(stream);
      } catch (error) {
        stream.destroy(error instanceof Error ? error : undefined);
        return;
      }
      const from = connection;
      faults.arrive(host, () => message.calls.forEach((call) => run(from, call)));
    });
    stream.on('end', () => stream.end());
    stream.on('error', () => stream.end());
  };
}
