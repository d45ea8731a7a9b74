import { X509Certificate } from 'node:crypto';
import {
  HSM_ERRORS,
  HsmError,
  type MethodName,
  type ReceivedResponseOf,
  type RequestOf,
  type Service,
} from '@keystorm/protocol';
import { commonNameOf, isIssuedByOneOf, judgeAnew } from '../client-trust.ts';
import type {
  CallOptions,
  ClientTls,
  ClientTrust,
  ConnectOptions,
  Connection,
  IncomingCall,
  Network,
  Peer,
  ServedService,
  ServeOptions,
  Server,
  ServerTls,
} from '../runtime.ts';
import { invariant } from '../invariant.ts';
import { AddressInUseError } from '../storage-errors.ts';
import type { Life, Machine } from './machine.ts';
import type { SeededRandom } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** One way through the simulated network takes between these, milliseconds. */
const LATENCY_MS = { min: 0.05, max: 0.8 };
/** A connection across a cut dies when the cut lasts this long: what keepalive does in a process. */
const KEEPALIVE_MS = 5_000;
/** An attempt to connect that takes this long is given up, as a process does. */
const CONNECTING_MS_MAX = 3_000;
const FIRST_EPHEMERAL_PORT = 32_768;

type Direction = 'toServer' | 'toClient';
type Dispatch = (request: object, call: IncomingCall) => unknown;

interface Listener {
  readonly life: Life;
  readonly options: ServeOptions;
  tls: ServerTls | undefined;
  readonly links: Set<Link>;
  /** False for a black hole. */
  reachable: boolean;
}

interface Way {
  readonly from: Life;
  readonly to: Life;
  /** The server to or from which it goes. */
  readonly listener: Listener;
}

/** What a cut has swallowed. */
interface Stuck extends Way {
  /** Sends it anew. */
  readonly again: () => void;
}

interface Link {
  readonly id: number;
  readonly client: Life;
  readonly listener: Listener;
  readonly connection: SimulatedConnection;
  readonly lastArrivalMs: Record<Direction, number>;
  readonly onLost: () => void;
  alive: boolean;
}

class SimulatedConnection implements Connection {
  readonly id: number;
  readonly remoteAddress: string;
  readonly ended = new AbortController();
  /** That of the client, where it is trusted. */
  certificate: X509Certificate | undefined;

  constructor(id: number, remoteAddress: string, certificate: X509Certificate | undefined) {
    this.id = id;
    this.remoteAddress = remoteAddress;
    this.certificate = certificate;
  }

  get isVerified(): boolean {
    return this.certificate !== undefined;
  }

  isIssuedBy(authorities: string): boolean {
    return isIssuedByOneOf(this.certificate, authorities);
  }

  get peerName(): string | undefined {
    return commonNameOf(this.certificate);
  }

  get closed(): AbortSignal {
    return this.ended.signal;
  }
}

/** The wires between all machines of a simulation. Every message is encoded and decoded as it would be on real ones. */
export class Wires {
  readonly #scheduler: Scheduler;
  readonly #random: SeededRandom;
  readonly #trace: (line: string) => void;
  readonly #listeners = new Map<string, Listener>();
  readonly #links = new Set<Link>();
  readonly #cuts = new Set<string>();
  readonly #delaysMs = new Map<string, number>();
  readonly #stuck: Stuck[] = [];
  #lastLink = 0;
  #lastPort = FIRST_EPHEMERAL_PORT;

  constructor(scheduler: Scheduler, random: SeededRandom, trace: (line: string) => void) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#trace = trace;
  }

  listen(life: Life, options: ServeOptions): Server {
    let { address } = options;
    if (address.endsWith(':0')) {
      this.#lastPort += 1;
      address = `${address.slice(0, -2)}:${this.#lastPort}`;
    }
    if (this.#listeners.has(address)) throw new AddressInUseError(address);
    const listener: Listener = { life, options, tls: options.tls, links: new Set(), reachable: true };
    this.#listeners.set(address, listener);
    return {
      address,
      get connections() {
        return listener.links.size;
      },
      setServing: () => undefined,
      setReachable: (reachable) => this.#setReachable(listener, reachable),
      trustClients: (trust, spared) => this.#trustClients(listener, trust, spared),
      close: () => {
        this.#unlisten(address, listener);
        for (const link of [...listener.links]) this.#break(link, 'server');
        return Promise.resolve();
      },
    };
  }

  /** Tries to connect; one of the callbacks is called on the client's machine, unless the network swallows the attempt. */
  connect(client: Life, options: ConnectOptions, onLost: () => void, done: (link: Link | HsmError) => void): void {
    const answer = (result: Link | HsmError, from: Listener) =>
      this.#send({ from: from.life, to: client, listener: from }, () => {
        // What says so may have overtaken this, when both were held up.
        const isBroken = !(result instanceof HsmError) && !result.alive;
        done(isBroken ? new HsmError('HSM_UNREACHABLE', `${options.address} broke the connection`) : result);
      });
    const refuse = () =>
      this.#scheduler.at(this.#scheduler.nowMs + this.#latency(client, client), client, () =>
        done(new HsmError('HSM_UNREACHABLE', `${options.address} refuses the connection`)),
      );
    const target = this.#listeners.get(options.address);
    if (target === undefined) return refuse();
    this.#reach({ from: client, to: target.life, listener: target }, () => {
      const listener = this.#listeners.get(options.address);
      // Its kernel answers for a process that has died on the way.
      if (listener === undefined) return refuse();
      this.#scheduler.at(this.#scheduler.nowMs, listener.life, () => shakeHands(listener));
    });
    const shakeHands = (listener: Listener) => {
      const shaken = handshake(listener.tls, options.tls);
      if (shaken instanceof HsmError) return answer(shaken, listener);
      this.#lastLink += 1;
      const link: Link = {
        id: this.#lastLink,
        client,
        listener,
        connection: new SimulatedConnection(
          this.#lastLink,
          `${client.machine.name}:${this.#lastLink}`,
          shaken.certificate,
        ),
        lastArrivalMs: { toServer: 0, toClient: 0 },
        onLost,
        alive: true,
      };
      this.#links.add(link);
      listener.links.add(link);
      answer(link, listener);
    };
  }

  /** Carries one call over a link and answers on the client's machine. */
  call(
    link: Link,
    service: Service<unknown>,
    method: string,
    request: object,
    { requestId = '', deadlineMs }: CallOptions,
    done: (result: object | HsmError) => void,
  ): void {
    const definition = service.methods[method];
    if (definition === undefined) throw new Error(`${service.name} has no method ${method}`);
    const bytes = definition.requestSerialize(request);
    const { listener, client, connection } = link;
    const reply = (outcome: string, deliver: () => void) => {
      this.#trace(`${listener.life.machine.name} > ${client.machine.name} ${method} ${outcome}`);
      this.#carry(link, 'toClient', deliver);
    };
    const fail = (error: unknown) => {
      const failure = error instanceof HsmError ? error : new HsmError('INTERNAL', undefined, { cause: error });
      if (!(error instanceof HsmError)) this.#trace(`! ${listener.life.machine.name} ${method}: ${String(error)}`);
      reply(failure.code, () => done(failure));
    };
    const succeed = (response: unknown) => {
      const answer = definition.responseSerialize(response as object);
      reply('ok', () => done(definition.responseDeserialize(answer)));
    };
    this.#trace(`${client.machine.name} > ${listener.life.machine.name} ${method}`);
    this.#carry(link, 'toServer', () => {
      const handler = handlerOf(listener.options.services, service, method);
      if (handler === undefined) return fail(new HsmError('INTERNAL', `${service.name} is not served here`));
      const overAtMs = this.#scheduler.nowMs + deadlineMs;
      const isOver = () => connection.closed.aborted || this.#scheduler.nowMs >= overAtMs;
      try {
        const response = handler(definition.requestDeserialize(bytes), { connection, requestId, isOver });
        if (response instanceof Promise) response.then(succeed, fail);
        else succeed(response);
      } catch (error) {
        fail(error);
      }
    });
  }

  /** The client breaks a link. */
  hangUp(link: Link): void {
    this.#break(link, 'client');
  }

  /** The connections and servers of a process die with it; the other ends hear of it. */
  lifeEnds(life: Life): void {
    for (const [address, listener] of this.#listeners) if (listener.life === life) this.#unlisten(address, listener);
    for (const link of [...this.#links]) {
      if (link.listener.life === life) this.#break(link, 'server');
      else if (link.client === life) this.#break(link, 'client');
    }
  }

  /** Swallows what `from` sends to `to` until healed. */
  cut(from: Machine, to: Machine): void {
    this.#cuts.add(wire(from, to));
    this.#expireSilent(this.#links);
  }

  delay(from: Machine, to: Machine, ms: number): void {
    this.#delaysMs.set(wire(from, to), ms);
  }

  heal(from: Machine, to: Machine): void {
    this.#cuts.delete(wire(from, to));
    this.#delaysMs.delete(wire(from, to));
    this.#free((message) => message.from.machine === from && message.to.machine === to);
  }

  #trustClients(listener: Listener, trust: ClientTrust, spared: Connection | undefined): void {
    invariant(listener.tls !== undefined, 'only TLS knows its clients');
    const before = listener.tls;
    const { certificate, privateKey } = before;
    listener.tls = { certificate, privateKey, ...trust };
    for (const link of [...listener.links]) {
      const { connection } = link;
      const judged = { certificate: connection.certificate, before, isSpared: connection === spared };
      const { certificate, mayStay } = judgeAnew(judged, trust);
      connection.certificate = certificate;
      if (!mayStay) this.#break(link, 'server');
    }
  }

  #setReachable(listener: Listener, reachable: boolean): void {
    listener.reachable = reachable;
    if (reachable) this.#free((message) => message.listener === listener);
    else this.#expireSilent(listener.links);
  }

  /** A server that is gone is no black hole: its machine refuses, and says that its connections have ended. */
  #unlisten(address: string, listener: Listener): void {
    if (this.#listeners.get(address) === listener) this.#listeners.delete(address);
    this.#setReachable(listener, true);
  }

  #free(isFreed: (message: Stuck) => boolean): void {
    for (const message of this.#stuck.filter(isFreed)) {
      this.#stuck.splice(this.#stuck.indexOf(message), 1);
      message.again();
    }
  }

  #expireSilent(links: Iterable<Link>): void {
    for (const link of links) {
      if (!this.#crosses(link)) continue;
      this.#scheduler.at(this.#scheduler.nowMs + KEEPALIVE_MS, undefined, () => {
        if (link.alive && this.#crosses(link)) this.#expire(link);
      });
    }
  }

  #crosses({ client, listener }: Link): boolean {
    return (
      !listener.reachable ||
      this.#cuts.has(wire(client.machine, listener.life.machine)) ||
      this.#cuts.has(wire(listener.life.machine, client.machine))
    );
  }

  #expire(link: Link): void {
    this.#forget(link);
    this.#scheduler.at(this.#scheduler.nowMs, link.listener.life, () =>
      link.connection.ended.abort(new Error('connection closed')),
    );
    this.#scheduler.at(this.#scheduler.nowMs, link.client, link.onLost);
  }

  #break(link: Link, by: 'client' | 'server'): void {
    if (!link.alive) return;
    this.#forget(link);
    const { client, listener, connection } = link;
    const closeServerSide = () => connection.ended.abort(new Error('connection closed'));
    if (by === 'client') this.#send({ from: client, to: listener.life, listener }, closeServerSide);
    else {
      closeServerSide();
      this.#send({ from: listener.life, to: client, listener }, link.onLost);
    }
  }

  #forget(link: Link): void {
    link.alive = false;
    this.#links.delete(link);
    link.listener.links.delete(link);
  }

  /** In order within a direction of a link, as TCP keeps it. */
  #carry(link: Link, direction: Direction, deliver: () => void): void {
    if (!link.alive) return;
    const { client, listener } = link;
    const [from, to] = direction === 'toServer' ? [client, listener.life] : [listener.life, client];
    this.#unlessCut({ from, to, listener }, () => {
      if (!link.alive) return;
      const arrivalMs = Math.max(this.#scheduler.nowMs + this.#latency(from, to), link.lastArrivalMs[direction]);
      link.lastArrivalMs[direction] = arrivalMs;
      this.#scheduler.at(arrivalMs, to, () => {
        if (link.alive) deliver();
      });
    });
  }

  /** Arrives at a machine, whatever has become of the process there. */
  #reach(way: Way, arrive: () => void): void {
    this.#unlessCut(way, () =>
      this.#scheduler.at(this.#scheduler.nowMs + this.#latency(way.from, way.to), undefined, arrive),
    );
  }

  #send(way: Way, deliver: () => void): void {
    this.#unlessCut(way, () =>
      this.#scheduler.at(this.#scheduler.nowMs + this.#latency(way.from, way.to), way.to, deliver),
    );
  }

  /** Sends now, or when everything that is in the way has been healed. */
  #unlessCut(way: Way, send: () => void): void {
    const isCut = this.#cuts.has(wire(way.from.machine, way.to.machine)) || !way.listener.reachable;
    if (isCut) this.#stuck.push({ ...way, again: () => this.#unlessCut(way, send) });
    else send();
  }

  #latency(from: Life, to: Life): number {
    const usual = LATENCY_MS.min + this.#random.fraction() * (LATENCY_MS.max - LATENCY_MS.min);
    return usual + (this.#delaysMs.get(wire(from.machine, to.machine)) ?? 0);
  }
}

function wire(from: Machine, to: Machine): string {
  return `${from.name}>${to.name}`;
}

function handlerOf(
  services: readonly ServedService[],
  service: Service<unknown>,
  method: string,
): Dispatch | undefined {
  return services.find((served) => served.service.name === service.name)?.handlers[method] as Dispatch | undefined;
}

/** What TLS would decide: the client's certificate, where it is trusted, or why there is no connection. */
function handshake(
  server: ServerTls | undefined,
  client: ClientTls | undefined,
): { readonly certificate: X509Certificate | undefined } | HsmError {
  if ((server === undefined) !== (client === undefined))
    return new HsmError('HSM_UNREACHABLE', 'one side speaks TLS, the other does not');
  if (server === undefined || client === undefined) return { certificate: undefined };
  if (client.trustAnchor !== undefined && !isIssuedBy(server.certificate, client.trustAnchor))
    return new HsmError('CERTIFICATE_REFUSED', HSM_ERRORS.CERTIFICATE_REFUSED.text);
  if (server.clientCa === undefined) return { certificate: undefined };
  const certificate = client.certificate === undefined ? undefined : new X509Certificate(client.certificate);
  if (isIssuedByOneOf(certificate, server.clientCa)) return { certificate };
  if (server.clientCertificate === 'optional') return { certificate: undefined };
  // TLS asks for a certificate that is missing; a wrong one only costs the connection.
  return certificate === undefined
    ? new HsmError('CERTIFICATE_REFUSED', 'the server asks for a certificate')
    : new HsmError('HSM_UNREACHABLE', 'the server breaks the connection');
}

function isIssuedBy(certificate: string, authority: string): boolean {
  try {
    return new X509Certificate(certificate).verify(new X509Certificate(authority).publicKey);
  } catch {
    return false;
  }
}

/** The network as one process sees it. */
export class SimulatedNetwork implements Network {
  readonly #wires: Wires;
  readonly #scheduler: Scheduler;
  readonly #life: Life;

  constructor(wires: Wires, scheduler: Scheduler, life: Life) {
    this.#wires = wires;
    this.#scheduler = scheduler;
    this.#life = life;
  }

  async serve(options: ServeOptions): Promise<Server> {
    return await Promise.resolve(this.#wires.listen(this.#life, options));
  }

  connect<D>(service: Service<D>, options: ConnectOptions): Peer<D> {
    return new SimulatedPeer(this.#wires, this.#scheduler, this.#life, service, options);
  }
}

interface Waiting {
  /** Sent, so that it may have been carried out. */
  sent: boolean;
  readonly send: (link: Link) => void;
  readonly reject: (error: HsmError) => void;
}

class SimulatedPeer<D> implements Peer<D> {
  readonly address: string;
  readonly #wires: Wires;
  readonly #scheduler: Scheduler;
  readonly #life: Life;
  readonly #service: Service<D>;
  readonly #options: ConnectOptions;
  readonly #lostListeners = new Set<() => void>();
  readonly #waiting = new Set<Waiting>();
  #link: Link | undefined;
  #attempt = 0;
  #connecting = false;
  #closed = false;

  constructor(wires: Wires, scheduler: Scheduler, life: Life, service: Service<D>, options: ConnectOptions) {
    this.address = options.address;
    this.#wires = wires;
    this.#scheduler = scheduler;
    this.#life = life;
    this.#service = service;
    this.#options = options;
  }

  call<M extends MethodName<D>>(
    method: M,
    request: RequestOf<D, M>,
    options: CallOptions,
  ): Promise<ReceivedResponseOf<D, M>> {
    if (this.#closed) return Promise.reject(new HsmError('HSM_UNREACHABLE', 'the connection was closed'));
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        if (this.#waiting.delete(waiting)) act();
      };
      const waiting: Waiting = {
        sent: false,
        reject: (error) => settle(() => reject(error)),
        send: (link) => {
          waiting.sent = true;
          this.#wires.call(link, this.#service, method, request as object, options, (result) =>
            settle(() => (result instanceof HsmError ? reject(result) : resolve(result as ReceivedResponseOf<D, M>))),
          );
        },
      };
      this.#waiting.add(waiting);
      this.#scheduler.at(this.#scheduler.nowMs + options.deadlineMs, this.#life, () =>
        waiting.reject(
          waiting.sent
            ? new HsmError('NO_ANSWER', `${this.address} did not answer in time`)
            : new HsmError('HSM_UNREACHABLE', `${this.address} cannot be reached`),
        ),
      );
      if (this.#link) waiting.send(this.#link);
      else this.#connect();
    });
  }

  onConnectionLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  reset(): void {
    const link = this.#link;
    this.#attempt += 1;
    this.#connecting = false;
    if (link) this.#wires.hangUp(link);
    this.#lost();
  }

  close(): void {
    this.#closed = true;
    this.reset();
    this.#lostListeners.clear();
  }

  #connect(): void {
    if (this.#connecting) return;
    this.#connecting = true;
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#scheduler.at(this.#scheduler.nowMs + CONNECTING_MS_MAX, this.#life, () => {
      if (attempt === this.#attempt && this.#connecting) this.reset();
    });
    this.#wires.connect(
      this.#life,
      this.#options,
      () => {
        if (attempt === this.#attempt) this.#lost();
      },
      (result) => {
        if (attempt !== this.#attempt) {
          if (!(result instanceof HsmError)) this.#wires.hangUp(result);
          return;
        }
        this.#connecting = false;
        if (result instanceof HsmError) {
          for (const waiting of [...this.#waiting]) waiting.reject(result);
        } else {
          this.#link = result;
          for (const waiting of [...this.#waiting]) waiting.send(result);
        }
      },
    );
  }

  #lost(): void {
    const hadLink = this.#link !== undefined;
    this.#link = undefined;
    for (const waiting of [...this.#waiting]) {
      waiting.reject(
        new HsmError(waiting.sent ? 'NO_ANSWER' : 'HSM_UNREACHABLE', `the connection to ${this.address} was lost`),
      );
    }
    if (hadLink) for (const listener of this.#lostListeners) listener();
  }
}
