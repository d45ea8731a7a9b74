import type { Store, Table } from './runtime.ts';

const PROBES: Table<number> = { name: 'probes' };

/** Whether a store can be written. Tries it only where the last write has failed. */
export async function isWritable(store: Store): Promise<boolean> {
  if (store.ailment === '') return true;
  try {
    await store.transaction((tx) => tx.put(PROBES, 'probe', 0));
    return true;
  } catch {
    return false;
  }
}
