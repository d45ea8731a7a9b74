import type { KeyRecord } from './records.ts';

/** Key objects that end with their session: in memory only, never replicated. */
export class SessionKeys {
  /** Handle → key object, and the handle of the session that it ends with. */
  readonly #held = new Map<number, { readonly key: KeyRecord; readonly session: number }>();

  get size(): number {
    return this.#held.size;
  }

  find(handle: number): KeyRecord | undefined {
    return this.#held.get(handle)?.key;
  }

  *values(): Iterable<KeyRecord> {
    for (const { key } of this.#held.values()) yield key;
  }

  hold(key: KeyRecord, session: number): void {
    this.#held.set(key.handle, { key, session });
  }

  /** Puts a changed key object in place of the one it was. */
  replace(key: KeyRecord): void {
    const held = this.#held.get(key.handle);
    if (held !== undefined) this.#held.set(key.handle, { ...held, key });
  }

  remove(handle: number): void {
    this.#held.delete(handle);
  }

  /** The session has ended, and its key objects with it. */
  end(session: number): void {
    for (const [handle, held] of this.#held) if (held.session === session) this.#held.delete(handle);
  }
}
