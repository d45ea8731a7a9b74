import type {
  MethodName,
  ReceivedRequestOf,
  ReceivedResponseOf,
  RequestOf,
  ResponseOf,
  Service,
} from '@keystorm/protocol';
import type { RsaShape } from './rsa-shape.ts';
import type { ServiceFaults } from './service-faults.ts';

/**
 * Everything through which a process touches the world. `runtime/process` is the real one, `runtime/sim` a simulation
 * that repeats exactly from its seed.
 */
export interface Runtime {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly storage: Storage;
  readonly compute: Compute;
  readonly faults: ServiceFaults;
  readonly log: Logger;
}

/**
 * Two times in one: that of the simulated world, which `lab advance` moves forward in jumps, and durations, which no
 * jump shortens. Deadlines of the world (a deletion date, a retention) use `now` and `sleepUntil`; timeouts and
 * back-off use `monotonic` and `sleep`.
 */
export interface Clock {
  /** The simulated world's time, milliseconds since the epoch. Never goes backwards. */
  now(): number;
  /** The machine's time, milliseconds since the epoch: what clients sign their requests with. */
  host(): number;
  /** Milliseconds since some fixed moment; for durations. */
  monotonic(): number;
  /** Waits for a duration. Rejects with `signal.reason` when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Waits until `now()` has reached `epochMs`, also by a jump. Rejects with `signal.reason` when aborted. */
  sleepUntil(epochMs: number, signal?: AbortSignal): Promise<void>;
  /** How far `now()` is ahead of `host()`, milliseconds. */
  readonly aheadMs: number;
  /** Jumps forward until `aheadMs` is at least this much; a smaller value changes nothing. */
  advanceTo(aheadMs: number): void;
}

export interface Random {
  bytes(length: number): Buffer;
  /** A whole number from 0 up to, not including, `below`. */
  int(below: number): number;
  uuid(): string;
}

/** Which clients a server knows by their certificates. */
export interface ClientTrust {
  /** Authorities that issue them, PEM, one after the other. Without any, no client is asked for a certificate. */
  readonly clientCa?: string;
  /** Whether a client without such a certificate is let in all the same. Default `required`: it is not. */
  readonly clientCertificate?: 'required' | 'optional';
}

/** Certificates with which a server presents itself, PEM, and those by which it knows its clients. */
export interface ServerTls extends ClientTrust {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What a client trusts, and the certificate with which it presents itself, PEM. Host names are not compared. */
export interface ClientTls {
  /** Undefined: whoever answers is taken, so nothing that is secret may be sent, and nothing that is said be trusted. */
  readonly trustAnchor: string | undefined;
  readonly certificate?: string;
  readonly privateKey?: string;
}

/** A client's connection to a server, as the server sees it. */
export interface Connection {
  /** Unique in the life of the server. */
  readonly id: number;
  readonly remoteAddress: string;
  /** Whether the client has presented a certificate of an authority that the server trusts. */
  readonly isVerified: boolean;
  /** Whether one of these authorities, PEM, has issued that certificate. */
  isIssuedBy(authorities: string): boolean;
  /** Common name in that certificate, if it has one. */
  readonly peerName: string | undefined;
  /** Aborted when the connection dies, however it dies. */
  readonly closed: AbortSignal;
}

export interface IncomingCall {
  readonly connection: Connection;
  /** Id of the request that the call serves; empty when the caller gave none. */
  readonly requestId: string;
  /** Whether nobody waits for an answer any more: the deadline has passed, or the caller has gone. */
  readonly isOver: () => boolean;
}

/** May answer at once or later; a synchronous answer is the fast way. Throw HsmError to fail with a code. */
export type Handler<D, M extends keyof D> = (
  request: ReceivedRequestOf<D, M>,
  call: IncomingCall,
) => ResponseOf<D, M> | Promise<ResponseOf<D, M>>;

export type Handlers<D> = { readonly [M in MethodName<D>]: Handler<D, M> };

/** A service with its handlers; made by `serving`. */
export interface ServedService {
  readonly service: Service<unknown>;
  readonly handlers: Readonly<Record<string, (request: never, call: IncomingCall) => unknown>>;
}

export interface ServeOptions {
  /** `host:port`, where port 0 takes a free one, or `unix:PATH`. */
  readonly address: string;
  readonly services: readonly ServedService[];
  readonly tls?: ServerTls;
  /** Further connections are closed at once. Default 1000. */
  readonly connectionsMax?: number;
  /** Bytes of a request; a larger one is refused before it is read. Default 80 MiB. */
  readonly requestBytesMax?: number;
}

/** A server that listens. It also serves the standard health and reflection services. */
export interface Server {
  /** Where it really listens. */
  readonly address: string;
  /** Connections that are open now. */
  readonly connections: number;
  /** What the standard health service says. Starts as serving. */
  setServing(serving: boolean): void;
  /**
   * While not reachable the server is a black hole, as behind a security group that lets nothing through: connections
   * are neither refused nor answered, those that there are fall silent. What waited goes on when it is reachable again,
   * where a connection has lasted that long. Starts as reachable.
   */
  setReachable(reachable: boolean): void;
  /**
   * Judges clients by this from now on, those that are connected included: who would not be let in again loses the
   * connection, and so does who was known by an authority that is not trusted any more. The spared one goes on as one
   * that is not known. Only of a server with TLS.
   */
  trustClients(trust: ClientTrust, spared?: Connection): void;
  /** Stops listening, breaks all connections. */
  close(): Promise<void>;
}

export interface CallOptions {
  /** After this the caller gets NO_ANSWER. */
  readonly deadlineMs: number;
  readonly requestId?: string;
}

/** The way to one server. Connects when first used, and again after every loss; it never gives up by itself. */
export interface Peer<D> {
  readonly address: string;
  /**
   * Throws HsmError: the server's own, HSM_UNREACHABLE (the request was not sent), NO_ANSWER (it may have been
   * carried out), or CERTIFICATE_REFUSED.
   */
  call<M extends MethodName<D>>(
    method: M,
    request: RequestOf<D, M>,
    options: CallOptions,
  ): Promise<ReceivedResponseOf<D, M>>;
  /** Called whenever the connection dies (state bound to it, such as a login, is gone). Returns what unsubscribes. */
  onConnectionLost(listener: () => void): () => void;
  /** Breaks the connection: calls without answer get NO_ANSWER. The next call connects anew. */
  reset(): void;
  /** Breaks the connection for good. */
  close(): void;
}

export interface ConnectOptions {
  /** `host:port` or `unix:PATH`. */
  readonly address: string;
  readonly tls?: ClientTls;
}

export interface Network {
  /** Rejects with AddressInUseError when something else listens there. */
  serve(options: ServeOptions): Promise<Server>;
  connect<D>(service: Service<D>, options: ConnectOptions): Peer<D>;
}

/** A named collection of values of one type; made by `table`. */
export interface Table<T> {
  readonly name: string;
  /** Carries the type only; never present. */
  readonly value?: T;
}

export interface Range {
  /** First key, included. */
  readonly from?: string;
  /** Last key, not included. */
  readonly to?: string;
  readonly limit?: number;
  /** Highest key first. */
  readonly reverse?: boolean;
}

/** Values are what JSON can hold, and Buffers. Keys are compared by their code units. */
export interface Transaction {
  get<T>(table: Table<T>, key: string): Promise<T | undefined>;
  list<T>(table: Table<T>, range?: Range): Promise<readonly (readonly [key: string, value: T])[]>;
  put<T>(table: Table<T>, key: string, value: T): void;
  delete(table: Table<unknown>, key: string): void;
}

export interface Store {
  /**
   * Runs `work` alone: transactions follow one another. When the promise resolves, everything that `work` wrote is on
   * disk; when `work` throws, nothing is. A crash leaves all of it or none.
   */
  transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T>;
  get<T>(table: Table<T>, key: string): Promise<T | undefined>;
  list<T>(table: Table<T>, range?: Range): Promise<readonly (readonly [key: string, value: T])[]>;
  /** Why the last write failed; empty when it did not. */
  readonly ailment: string;
  close(): Promise<void>;
}

/** What outlives the process, in the process's own data directory. */
export interface Storage {
  /** Opens or creates a store. Rejects with NewerDataError when it was written by a version above `version`. */
  open(name: string, version: number): Promise<Store>;
  /** Undefined when there is no such file. */
  readFile(name: string): Promise<Buffer | undefined>;
  /** Replaces the whole file, durably: afterwards it holds the old or the new content, never a mixture. Mode 0600. */
  writeFile(name: string, content: Uint8Array): Promise<void>;
  /** Removes a file, if it is there. */
  removeFile(name: string): Promise<void>;
  /** Names that begin with `prefix` (folders separated by `/`), sorted. */
  listFiles(prefix: string): Promise<readonly string[]>;
}

/** PKCS #8 and SPKI, PEM. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Work that would hold up the event loop, or that is asynchronous for reasons of its own. */
export interface Compute {
  /** Hash of a password, 32 bytes, off the event loop. */
  scrypt(password: string, salt: Uint8Array): Promise<Buffer>;
  /** A new RSA key pair, of RSA-2048 with the usual exponent unless it is said. */
  rsaKeyPair(shape?: RsaShape): Promise<KeyPair>;
  /** A new key pair for certificates that nobody but our own processes sees: cheap to make and to use. */
  transportKeyPair(): Promise<KeyPair>;
  /** Runs asynchronous work of a library (WebCrypto) while a simulation's time stands still. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** pino, or something like it. Never pass secrets. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}
