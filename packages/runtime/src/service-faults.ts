import type { HsmErrorCode } from '@keystorm/protocol';

/** Faults that a service has to act out itself, because they are nothing of network, disk or clock. */
export type ServiceFault =
  /** Logins, crypto calls and the making of keys find no free session. */
  | { readonly kind: 'hsm-sessions' }
  /** Calls fail with this code: `rate` of them, above 0, to 1; all but the signs of life where no calls are named. */
  | {
      readonly kind: 'hsm-errors';
      readonly code: HsmErrorCode;
      readonly rate: number;
      readonly calls: readonly string[];
    }
  /** `rate` of the KMS requests, above 0, to 1, get KMSInternalException; of all operations where none are named. */
  | { readonly kind: 'kms-errors'; readonly rate: number; readonly operations: readonly string[] }
  /** Long work does not begin this step, such as `connect/rotate` or `CreateHsm/register`. */
  | { readonly kind: 'hold'; readonly step: string };

/** The faults of a process that are in force. While there is none, they cost a look at an empty list. */
export class ServiceFaults {
  #inForce: readonly ServiceFault[] = [];
  readonly #listeners = new Set<() => void>();

  get inForce(): readonly ServiceFault[] {
    return this.#inForce;
  }

  set(faults: readonly ServiceFault[]): void {
    this.#inForce = faults;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Called after every change. Returns what unsubscribes. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when no fault holds the step. Rejects with `signal.reason` when aborted. */
  async passes(step: string, signal: AbortSignal): Promise<void> {
    while (this.#holds(step)) await this.#changed(signal);
  }

  #holds(step: string): boolean {
    return this.#inForce.some((fault) => fault.kind === 'hold' && fault.step === step);
  }

  async #changed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve } = Promise.withResolvers<void>();
    const aborted = () => resolve();
    const unsubscribe = this.onChange(resolve);
    signal.addEventListener('abort', aborted, { once: true });
    await promise;
    unsubscribe();
    signal.removeEventListener('abort', aborted);
    signal.throwIfAborted();
  }
}
