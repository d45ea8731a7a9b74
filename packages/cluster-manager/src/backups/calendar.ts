import { type Clock, may, next, Scope, type Transaction } from '@keystorm/runtime';
import { CLUSTERS } from '../clusters/cluster.ts';
import { HSMS } from '../clusters/hsm.ts';
import { enqueueBackup } from '../jobs/job.ts';
import { type Reader, select } from '../ledger.ts';
import type { Parts } from '../parts.ts';
import { agenda, type Due } from './agenda.ts';
import { BACKUP, BACKUPS, backupFile, purgeTime } from './backup.ts';

/** A daily backup that could not be taken is tried again after this, milliseconds of the simulated world. */
const TRY_AGAIN_MS = 3_600_000;
/** Where nothing is due, the agenda is read again after this. */
const LOOK_AGAIN_MS = 86_400_000;
/** However often something changes, the agenda is read no more than once in this time. */
const PAUSE_MS = 1_000;

/**
 * Does what falls due with time: daily backups, the end of their retention, the purge of what was deleted. A jump of the
 * clock is one night, however long: it brings each cluster one backup, and what expires in it can be restored for seven
 * days from then on.
 */
export class Calendar {
  readonly #parts: Parts;
  readonly #scope: Scope;
  /** Cluster → when its daily backup was last asked for. */
  readonly #asked = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#scope = new Scope(parts.runtime.log);
  }

  start(): void {
    const { ledger, runtime } = this.#parts;
    this.#scope.run('calendar', async (signal) => {
      while (!signal.aborted) {
        const changed = ledger.bell.next();
        await waitFor(changed, await this.#doDueSafely(), runtime.clock, signal);
        await runtime.clock.sleep(PAUSE_MS, signal);
      }
    });
  }

  async stop(): Promise<void> {
    await this.#scope.stop();
  }

  async #doDueSafely(): Promise<number> {
    const { log, clock } = this.#parts.runtime;
    try {
      return await this.#doDue();
    } catch (error) {
      log.error({ err: error }, 'what is due could not be done');
      return clock.now() + PAUSE_MS;
    }
  }

  /** Does what is due, and tells when the next thing will be. */
  async #doDue(): Promise<number> {
    const { ledger, runtime } = this.#parts;
    const nowMs = runtime.clock.now();
    const all = await this.#agenda(ledger);
    const due = all.filter(({ at }) => at <= nowMs);
    // The file first: what is still on record is purged again after a crash, and nobody restores it, its time is over.
    for (const { what, id } of due) if (what === 'purge') await runtime.storage.removeFile(backupFile(id));
    if (due.length > 0)
      await ledger.transaction(async (tx) => {
        const known = new Set(due.map(({ what, id }) => `${what} ${id}`));
        for (const item of await this.#agenda(tx))
          if (item.at <= nowMs && known.has(`${item.what} ${item.id}`)) await this.#carryOut(tx, item, nowMs);
      });
    return Math.min(nowMs + LOOK_AGAIN_MS, ...all.filter(({ at }) => at > nowMs).map(({ at }) => at));
  }

  async #agenda(reader: Reader): Promise<readonly Due[]> {
    const clusters = await select(reader, CLUSTERS, () => true);
    const backups = await select(reader, BACKUPS, () => true);
    const active = await select(reader, HSMS, ({ state }) => state === 'ACTIVE');
    const living = new Set(active.map(({ clusterId }) => clusterId));
    return agenda({ clusters, backups, living }).map((due) => this.#notTooOften(due));
  }

  #notTooOften(due: Due): Due {
    const asked = due.what === 'back up' ? this.#asked.get(due.id) : undefined;
    return asked === undefined ? due : { ...due, at: Math.max(due.at, asked + TRY_AGAIN_MS) };
  }

  async #carryOut(tx: Transaction, { what, id }: Due, nowMs: number): Promise<void> {
    this.#parts.runtime.log.info({ what, id }, 'it is time');
    switch (what) {
      case 'back up':
        return this.#backUp(tx, id, nowMs);
      case 'expire':
        return changeBackup(tx, id, 'delete', purgeTime(nowMs));
      case 'purge':
        return changeBackup(tx, id, 'purged', nowMs);
      case 'forget backup':
        return tx.delete(BACKUPS, id);
      case 'forget cluster':
        return tx.delete(CLUSTERS, id);
    }
  }

  async #backUp(tx: Transaction, clusterId: string, nowMs: number): Promise<void> {
    const cluster = await tx.get(CLUSTERS, clusterId);
    if (cluster === undefined) return;
    enqueueBackup(tx, this.#parts.runtime, cluster);
    this.#asked.set(clusterId, nowMs);
  }
}

async function changeBackup(
  tx: Transaction,
  backupId: string,
  event: 'delete' | 'purged',
  deleteAt: number,
): Promise<void> {
  const backup = await tx.get(BACKUPS, backupId);
  if (backup === undefined || !may(BACKUP, backup.state, event)) return;
  tx.put(BACKUPS, backupId, { ...backup, state: next(BACKUP, backup.state, event), deleteAt });
}

/** Waits for a time, for a change after which it may be another, or for the end. */
async function waitFor(changed: Promise<void>, epochMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const time = clock.sleepUntil(epochMs, AbortSignal.any([signal, over.signal])).catch(() => undefined);
  await Promise.race([changed, time]);
  over.abort(new Error('something has changed'));
}
