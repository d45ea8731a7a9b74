import { isHsmError } from '@keystorm/protocol';
import type { Clock } from '@keystorm/runtime';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import type { System } from '../system.ts';
import type { Fault, Injector } from './fault.ts';

/** A restart waits for the end of a process. */
const CALL_MS = 20_000;
/** A lease lasts for 5 s. */
const RENEW_MS = 1_000;

export interface InjectorOptions {
  /** The faults last only while somebody calls RenewLease for this name. */
  readonly lease?: string;
}

/** The faults of a system of processes: its supervisor's, who answers also while every other process is down or cut off. */
export function processInjector(
  { supervisor }: Pick<System, 'supervisor'>,
  { lease = '' }: InjectorOptions = {},
): Injector {
  const deadline = { deadlineMs: CALL_MS };
  return {
    add: (fault) => addFault({ supervisor }, fault, { lease }),
    async rehearse(fault) {
      await addFault({ supervisor }, fault, { dryRun: true });
    },
    async clear(id) {
      await supervisor.call('ClearFaults', { id }, deadline).catch((error: unknown) => {
        if (!isHsmError(error, 'INVALID_ARGUMENT')) throw error;
      });
    },
    async list() {
      const { faults } = await supervisor.call('ListFaults', {}, deadline);
      return faults.map((fault) => JSON.parse(fault) as Fault);
    },
    targets: () => supervisor.call('ListTargets', {}, deadline),
  };
}

/** Keeps the faults of a lease in force until the signal. A supervisor that does not answer now is asked again. */
export async function renewLease(
  { supervisor }: Pick<System, 'supervisor'>,
  clock: Clock,
  lease: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await supervisor.call('RenewLease', { lease }, { deadlineMs: RENEW_MS }).catch(() => undefined);
    await clock.sleep(RENEW_MS, signal).catch(() => undefined);
  }
}

/** The supervisor says whether the fault is one. With `dryRun` nothing happens, and the result says what would. Throws CommandError. */
export async function addFault(
  { supervisor }: Pick<System, 'supervisor'>,
  fault: object,
  options: { readonly lease?: string; readonly dryRun?: boolean },
): Promise<Fault> {
  try {
    const request = { fault: JSON.stringify(fault), ...options };
    const added = await supervisor.call('AddFault', request, { deadlineMs: CALL_MS });
    return JSON.parse(added.fault) as Fault;
  } catch (error) {
    if (isHsmError(error, 'INVALID_ARGUMENT', 'WRONG_STATE')) throw new CommandError(error.message, EXIT_MISUSED);
    throw error;
  }
}
