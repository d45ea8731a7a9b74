import type { Socket } from 'node:net';
import { readAgain, stopReading } from './faults/reading.ts';

/** What a new connection may send before it is let through; a TLS greeting is far shorter. */
const HELD_BYTES_MAX = 64 * 1024;

/**
 * Makes a server a black hole for its clients: nothing that they send is read, nothing is answered, nobody is refused.
 * While reachable it takes no part in the traffic.
 */
export class Reachability {
  readonly #accept: (socket: Socket) => void;
  readonly #accepted = new Set<Socket>();
  /** New connections, with what lets them through. */
  readonly #held = new Map<Socket, () => void>();
  #healed: PromiseWithResolvers<void> | undefined;

  constructor(accept: (socket: Socket) => void) {
    this.#accept = accept;
  }

  /** What an answer has to wait for; undefined while reachable. */
  get silence(): Promise<void> | undefined {
    return this.#healed?.promise;
  }

  /** Accepts a new connection, now or when healed. */
  admit(socket: Socket): void {
    if (this.#healed !== undefined) return this.#hold(socket);
    this.#accepted.add(socket);
    socket.once('close', () => this.#accepted.delete(socket));
    this.#accept(socket);
  }

  set(reachable: boolean): void {
    if (reachable === (this.#healed === undefined)) return;
    if (!reachable) {
      this.#healed = Promise.withResolvers();
      for (const socket of this.#accepted) stopReading(socket, this);
      return;
    }
    const healed = this.#healed;
    this.#healed = undefined;
    for (const socket of this.#accepted) readAgain(socket, this);
    for (const release of [...this.#held.values()]) release();
    healed?.resolve();
  }

  /** Reads on, to notice when the client gives up; what was read is put back for whoever comes to read it. */
  #hold(socket: Socket): void {
    const chunks: Buffer[] = [];
    let length = 0;
    const keep = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > HELD_BYTES_MAX) socket.pause();
    };
    const forget = () => this.#held.delete(socket);
    socket.on('data', keep).once('close', forget);
    this.#held.set(socket, () => {
      socket.pause().off('data', keep).off('close', forget);
      forget();
      if (length > 0) socket.unshift(Buffer.concat(chunks));
      this.admit(socket);
    });
  }
}
