import type { Model } from './linearizability.ts';

/** What is done to one KMS key, or asked of it. */
export type KeyInput = 'enable' | 'disable' | 'schedule deletion' | 'cancel deletion' | 'describe' | 'use';
/** How it was answered. `pending` and `not pending` are refusals because of the key's state. */
export type KeyOutput = 'done' | 'pending' | 'not pending' | 'disabled' | KeyState;
type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'Unavailable';
type Wish = Exclude<KeyState, 'Unavailable'>;

/** The owner's wish for a key. A store that is not connected hides it, unless the key is pending deletion. */
export const KEY: Model<Wish, KeyInput, KeyOutput> = {
  initial: 'Enabled',
  next(wish, input, output) {
    const isPending = wish === 'PendingDeletion';
    switch (input) {
      case 'describe':
        return output === undefined || output === wish || (output === 'Unavailable' && !isPending) ? [wish] : [];
      case 'use':
        if (output === 'done') return wish === 'Enabled' ? [wish] : [];
        if (output === 'disabled') return wish === 'Disabled' ? [wish] : [];
        return output === undefined || isPending ? [wish] : [];
      case 'cancel deletion':
        if (output === 'not pending') return isPending ? [] : [wish];
        if (isPending) return ['Disabled'];
        return output === undefined ? [wish] : [];
      default:
        if (output === 'pending') return isPending ? [wish] : [];
        if (isPending) return output === undefined ? [wish] : [];
        return [WISH_AFTER[input]];
    }
  },
};

const WISH_AFTER = { enable: 'Enabled', disable: 'Disabled', 'schedule deletion': 'PendingDeletion' } as const;

/** What is done with one alias; create and update name the key. */
export type AliasInput = { readonly create: string } | { readonly update: string } | 'delete' | 'read';
/** `key` is what a read saw. */
export type AliasOutput = 'done' | 'exists' | 'missing' | { readonly key: string };

/** The key that an alias names; empty while there is no such alias. */
export const ALIAS: Model<string, AliasInput, AliasOutput> = {
  initial: '',
  next(target, input, output) {
    const exists = target !== '';
    if (output === 'missing') return exists ? [] : [target];
    if (output === 'exists') return exists ? [target] : [];
    if (input === 'read') return typeof output === 'object' && output.key !== target ? [] : [target];
    const following = input === 'delete' ? '' : 'create' in input ? input.create : input.update;
    const isPossible = typeof input === 'object' && 'create' in input ? !exists : exists;
    if (isPossible) return [following];
    return output === undefined ? [target] : [];
  },
};

export type StoreInput = 'connect' | 'disconnect' | 'describe';
/** `refused` is CustomKeyStoreInvalidStateException. */
export type StoreOutput = 'done' | 'refused' | ConnectionState;
type ConnectionState = 'DISCONNECTED' | 'CONNECTING' | 'CONNECTED' | 'DISCONNECTING' | 'FAILED';

/** Where a store may have gone by itself. */
const BY_ITSELF: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  DISCONNECTED: ['DISCONNECTED'],
  CONNECTING: ['CONNECTING', 'CONNECTED', 'FAILED'],
  CONNECTED: ['CONNECTED'],
  DISCONNECTING: ['DISCONNECTING', 'DISCONNECTED'],
  FAILED: ['FAILED'],
};

/** The connection of a custom key store. Source: AWS KMS API Reference, "CustomKeyStoreInvalidStateException". */
export const STORE: Model<ConnectionState, StoreInput, StoreOutput> = {
  initial: 'CONNECTED',
  next(before, input, output) {
    return BY_ITSELF[before].flatMap((state): readonly ConnectionState[] => {
      if (input === 'describe') return output === undefined || output === state ? [state] : [];
      const isLegal =
        input === 'connect'
          ? state !== 'DISCONNECTING' && state !== 'FAILED'
          : state !== 'DISCONNECTED' && state !== 'DISCONNECTING';
      if (output === 'refused') return isLegal ? [] : [state];
      if (!isLegal) return output === undefined ? [state] : [];
      if (input === 'disconnect') return ['DISCONNECTING'];
      return [state === 'DISCONNECTED' ? 'CONNECTING' : state];
    });
  },
};

/** Passwords by their numbers. */
export type UserInput = { readonly login: number } | { readonly change: number };
export type UserOutput = 'done' | 'wrong' | 'locked';

interface UserState {
  readonly password: number;
  /** Wrong passwords in a row. */
  readonly failures: number;
}

/** A user of one HSM. Source: AWS CloudHSM User Guide, "HSM users", on failed logins. */
export const USER: Model<UserState, UserInput, UserOutput> = {
  initial: { password: 0, failures: 0 },
  next(state, input, output) {
    if ('change' in input) return [{ password: input.change, failures: 0 }];
    if (state.failures >= 5) return output === undefined || output === 'locked' ? [state] : [];
    const isRight = input.login === state.password;
    if (output !== undefined && output !== (isRight ? 'done' : 'wrong')) return [];
    return [{ ...state, failures: isRight ? 0 : state.failures + 1 }];
  },
};
