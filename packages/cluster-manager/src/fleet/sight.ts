import type { HsmStatus } from '@keystorm/protocol';

/** What the last health checks saw of an appliance. Never stored: after a restart one looks again. */
export interface Sight {
  /** The last answer; absent until there was one. */
  readonly status?: HsmStatus;
  /** Whether the last check was answered; absent until one has ended. */
  readonly answered?: boolean;
  /** Bad checks in a row: no answer, or an ailment. */
  readonly badChecks: number;
  /** What is wrong; empty while well. */
  readonly ailment: string;
  readonly digest?: Digest;
}

/** Equal on HSMs that agree. Hexadecimal. */
export interface Digest {
  readonly keys: string;
  readonly users: string;
  /** When it was taken, on the monotonic clock. */
  readonly takenAt: number;
}

export const UNSEEN: Sight = { badChecks: 0, ailment: '' };

/** The next sight of an appliance that has answered. `expectedHsmId` is empty while it should be blank. */
export function answeredSight(last: Sight, status: HsmStatus, expectedHsmId: string): Sight {
  const ailment =
    status.hsmId === expectedHsmId ? status.ailment : `holds HSM '${status.hsmId}' instead of '${expectedHsmId}'`;
  return { ...last, status, answered: true, badChecks: ailment === '' ? 0 : last.badChecks + 1, ailment };
}

/** The next sight of an appliance that has not answered. */
export function missedSight(last: Sight, reason: string): Sight {
  return { ...last, answered: false, badChecks: last.badChecks + 1, ailment: reason };
}

/** The appliance answers and holds nothing: whatever it held is gone. */
export function isEmptied({ answered, status }: Sight): boolean {
  return answered === true && status?.hsmId === '' && status.state === 'HSM_STATE_BLANK';
}

/** The HSM answers and has the cluster's certificate: it can be compared with its peers. */
export function isComparable(sight: Sight, hsmId: string): boolean {
  const { answered, status } = sight;
  return (
    answered === true &&
    status?.hsmId === hsmId &&
    (status.state === 'HSM_STATE_INITIALIZED' || status.state === 'HSM_STATE_ACTIVE')
  );
}

/** The HSM is activated and serves: a backup of it holds everything. */
export function isServing(sight: Sight, hsmId: string): boolean {
  return (
    isComparable(sight, hsmId) &&
    sight.status?.state === 'HSM_STATE_ACTIVE' &&
    sight.status.level &&
    sight.badChecks === 0
  );
}
