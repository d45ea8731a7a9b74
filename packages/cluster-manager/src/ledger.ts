import type { Clock, Range, Store, Table, Transaction } from '@keystorm/runtime';

/** What reads records, inside of a transaction or outside. */
export type Reader = Pick<Transaction, 'get' | 'list'>;

/** Tells whoever waits that something has changed, not what: they look for themselves. */
export class Bell {
  #waiting = Promise.withResolvers<void>();

  /** Resolves at the next ring. */
  next(): Promise<void> {
    return this.#waiting.promise;
  }

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = Promise.withResolvers();
    waiting.resolve();
  }
}

/** The store, and a bell that rings after every change of it. */
export class Ledger implements Reader {
  readonly bell = new Bell();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** All of it or nothing, on disk when it resolves; transactions follow one another. */
  async transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T> {
    const result = await this.#store.transaction(work);
    this.bell.ring();
    return result;
  }

  get<T>(table: Table<T>, key: string): Promise<T | undefined> {
    return this.#store.get(table, key);
  }

  list<T>(table: Table<T>, range?: Range): Promise<readonly (readonly [key: string, value: T])[]> {
    return this.#store.list(table, range);
  }
}

/** The values of a table that fulfil a condition, in the order of their keys. */
export async function select<T>(reader: Reader, from: Table<T>, where: (value: T) => boolean): Promise<readonly T[]> {
  const rows = await reader.list(from);
  return rows.map(([, value]) => value).filter(where);
}

/**
 * Looks now, and after every ring of the bell, until `look` finds something or `waitMs` have passed; then undefined.
 * Rejects with `signal.reason` when aborted.
 */
export async function watch<T>(
  {
    bell,
    clock,
    waitMs,
    signal,
  }: { readonly bell: Bell; readonly clock: Clock; readonly waitMs: number; readonly signal: AbortSignal },
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = clock.monotonic() + waitMs;
  for (;;) {
    // Asked for before looking, so that no change between the look and the wait is missed.
    const rung = bell.next();
    const found = await look();
    const left = end - clock.monotonic();
    if (found !== undefined || left <= 0) return found;
    await ringOrSleep(rung, clock, left, signal);
  }
}

async function ringOrSleep(rung: Promise<void>, clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const rang = new AbortController();
  try {
    await Promise.race([rung, clock.sleep(ms, AbortSignal.any([signal, rang.signal]))]);
  } finally {
    rang.abort();
  }
}
