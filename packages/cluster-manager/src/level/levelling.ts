import { HsmError } from '@keystorm/protocol';
import { type Logger, Mutex } from '@keystorm/runtime';
import { type Hsm, hsmsOf, isInService } from '../clusters/hsm.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { isComparable, type Sight } from '../fleet/sight.ts';
import { alignReachability } from '../health/reachability.ts';
import type { Ledger } from '../ledger.ts';
import { type Member, merge } from './merge.ts';

const SET_LEVEL_DEADLINE_MS = 1_000;

interface Candidate extends Member {
  readonly hsm: Hsm;
  readonly sight: Sight;
}

/**
 * Keeps the HSMs of a cluster equal in what they hold. One cluster is worked on by one at a time. While the type of its
 * HSMs is being changed, those of one type are kept equal: what the old ones hold must not follow a cluster that is
 * rolled back.
 */
export class Levelling {
  readonly #ledger: Ledger;
  readonly #fleet: Fleet;
  readonly #log: Logger;
  readonly #turns = new Map<string, Mutex>();
  /** Cluster and type → what its HSMs held when a merge last left them different. */
  readonly #unmendable = new Map<string, string>();

  constructor(ledger: Ledger, fleet: Fleet, log: Logger) {
    this.#ledger = ledger;
    this.#fleet = fleet;
    this.#log = log;
  }

  /**
   * Merges all HSMs that can be reached and declares level those that were not. Throws HsmError when that is not
   * possible at this moment.
   */
  bringLevel(hsm: Hsm): Promise<void> {
    return this.#bringLevel(hsm);
  }

  /** The same with an HSM that is being created, which is then level. Throws HsmError. */
  join(hsm: Hsm): Promise<void> {
    return this.#bringLevel(hsm, hsm.hsmId);
  }

  #bringLevel({ clusterId, hsmType }: Hsm, joining?: string): Promise<void> {
    return this.#turn(clusterId).run(async () => {
      const candidates = await this.#candidates(clusterId, hsmType, joining);
      const behind = candidates.filter(({ sight, hsm }) => sight.status?.level !== true || hsm.hsmId === joining);
      if (behind.length === 0) return;
      const failures = await this.#merge(clusterId, candidates);
      for (const { hsm, admin, sight } of behind) {
        if (failures.has(hsm.hsmId)) continue;
        // Its network comes first: an HSM that has just been started is reachable, and must not serve whom it should not.
        await alignReachability({ ledger: this.#ledger, fleet: this.#fleet }, hsm, sight);
        await admin.call('SetLevel', { level: true }, { deadlineMs: SET_LEVEL_DEADLINE_MS });
        this.#fleet.sawLevel(hsm.applianceId);
        this.#log.info({ clusterId, hsmId: hsm.hsmId, peers: candidates.length - 1 }, 'HSM is level');
      }
      if (joining !== undefined && failures.has(joining)) throw failures.get(joining);
    });
  }

  /**
   * Merges the HSMs of the cluster when their digests differ: heals one that was cut off or paused without noticing.
   * HSMs that stay different although they were merged (an owner is missing on one) are left alone until something
   * about them changes.
   */
  compare({ clusterId, hsmType }: Hsm): Promise<void> {
    const group = `${clusterId} ${hsmType}`;
    return this.#turn(clusterId).run(async () => {
      const candidates = await this.#candidates(clusterId, hsmType);
      const digests = candidates.flatMap(({ sight }) => (sight.digest === undefined ? [] : [sight.digest]));
      if (new Set(digests.map(({ keys }) => keys)).size <= 1) {
        this.#unmendable.delete(group);
        return;
      }
      const held = candidates
        .map(({ hsmId, sight }) => `${hsmId}:${sight.digest?.keys}:${sight.digest?.users}`)
        .join(' ');
      if (this.#unmendable.get(group) === held) return;
      const failures = await this.#merge(clusterId, candidates);
      // What failed, on a disk for example, may go well the next time.
      if (failures.size === 0) this.#unmendable.set(group, held);
    });
  }

  /** Exchanges everything between this HSM and the others, as far as they can be reached. Throws HsmError. */
  mergeWith({ clusterId, hsmType, hsmId }: Hsm): Promise<void> {
    return this.#turn(clusterId).run(async () => {
      const failures = await this.#merge(clusterId, await this.#candidates(clusterId, hsmType, hsmId));
      if (failures.has(hsmId)) throw failures.get(hsmId);
    });
  }

  /**
   * Gives the others everything that this HSM, which leaves service, holds. Throws HsmError when there are others and
   * none of them has taken it.
   */
  handOver({ clusterId, hsmType, hsmId }: Hsm): Promise<void> {
    return this.#turn(clusterId).run(async () => {
      const candidates = await this.#candidates(clusterId, hsmType, hsmId);
      const failures = await this.#merge(clusterId, candidates);
      const isHandedOver = candidates.some((other) => other.hsmId !== hsmId && !failures.has(other.hsmId));
      const inService = (await hsmsOf(this.#ledger, clusterId)).filter(isInService);
      if (!isHandedOver && inService.length > 0)
        throw new HsmError('HSM_UNREACHABLE', `no other HSM of ${clusterId} has taken what ${hsmId} holds`);
    });
  }

  async #merge(clusterId: string, candidates: readonly Candidate[]): Promise<ReadonlyMap<string, unknown>> {
    if (candidates.length < 2) return new Map();
    const failures = await merge(candidates);
    for (const [hsmId, error] of failures)
      this.#log.warn({ err: error, clusterId, hsmId }, 'HSM could not be brought level');
    return failures;
  }

  /** The HSMs that can be compared. Each has been looked at: one that was merely not seen yet may hold what others lack. */
  async #candidates(clusterId: string, hsmType: string, extra?: string): Promise<readonly Candidate[]> {
    const candidates: Candidate[] = [];
    for (const hsm of await hsmsOf(this.#ledger, clusterId)) {
      if (hsm.hsmType !== hsmType || (!isInService(hsm) && hsm.hsmId !== extra)) continue;
      const sight = await this.#fleet.seen(hsm);
      const usable = isComparable(sight, hsm.hsmId);
      if (usable) candidates.push({ hsmId: hsm.hsmId, hsm, sight, admin: await this.#fleet.admin(hsm.applianceId) });
      else if (hsm.hsmId === extra)
        throw new HsmError('HSM_UNREACHABLE', `HSM ${hsm.hsmId} ${sight.ailment || 'is not ready'}`);
    }
    return candidates;
  }

  #turn(clusterId: string): Mutex {
    let turn = this.#turns.get(clusterId);
    if (turn === undefined) this.#turns.set(clusterId, (turn = new Mutex()));
    return turn;
  }
}
