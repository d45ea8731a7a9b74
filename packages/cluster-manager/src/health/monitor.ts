import { isHsmError } from '@keystorm/protocol';
import { may, next, Scope } from '@keystorm/runtime';
import { CLUSTER, CLUSTERS } from '../clusters/cluster.ts';
import { HSM, type Hsm, HSMS, isInService } from '../clusters/hsm.ts';
import { APPLIANCES, type Appliance } from '../fleet/appliance.ts';
import { recordErased } from '../fleet/fleet.ts';
import { isComparable, isEmptied, type Sight } from '../fleet/sight.ts';
import { enqueueReplacement, findReplacement } from '../jobs/hsm-replacement.ts';
import { enqueueBackup } from '../jobs/job.ts';
import { collectAuditLog, collectLastRecords } from '../logs/collect.ts';
import type { Parts } from '../parts.ts';
import { alignReachability } from './reachability.ts';

const CLOCK_DEADLINE_MS = 1_000;
const LIMIT_DEADLINE_MS = 1_000;
/** Missed checks after which an appliance without an HSM is forgotten; it registers again when it returns. */
const FORGET_AFTER_CHECKS = 240;

/**
 * Looks at every appliance again and again, and lets follow what must: an HSM becomes DEGRADED, is brought level,
 * returns; a cluster is found activated; an appliance whose HSM is gone is erased.
 */
export class Monitor {
  readonly #parts: Parts;
  readonly #scope: Scope;
  /** Appliance → ends the pause before its next check. */
  readonly #pauses = new Map<string, AbortController>();
  /** Appliance → how far its clock is known to be ahead. */
  readonly #pushedAheadMs = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#scope = new Scope(parts.runtime.log);
  }

  async start(): Promise<void> {
    for (const [applianceId] of await this.#parts.ledger.list(APPLIANCES)) this.watch(applianceId);
  }

  /** Checks the appliance from now on, at once if it is known already. `aheadMs` is what its clock was just told. */
  watch(applianceId: string, aheadMs?: number): void {
    if (aheadMs !== undefined) this.#pushedAheadMs.set(applianceId, aheadMs);
    const pause = this.#pauses.get(applianceId);
    if (pause !== undefined) return pause.abort();
    this.#pauses.set(applianceId, new AbortController());
    this.#scope.run(`health of appliance ${applianceId}`, (signal) => this.#checkForEver(applianceId, signal));
  }

  /** Tells every appliance how far the clock is ahead, without waiting for the next checks. */
  checkAll(): void {
    for (const pause of this.#pauses.values()) pause.abort();
  }

  async stop(): Promise<void> {
    await this.#scope.stop();
  }

  async #checkForEver(applianceId: string, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.runtime;
    for (;;) {
      const pause = new AbortController();
      this.#pauses.set(applianceId, pause);
      if (!(await this.#checkSafely(applianceId))) break;
      await clock
        .sleep(this.#parts.config.timings.healthIntervalMs, AbortSignal.any([signal, pause.signal]))
        .catch(() => undefined);
      if (signal.aborted) return;
    }
    this.#pauses.delete(applianceId);
    this.#pushedAheadMs.delete(applianceId);
    this.#parts.fleet.drop(applianceId);
  }

  /** False when the appliance is no more. What fails is tried again with the next check. */
  async #checkSafely(applianceId: string): Promise<boolean> {
    try {
      return await this.#check(applianceId);
    } catch (error) {
      if (this.#scope.signal.aborted) return true;
      const { log } = this.#parts.runtime;
      if (isHsmError(error))
        log.info({ applianceId, code: error.code, reason: error.message }, 'health check incomplete');
      else log.error({ err: error, applianceId }, 'health check failed');
      return true;
    }
  }

  async #check(applianceId: string): Promise<boolean> {
    const { ledger, fleet } = this.#parts;
    const appliance = await ledger.get(APPLIANCES, applianceId);
    if (appliance === undefined) return false;
    const hsm = appliance.hsmId === undefined ? undefined : await ledger.get(HSMS, appliance.hsmId);
    if (appliance.state === 'RELEASING' && hsm === undefined) return this.#eraseLeftover(appliance);
    if (appliance.adminAddress === undefined) return true;
    const sight = await fleet.look(appliance);
    if (sight.answered === true) await this.#setClock(applianceId);
    if (sight.answered === true && sight.status !== undefined)
      await collectAuditLog(this.#parts, applianceId, sight.status);
    if (hsm !== undefined && sight.answered === true) await alignReachability(this.#parts, hsm, sight);
    if (hsm !== undefined && isInService(hsm)) {
      if (isEmptied(sight)) await this.#replace(hsm, 'The HSM has lost its content.');
      else await this.#follow(hsm, sight);
    }
    if (hsm === undefined && sight.badChecks >= FORGET_AFTER_CHECKS) return this.#forget(applianceId);
    return true;
  }

  /** What a sight of an HSM in service entails. */
  async #follow(hsm: Hsm, sight: Sight): Promise<void> {
    const { badChecksMax, badChecksReplace } = this.#parts.config.timings;
    if (badChecksReplace !== undefined && sight.badChecks >= badChecksReplace)
      return this.#replace(hsm, 'The HSM is unhealthy.');
    if (sight.badChecks >= badChecksMax) return this.#lost(hsm, sight);
    if (sight.badChecks > 0) return;
    if (isComparable(sight, hsm.hsmId)) {
      await this.#limitWrites(hsm, sight);
      await this.#bringLevel(hsm, sight);
      if (sight.status?.state === 'HSM_STATE_ACTIVE') await this.#activated(hsm);
    }
    await this.#returned(hsm);
    if (isComparable(sight, hsm.hsmId)) await this.#compare(hsm);
  }

  async #bringLevel(hsm: Hsm, sight: Sight): Promise<void> {
    const { levelling } = this.#parts;
    if (sight.status?.level !== true) return levelling.bringLevel(hsm);
    // It was away and did not notice: it missed what its peers did meanwhile.
    if (hsm.state === 'DEGRADED') return levelling.mergeWith(hsm);
  }

  /** It was away when the limit began or ended. */
  async #limitWrites({ clusterId, applianceId }: Hsm, { status }: Sight): Promise<void> {
    const { ledger, fleet } = this.#parts;
    const limited = (await ledger.get(CLUSTERS, clusterId))?.limitedWrites === true;
    if (status?.limitedWrites === limited) return;
    const admin = await fleet.admin(applianceId);
    await admin.call('SetLimitedWrites', { limited }, { deadlineMs: LIMIT_DEADLINE_MS });
  }

  async #compare(hsm: Hsm): Promise<void> {
    const { fleet, levelling, runtime, config } = this.#parts;
    const takenAt = fleet.sight(hsm.applianceId).digest?.takenAt ?? Number.NEGATIVE_INFINITY;
    if (runtime.clock.monotonic() - takenAt < config.timings.comparisonIntervalMs) return;
    await fleet.lookAtDigest(hsm.applianceId);
    await levelling.compare(hsm);
  }

  /** It does not come back by itself. */
  async #replace({ hsmId, clusterId }: Hsm, stateMessage: string): Promise<void> {
    const { ledger, runtime } = this.#parts;
    const isUnderWay = (await findReplacement(ledger, hsmId)) !== undefined;
    const jobId = await ledger.transaction(async (tx) => {
      const hsm = await tx.get(HSMS, hsmId);
      if (hsm === undefined || !isInService(hsm)) return undefined;
      // One that was to be exchanged with its content no longer can be: that job ends, and this one comes after it.
      if (may(HSM, hsm.state, 'lost'))
        tx.put(HSMS, hsmId, { ...hsm, state: next(HSM, hsm.state, 'lost'), stateMessage });
      return isUnderWay ? undefined : enqueueReplacement(tx, runtime.random, 'ReplaceHsm', hsmId);
    });
    if (jobId !== undefined) runtime.log.warn({ hsmId, clusterId, jobId }, 'HSM is replaced');
  }

  async #lost({ hsmId, clusterId, state }: Hsm, { ailment }: Sight): Promise<void> {
    if (!may(HSM, state, 'lost')) return;
    await this.#parts.ledger.transaction(async (tx) => {
      const hsm = await tx.get(HSMS, hsmId);
      if (hsm === undefined || !may(HSM, hsm.state, 'lost')) return;
      tx.put(HSMS, hsmId, { ...hsm, state: next(HSM, hsm.state, 'lost'), stateMessage: 'The HSM is unhealthy.' });
    });
    this.#parts.runtime.log.warn({ hsmId, clusterId, ailment }, 'HSM is degraded');
  }

  async #returned({ hsmId, clusterId, state }: Hsm): Promise<void> {
    if (!may(HSM, state, 'returned')) return;
    await this.#parts.ledger.transaction(async (tx) => {
      const hsm = await tx.get(HSMS, hsmId);
      if (hsm === undefined || !may(HSM, hsm.state, 'returned')) return;
      tx.put(HSMS, hsmId, {
        ...hsm,
        state: next(HSM, hsm.state, 'returned'),
        stateMessage: hsm.loss ?? 'HSM created.',
      });
    });
    this.#parts.runtime.log.info({ hsmId, clusterId }, 'HSM has returned');
  }

  /** The first officer has changed its password: the cluster is in service, and gets its first backup. */
  async #activated({ clusterId, hsmId }: Hsm): Promise<void> {
    const { ledger, runtime } = this.#parts;
    const before = await ledger.get(CLUSTERS, clusterId);
    if (before === undefined || !may(CLUSTER, before.state, 'activated')) return;
    await ledger.transaction(async (tx) => {
      const cluster = await tx.get(CLUSTERS, clusterId);
      if (cluster === undefined || !may(CLUSTER, cluster.state, 'activated')) return;
      tx.put(CLUSTERS, clusterId, { ...cluster, state: next(CLUSTER, cluster.state, 'activated') });
      enqueueBackup(tx, runtime, cluster);
    });
    runtime.log.info({ clusterId, hsmId }, 'cluster is active');
  }

  async #setClock(applianceId: string): Promise<void> {
    const { aheadMs } = this.#parts.runtime.clock;
    if ((this.#pushedAheadMs.get(applianceId) ?? 0) >= aheadMs) return;
    const admin = await this.#parts.fleet.admin(applianceId);
    await admin.call('AdvanceClock', { aheadMs }, { deadlineMs: CLOCK_DEADLINE_MS });
    this.#pushedAheadMs.set(applianceId, aheadMs);
  }

  /** The HSM was removed while its appliance could not be reached. */
  async #eraseLeftover(appliance: Appliance): Promise<boolean> {
    await collectLastRecords(this.#parts, appliance.applianceId);
    await this.#parts.fleet.erase(appliance, appliance.hsmId ?? '');
    await this.#parts.ledger.transaction((tx) => recordErased(tx, appliance.applianceId));
    return !appliance.spawned;
  }

  async #forget(applianceId: string): Promise<boolean> {
    const forgotten = await this.#parts.ledger.transaction(async (tx) => {
      const appliance = await tx.get(APPLIANCES, applianceId);
      if (appliance !== undefined && appliance.state !== 'BLANK' && appliance.state !== 'FOREIGN') return false;
      tx.delete(APPLIANCES, applianceId);
      return true;
    });
    if (forgotten) this.#parts.runtime.log.info({ applianceId }, 'appliance forgotten: it has been silent for long');
    return !forgotten;
  }
}
