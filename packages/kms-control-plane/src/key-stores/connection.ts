import type { Transitions } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import type { ConnectionState } from './contract.ts';

// Source: AWS KMS API Reference, "CustomKeyStoresListEntry", ConnectionState. No fault of the cluster changes it.
export const CONNECTION = {
  connect: { from: ['DISCONNECTED'], to: 'CONNECTING' },
  connected: { from: ['CONNECTING'], to: 'CONNECTED' },
  connectFailed: { from: ['CONNECTING'], to: 'FAILED' },
  disconnect: { from: ['CONNECTING', 'CONNECTED', 'FAILED'], to: 'DISCONNECTING' },
  disconnected: { from: ['DISCONNECTING'], to: 'DISCONNECTED' },
} as const satisfies Transitions<ConnectionState>;

/** What a store is asked to do, as far as its connection state decides about it. */
export type StoreOperation = 'connect' | 'disconnect' | 'rename' | 'reconfigure' | 'delete' | 'use';

type Admission = 'runs' | 'changes nothing' | 'refused';

// Source: AWS KMS API Reference, "CustomKeyStoreInvalidStateException". Connecting a store that is connected is not
// among its reasons: the call is accepted and nothing happens, so no password is rotated and no attempt is made twice.
export const ADMISSION: Record<StoreOperation, Record<ConnectionState, Admission>> = {
  connect: {
    DISCONNECTED: 'runs',
    CONNECTING: 'changes nothing',
    CONNECTED: 'changes nothing',
    DISCONNECTING: 'refused',
    FAILED: 'refused',
  },
  disconnect: {
    DISCONNECTED: 'refused',
    CONNECTING: 'runs',
    CONNECTED: 'runs',
    DISCONNECTING: 'refused',
    FAILED: 'runs',
  },
  rename: {
    DISCONNECTED: 'runs',
    CONNECTING: 'refused',
    CONNECTED: 'runs',
    DISCONNECTING: 'refused',
    FAILED: 'refused',
  },
  reconfigure: {
    DISCONNECTED: 'runs',
    CONNECTING: 'refused',
    CONNECTED: 'refused',
    DISCONNECTING: 'refused',
    FAILED: 'refused',
  },
  delete: {
    DISCONNECTED: 'runs',
    CONNECTING: 'refused',
    CONNECTED: 'refused',
    DISCONNECTING: 'refused',
    FAILED: 'refused',
  },
  /** Creation of keys, random bytes. */
  use: {
    DISCONNECTED: 'refused',
    CONNECTING: 'refused',
    CONNECTED: 'runs',
    DISCONNECTING: 'refused',
    FAILED: 'refused',
  },
};

/** Whether there is anything to do. Throws CustomKeyStoreInvalidStateException. */
export function admit(
  operation: StoreOperation,
  store: { readonly id: string; readonly state: ConnectionState },
): boolean {
  const admission = ADMISSION[operation][store.state];
  if (admission === 'refused') {
    const message = `The custom key store ${store.id} is ${store.state}. This operation is not valid in this state.`;
    throw new KmsError('CustomKeyStoreInvalidStateException', message);
  }
  return admission === 'runs';
}
