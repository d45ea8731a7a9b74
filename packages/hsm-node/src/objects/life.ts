import { HsmError, type HsmState } from '@keystorm/protocol';
import { may, next, type Transitions } from '@keystorm/runtime';

export type Life = 'blank' | 'claimed' | 'initialized' | 'active' | 'zeroized';

/**
 * The life of an appliance. Source: AWS CloudHSM User Guide, "Initialize the cluster", "Activate the cluster in AWS
 * CloudHSM": an HSM serves users from its initialization on, and is active once the first officer has changed the
 * default password.
 */
export const LIFE = {
  claim: { from: ['blank'], to: 'claimed' },
  initialize: { from: ['claimed'], to: 'initialized' },
  activate: { from: ['initialized'], to: 'active' },
  /** Only active HSMs are backed up, so what comes out of a backup is active. */
  restore: { from: ['claimed', 'initialized', 'active'], to: 'active' },
  zeroize: { from: ['claimed', 'initialized', 'active'], to: 'zeroized' },
  /** The root key was renewed. */
  blank: { from: ['zeroized'], to: 'blank' },
} as const satisfies Transitions<Life>;

export type LifeEvent = keyof typeof LIFE;

/** The life after `event`. Throws WRONG_STATE where it cannot happen. */
export function live(life: Life, event: LifeEvent): Life {
  if (!may(LIFE, life, event)) throw new HsmError('WRONG_STATE', `${event} is not possible: the HSM is ${life}`);
  return next(LIFE, life, event);
}

/** Whether the HSM has users, and a data port for them. */
export function hasUsers(life: Life): boolean {
  return life === 'initialized' || life === 'active';
}

export const STATE_OF_LIFE = {
  blank: 'HSM_STATE_BLANK',
  claimed: 'HSM_STATE_CLAIMED',
  initialized: 'HSM_STATE_INITIALIZED',
  active: 'HSM_STATE_ACTIVE',
  zeroized: 'HSM_STATE_ZEROIZED',
} as const satisfies Record<Life, HsmState>;
