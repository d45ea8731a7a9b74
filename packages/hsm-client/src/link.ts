import { HSM_SERVICE, type HsmErrorCode, type HsmServiceDefinition } from '@keystorm/protocol';
import { Bell, may, next, type Peer, type Runtime, type Transitions } from '@keystorm/runtime';

import type { Call } from './call.ts';
import { type HsmConnection, type HsmEndpoint, PeerConnection } from './hsm-connection.ts';
import { SESSION } from './policy.ts';

/** The way to one HSM of a cluster. Only `logged-in` gets new calls. */
export type LinkState = 'connecting' | 'logged-in' | 'suspect' | 'unreachable' | 'refused';

export const LINK = {
  ready: { from: ['connecting', 'unreachable', 'refused'], to: 'logged-in' },
  /** Nobody answers, or the HSM cannot take the login now. Tried again by itself. */
  failed: { from: ['connecting', 'unreachable', 'refused'], to: 'unreachable' },
  /** The HSM does not accept the user. Not tried again until the user has changed, for that would lock it. */
  refused: { from: ['connecting', 'unreachable', 'refused'], to: 'refused' },
  /** The oldest call is overdue. */
  silent: { from: ['logged-in'], to: 'suspect' },
  /** Anything came back. */
  answered: { from: ['suspect'], to: 'logged-in' },
  /** The login is gone, or the HSM is no longer level. */
  lost: { from: ['logged-in', 'suspect'], to: 'connecting' },
  /** The login is good, and the HSM will soon be level. */
  notLevel: { from: ['connecting', 'unreachable', 'refused'], to: 'connecting' },
} as const satisfies Transitions<LinkState>;

/** Weight of a new round trip in the smoothed one. */
const SMOOTHING = 1 / 8;
const FIRST_ROUND_TRIP_MS = 5;

/** One HSM as a session sees it. The login loop and the calls change its state through `happened`. */
export class Link {
  readonly endpoint: HsmEndpoint;
  readonly peer: Peer<HsmServiceDefinition>;
  /** Carries the login. */
  readonly connection: HsmConnection;
  /** The same connection, with the deadline of calls that write. */
  readonly writer: HsmConnection;
  /** The same connection, with the deadline of a logout. */
  readonly leaver: HsmConnection;
  /** Calls sent and not answered, oldest first, with the moment of sending. */
  readonly unanswered = new Map<Call, number>();
  /** Wakes the login loop. */
  readonly bell = new Bell();
  /** When the link became suspect; monotonic. */
  suspectSince = 0;
  /** A probe is on its way. */
  probing = false;
  /** The user as it was when it was refused, and why: tells whether another attempt may help. */
  refusal: { readonly user: string; readonly code: HsmErrorCode } | undefined;
  lastError: HsmErrorCode | undefined;
  readonly #leaving = new AbortController();
  #state: LinkState = 'connecting';
  #smoothedMs = FIRST_ROUND_TRIP_MS;

  constructor(runtime: Runtime, endpoint: HsmEndpoint, trustAnchor: string) {
    this.endpoint = endpoint;
    this.peer = runtime.network.connect(HSM_SERVICE, { address: endpoint.address, tls: { trustAnchor } });
    this.connection = new PeerConnection(endpoint, this.peer, SESSION.loginDeadlineMs);
    this.writer = new PeerConnection(endpoint, this.peer, SESSION.writeDeadlineMs);
    this.leaver = new PeerConnection(endpoint, this.peer, SESSION.logoutDeadlineMs);
  }

  /** Aborted when the HSM has left the session. */
  get left(): AbortSignal {
    return this.#leaving.signal;
  }

  leave(): void {
    this.#leaving.abort();
  }

  get state(): LinkState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state === 'logged-in';
  }

  /** Whether the HSM holds a login of ours, as far as is known. */
  get isLoggedIn(): boolean {
    return this.#state === 'logged-in' || this.#state === 'suspect';
  }

  happened(event: keyof typeof LINK): void {
    this.#state = next(LINK, this.#state, event);
  }

  /** The login is gone. A link without one stays what it was. */
  lost(): void {
    if (may(LINK, this.#state, 'lost')) this.#state = next(LINK, this.#state, 'lost');
  }

  /** Age from which an unanswered call makes the link suspect. */
  get suspectAfterMs(): number {
    const usual = SESSION.suspectAfterRoundTrips * this.#smoothedMs;
    return Math.min(SESSION.suspectAfterMaxMs, Math.max(SESSION.suspectAfterMinMs, usual));
  }

  measured(roundTripMs: number): void {
    this.#smoothedMs += (roundTripMs - this.#smoothedMs) * SMOOTHING;
  }
}
