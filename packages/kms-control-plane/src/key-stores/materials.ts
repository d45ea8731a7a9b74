import type { ClusterSession, PerHsm } from '@keystorm/hsm-client';
import type { Runtime, Store } from '@keystorm/runtime';
import { Activity } from './activity.ts';
import type { MaterialRef, NewMaterial } from './contract.ts';
import { MATERIAL_INTENTS, type MaterialIntent } from './store-record.ts';

/** Source: AWS KMS Developer Guide, "Create a KMS key in a CloudHSM key store": a 256-bit, non-extractable AES key. */
const KEY_LENGTH_BYTES = 32;
const SWEEP_PAUSE_MS = 5000;

export interface MaterialsDependencies {
  readonly store: Store;
  /** Handle of the key object of a KMS key that is recorded. */
  readonly handleOf: (keyArn: string) => number | undefined;
  /** The session of a store that is connected. */
  readonly sessionOf: (storeId: string) => ClusterSession | undefined;
  /** Whether there is such a store. */
  readonly storeExists: (storeId: string) => boolean;
}

/** An intent of this run; the handle is that of the key object that stays, when its KMS key is about to be recorded. */
interface Unsettled extends MaterialIntent {
  readonly keptHandle?: number;
}

/**
 * Creates key objects such that none is left behind: what is to be created is written down first, and stays so until
 * its KMS key is seen to exist. What failed attempts have left is removed from the HSMs in the background, and what a
 * crash has left after the next start.
 */
export class Materials {
  readonly #runtime: Runtime;
  readonly #deps: MaterialsDependencies;
  readonly #sweep: Activity;
  /** Intents of this run whose key object was created: their KMS key is recorded, or about to be. */
  readonly #created = new Set<string>();

  constructor(runtime: Runtime, dependencies: MaterialsDependencies) {
    this.#runtime = runtime;
    this.#deps = dependencies;
    this.#sweep = new Activity(runtime.log);
  }

  /** Removes what the last run began and did not finish, as soon as the stores concerned are connected. */
  async start(): Promise<void> {
    const left = await this.#deps.store.list(MATERIAL_INTENTS);
    if (left.length > 0)
      this.#sweep.run('remove unrecorded key objects', (signal) => this.#sweepUp(new Map(left), signal));
  }

  stop(): Promise<void> {
    return this.#sweep.end();
  }

  async create(storeId: string, session: ClusterSession, { keyArn, backingKeyId }: NewMaterial): Promise<MaterialRef> {
    await this.#write(keyArn, { storeId, backingKeyId });
    try {
      const key = { label: keyArn, id: backingKeyId, lengthBytes: KEY_LENGTH_BYTES, extractable: false };
      const { handle, isAlone } = await session.createKey(key);
      if (isAlone) this.#created.add(keyArn);
      else this.#sweepOne(keyArn, { storeId, backingKeyId, keptHandle: handle });
      return { handle, keyArn, backingKeyId };
    } catch (error) {
      this.abandon(storeId, { keyArn, backingKeyId });
      throw error;
    }
  }

  /** Removes the key object of a KMS key that will not exist, in the background. */
  abandon(storeId: string, { keyArn, backingKeyId }: NewMaterial): void {
    this.#created.delete(keyArn);
    this.#sweepOne(keyArn, { storeId, backingKeyId });
  }

  #sweepOne(keyArn: string, intent: Unsettled): void {
    this.#sweep.run('remove unrecorded key object', (signal) => this.#sweepUp(new Map([[keyArn, intent]]), signal));
  }

  /** Writes an intent down and takes back those that have been fulfilled. */
  async #write(keyArn: string, intent: MaterialIntent): Promise<void> {
    const fulfilled = [...this.#created].filter((created) => this.#deps.handleOf(created) !== undefined);
    await this.#deps.store.transaction((tx) => {
      for (const created of fulfilled) tx.delete(MATERIAL_INTENTS, created);
      tx.put(MATERIAL_INTENTS, keyArn, intent);
    });
    for (const created of fulfilled) this.#created.delete(created);
  }

  async #sweepUp(intents: Map<string, Unsettled>, signal: AbortSignal): Promise<void> {
    while (intents.size > 0) {
      for (const [keyArn, intent] of [...intents]) {
        signal.throwIfAborted();
        if (!(await this.#isSettled(keyArn, intent))) continue;
        // Its KMS key may not be recorded yet.
        if (intent.keptHandle !== undefined) this.#created.add(keyArn);
        if (intent.keptHandle !== undefined || (await this.#takeBack(keyArn))) intents.delete(keyArn);
      }
      if (intents.size > 0) await this.#runtime.clock.sleep(SWEEP_PAUSE_MS, signal);
    }
  }

  /** False when the disk refuses; what stays on record is looked at again. */
  async #takeBack(keyArn: string): Promise<boolean> {
    try {
      await this.#deps.store.transaction((tx) => tx.delete(MATERIAL_INTENTS, keyArn));
      return true;
    } catch (error) {
      this.#runtime.log.error({ keyArn, err: error }, 'removal of a key object not recorded');
      return false;
    }
  }

  /** True when no key object exists anywhere but that of the KMS key. */
  async #isSettled(keyArn: string, { storeId, backingKeyId, keptHandle }: Unsettled): Promise<boolean> {
    if (!this.#deps.storeExists(storeId)) return true;
    const session = this.#deps.sessionOf(storeId);
    if (session === undefined) return false;
    // One HSM does not know what another one began.
    const kept = this.#deps.handleOf(keyArn) ?? keptHandle;
    const isGone = isDone(await session.deleteKeysById(backingKeyId, kept));
    if (isGone) this.#runtime.log.info({ keyArn, customKeyStoreId: storeId }, 'no unrecorded key object is left');
    return isGone;
  }
}

/** Whether no HSM can have the key object any more. Without any HSM nobody knows. */
export function isDone(outcome: PerHsm): boolean {
  return outcome.size > 0 && [...outcome.values()].every(({ code }) => code === undefined);
}
