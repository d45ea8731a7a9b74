import { HSM_ERRORS, HsmError, type HsmErrorCode, type HsmServiceDefinition } from '@keystorm/protocol';
import type { Handlers, IncomingCall, Random, ServiceFaults } from '@keystorm/runtime';
import type { CallCounts } from './call-counts.ts';

/** Calls that find no free session, while sessions are exhausted: logins, cryptography, and the making of keys. */
const SESSION_CALLS: ReadonlySet<string> = new Set([
  'Login',
  'Encrypt',
  'Decrypt',
  'Reencrypt',
  'GenerateDataKey',
  'GenerateKey',
  'GenerateKeyPair',
  'GenerateRandom',
  'AesWrap',
  'AesUnwrap',
]);
/** Calls that tell whether the HSM is there. They fail only where they are named. */
const SIGNS_OF_LIFE: ReadonlySet<string> = new Set(['GetInfo', 'Probe']);
const RANDOM_STEPS = 1_000_000;

/** Calls that fail. */
interface Failing {
  readonly code: HsmErrorCode;
  /** Above 0, to 1. */
  readonly rate: number;
  /** Empty for all but the signs of life. */
  readonly calls: readonly string[];
}

/** Faults that were ordered for tests: by the cluster-manager, which a restart ends, and by whoever runs the process. */
export class InjectedFaults {
  /** Whether there is any: what a call costs while there is none. */
  on = false;

  readonly #random: Random;
  readonly #chaos: ServiceFaults;
  #sessionsExhausted = false;
  #failing: Failing | undefined;

  constructor(random: Random, chaos: ServiceFaults) {
    this.#random = random;
    this.#chaos = chaos;
    chaos.onChange(() => this.#settle());
    this.#settle();
  }

  get sessionsExhausted(): boolean {
    return this.#sessionsExhausted;
  }

  get failing(): Failing | undefined {
    return this.#failing;
  }

  exhaustSessions(exhausted: boolean): void {
    this.#sessionsExhausted = exhausted;
    this.#settle();
  }

  /** An empty code ends the failures. Throws INVALID_ARGUMENT. */
  fail(code: string, rate: number, calls: readonly string[]): void {
    if (code !== '' && !isErrorCode(code)) throw new HsmError('INVALID_ARGUMENT', 'there is no such error code');
    if (code !== '' && !(rate > 0 && rate <= 1)) throw new HsmError('INVALID_ARGUMENT', 'a rate is above 0, to 1');
    this.#failing = isErrorCode(code) ? { code, rate, calls } : undefined;
    this.#settle();
  }

  /** Throws the fault that befalls this call, if one does. */
  befall(call: string): void {
    const exhausted = this.#sessionsExhausted || this.#chaos.inForce.some(({ kind }) => kind === 'hsm-sessions');
    if (exhausted && SESSION_CALLS.has(call)) throw new HsmError('NO_FREE_SESSION');
    if (this.#failing !== undefined) this.#failAtRate(this.#failing, call);
    for (const fault of this.#chaos.inForce) if (fault.kind === 'hsm-errors') this.#failAtRate(fault, call);
  }

  #failAtRate({ code, rate, calls }: Failing, call: string): void {
    const isMeant = calls.length === 0 ? !SIGNS_OF_LIFE.has(call) : calls.includes(call);
    if (isMeant && this.#random.int(RANDOM_STEPS) < rate * RANDOM_STEPS) throw new HsmError(code);
  }

  #settle(): void {
    const ordered = this.#chaos.inForce.some(({ kind }) => kind === 'hsm-sessions' || kind === 'hsm-errors');
    this.on = ordered || this.#sessionsExhausted || this.#failing !== undefined;
  }
}

/** The handlers, subject to the faults; each call is counted. */
export function withFaults(
  handlers: Handlers<HsmServiceDefinition>,
  faults: InjectedFaults,
  counts: CallCounts,
): Handlers<HsmServiceDefinition> {
  const subject = (name: string, handler: (request: never, call: IncomingCall) => unknown) => {
    const made = counts.of(name);
    return (request: never, call: IncomingCall) => {
      made.count += 1;
      if (faults.on) faults.befall(name);
      return handler(request, call);
    };
  };
  const entries = Object.entries(handlers).map(([name, handler]) => [
    name,
    subject(name, handler as (request: never, call: IncomingCall) => unknown),
  ]);
  return Object.fromEntries(entries) as Handlers<HsmServiceDefinition>;
}

function isErrorCode(code: string): code is HsmErrorCode {
  return Object.hasOwn(HSM_ERRORS, code);
}
