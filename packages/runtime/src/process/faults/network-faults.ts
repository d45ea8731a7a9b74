import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { readAgain, stopReading } from './reading.ts';

/** Time after which TCP sends a lost segment again; doubled each time it is lost again. Source: RFC 6298, Linux's least. */
const RETRANSMISSION_MS = 200;
const RETRANSMISSIONS_MAX = 6;
/** Where Node tells of sockets that a process makes, and of those that it accepts. */
const CHANNELS = ['net.client.socket', 'net.server.socket'] as const;

/** What befalls everything that comes from some hosts. A fault of both directions is acted out by both ends. */
export interface LinkFault {
  readonly hosts: readonly string[];
  /** Nothing comes through. */
  readonly cut: boolean;
  /** Everything comes this much later, milliseconds. */
  readonly delayMs: number;
  /** And up to this much more, by chance. */
  readonly jitterMs: number;
  /**
   * Share of the messages that are lost on their way, from 0 to below 1. TCP sends a lost segment again and delivers
   * nothing that follows before it: so a loss is a delay of 200 ms, twice as long each time, of the message and of
   * everything after it.
   */
  readonly lossRate: number;
}

interface Slow {
  readonly fault: LinkFault;
  /** When the last message came, or comes: none overtakes another. */
  lastAtMs: number;
}

/**
 * Faults of the network as this process meets them: it does not read what it must not get. Knows the TCP sockets of the
 * process from their beginning; Unix sockets, through which the system is steered, are never touched.
 */
export class NetworkFaults {
  readonly #sockets = new Set<Socket>();
  #cutHosts: ReadonlySet<string> | undefined;
  #slow: ReadonlyMap<string, readonly Slow[]> | undefined;

  /** Begins to know the sockets of the process. Returns what ends that. */
  start(): () => void {
    const know = (message: unknown) => this.#know((message as { readonly socket: Socket }).socket);
    for (const channel of CHANNELS) subscribe(channel, know);
    return () => {
      for (const channel of CHANNELS) unsubscribe(channel, know);
    };
  }

  /** Replaces all faults. */
  set(faults: readonly LinkFault[]): void {
    const cutHosts = new Set(faults.filter(({ cut }) => cut).flatMap(({ hosts }) => hosts));
    this.#cutHosts = cutHosts.size === 0 ? undefined : cutHosts;
    this.#slow = slowHosts(faults);
    for (const socket of this.#sockets) {
      if (this.#isCut(socket)) stopReading(socket, this);
      else readAgain(socket, this);
    }
  }

  /** Breaks the connections with these hosts, as a reset of TCP does. */
  reset(hosts: readonly string[]): void {
    for (const socket of this.#sockets) if (hosts.includes(hostOf(socket))) socket.resetAndDestroy();
  }

  /** Delivers a message from a host: at once, or when it would have come. */
  arrive(host: string, deliver: () => void): void {
    const slow = this.#slow?.get(host);
    if (slow === undefined) return deliver();
    const now = performance.now();
    let atMs = now;
    for (const link of slow) {
      link.lastAtMs = Math.max(link.lastAtMs, now + waitMs(link.fault));
      atMs = Math.max(atMs, link.lastAtMs);
    }
    setTimeout(deliver, atMs - now);
  }

  #know(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // A client learns only then where it got to; a server knows at once.
    if (socket.connecting || socket.remoteAddress === undefined) socket.once('connect', () => this.#greet(socket));
    else this.#greet(socket);
  }

  /** TLS and HTTP begin to read in this turn of the event loop, and the kernel is asked for bytes in the next. */
  #greet(socket: Socket): void {
    if (this.#cutHosts === undefined) return;
    setImmediate(() => {
      if (this.#isCut(socket)) stopReading(socket, this);
    });
  }

  #isCut(socket: Socket): boolean {
    return this.#cutHosts?.has(hostOf(socket)) === true;
  }
}

function slowHosts(faults: readonly LinkFault[]): ReadonlyMap<string, readonly Slow[]> | undefined {
  const slow = new Map<string, Slow[]>();
  for (const fault of faults) {
    if (fault.delayMs + fault.jitterMs + fault.lossRate === 0) continue;
    for (const host of fault.hosts) slow.set(host, [...(slow.get(host) ?? []), { fault, lastAtMs: 0 }]);
  }
  return slow.size === 0 ? undefined : slow;
}

function waitMs({ delayMs, jitterMs, lossRate }: LinkFault): number {
  let ms = delayMs + Math.random() * jitterMs;
  for (let lost = 0; lost < RETRANSMISSIONS_MAX && Math.random() < lossRate; lost += 1)
    ms += RETRANSMISSION_MS * 2 ** lost;
  return ms;
}

/** Empty for Unix sockets, and for those that are not connected. */
function hostOf({ remoteAddress = '' }: Socket): string {
  return remoteAddress.replace(/^::ffff:/, '');
}
