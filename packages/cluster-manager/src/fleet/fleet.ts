import {
  HSM_ADMIN_SERVICE,
  type HsmAdminServiceDefinition,
  HsmError,
  isHsmError,
  type ReceivedRequestOf,
  type FleetServiceDefinition,
  SUPERVISOR_SERVICE,
  type SupervisorServiceDefinition,
} from '@keystorm/protocol';
import { next, type Peer, type Runtime, type Transaction } from '@keystorm/runtime';
import type { ClusterManagerConfig } from '../config.ts';
import type { Ledger } from '../ledger.ts';
import { INTERFACES } from '../network/interfaces.ts';
import { APPLIANCE, APPLIANCES, type Appliance } from './appliance.ts';
import { answeredSight, type Digest, missedSight, type Sight, UNSEEN } from './sight.ts';

export type AdminPeer = Peer<HsmAdminServiceDefinition>;
export type Registration = ReceivedRequestOf<FleetServiceDefinition, 'RegisterAppliance'>;

/** Starting or removing a process. */
const SUPERVISOR_DEADLINE_MS = 10_000;
const ZEROIZE_DEADLINE_MS = 5_000;

interface Link {
  readonly address: string;
  readonly admin: AdminPeer;
}

/** The appliances: how to reach each, what was last seen of it, how to get one and how to give it back. */
export class Fleet {
  readonly #runtime: Runtime;
  readonly #config: ClusterManagerConfig;
  readonly #ledger: Ledger;
  readonly #links = new Map<string, Link>();
  readonly #sights = new Map<string, Sight>();
  readonly #supervisor: Peer<SupervisorServiceDefinition> | undefined;

  constructor(runtime: Runtime, config: ClusterManagerConfig, ledger: Ledger) {
    this.#runtime = runtime;
    this.#config = config;
    this.#ledger = ledger;
    if (config.supervisorAddress !== undefined) {
      this.#supervisor = runtime.network.connect(SUPERVISOR_SERVICE, { address: config.supervisorAddress });
    }
  }

  /** Whether appliances can be ordered. */
  get canOrder(): boolean {
    return this.#supervisor !== undefined;
  }

  /** The way to an appliance. Throws HsmError HSM_UNREACHABLE when it has never registered. */
  async admin(applianceId: string): Promise<AdminPeer> {
    const address = (await this.#ledger.get(APPLIANCES, applianceId))?.adminAddress;
    if (address === undefined) throw new HsmError('HSM_UNREACHABLE', `appliance ${applianceId} has not registered yet`);
    return this.#link(applianceId, address);
  }

  sight(applianceId: string): Sight {
    return this.#sights.get(applianceId) ?? UNSEEN;
  }

  /** What was last seen of an appliance; looks at it where nobody has yet, as after a restart. */
  async seen(appliance: Pick<Appliance, 'applianceId' | 'hsmId'>): Promise<Sight> {
    const sight = this.sight(appliance.applianceId);
    return sight.answered === undefined ? this.look(appliance) : sight;
  }

  /** Looks at an appliance now. Whoever waits for a change is told when the sight differs from the last one. */
  async look({ applianceId, hsmId = '' }: Pick<Appliance, 'applianceId' | 'hsmId'>): Promise<Sight> {
    try {
      const admin = await this.admin(applianceId);
      const status = await admin.call('GetStatus', {}, { deadlineMs: this.#config.timings.statusDeadlineMs });
      if (status.applianceId !== applianceId)
        throw new HsmError('HSM_UNREACHABLE', `another appliance answers at ${admin.address}`);
      return this.#see(applianceId, answeredSight(this.sight(applianceId), status, hsmId));
    } catch (error) {
      if (!isHsmError(error)) throw error;
      return this.#see(applianceId, missedSight(this.sight(applianceId), 'does not answer'));
    }
  }

  /** Looks at what an HSM holds. Throws HsmError. */
  async lookAtDigest(applianceId: string): Promise<void> {
    const admin = await this.admin(applianceId);
    const { keysDigest, usersDigest } = await admin.call(
      'GetDigest',
      {},
      { deadlineMs: this.#config.timings.statusDeadlineMs },
    );
    const digest: Digest = {
      keys: keysDigest.toString('hex'),
      users: usersDigest.toString('hex'),
      takenAt: this.#runtime.clock.monotonic(),
    };
    this.#see(applianceId, { ...this.sight(applianceId), digest });
  }

  /** The HSM was declared level: known at once, not only with the next health check. */
  sawLevel(applianceId: string): void {
    const sight = this.sight(applianceId);
    if (sight.status !== undefined) this.#see(applianceId, { ...sight, status: { ...sight.status, level: true } });
  }

  /** The HSM was cut off, or is so no longer. */
  sawReachable(applianceId: string, reachable: boolean): void {
    const sight = this.sight(applianceId);
    if (sight.status !== undefined) this.#see(applianceId, { ...sight, status: { ...sight.status, reachable } });
  }

  /** Makes an appliance known, or known again. */
  async register(registration: Registration): Promise<Appliance> {
    const { applianceId, adminAddress } = registration;
    const { before, appliance } = await this.#ledger.transaction(async (tx) => {
      const known = await tx.get(APPLIANCES, applianceId);
      const registered = registeredAppliance(known, registration);
      tx.put(APPLIANCES, applianceId, registered);
      return { before: known, appliance: registered };
    });
    const restarted = before?.boot !== registration.boot;
    // A connection to the process that was there before may be dead without knowing it.
    if (restarted) this.#links.get(applianceId)?.admin.reset();
    this.#link(applianceId, adminAddress);
    const { applianceId: id, state, hsmId } = appliance;
    this.#runtime.log.info(
      { applianceId: id, adminAddress, boot: registration.boot, state, hsmId },
      'appliance registered',
    );
    if (state === 'FOREIGN')
      this.#runtime.log.warn(
        { applianceId, hsmId: registration.hsmId },
        'appliance holds an unknown HSM and is left alone',
      );
    return appliance;
  }

  /** Asks the supervisor to start an appliance that is on record. Throws HsmError. */
  async order({ applianceId, availabilityZone }: Appliance): Promise<void> {
    await this.#requireSupervisor().call(
      'StartAppliance',
      { applianceId, availabilityZone },
      { deadlineMs: SUPERVISOR_DEADLINE_MS },
    );
  }

  /**
   * Starts an appliance that we had started once more, blank: for one that does not answer. It has to register again.
   * Throws HsmError.
   */
  async renew(appliance: Appliance): Promise<void> {
    const { applianceId } = appliance;
    await this.#remove(applianceId);
    await this.#ledger.transaction(async (tx) => {
      const { adminAddress: _gone, ...known } = (await tx.get(APPLIANCES, applianceId)) ?? appliance;
      tx.put(APPLIANCES, applianceId, known);
    });
    this.drop(applianceId);
    await this.order(appliance);
  }

  /**
   * Erases an appliance whose HSM is gone, and ends it where we had it started. It then no longer occupies an address.
   * Throws HsmError.
   */
  async erase(appliance: Appliance, hsmId: string): Promise<void> {
    if (!appliance.spawned) return this.zeroize(appliance, hsmId);
    // Removing it erases its data as well; a dead one cannot be zeroized first.
    await this.zeroize(appliance, hsmId).catch((error: unknown) => {
      if (!isHsmError(error)) throw error;
    });
    await this.#remove(appliance.applianceId);
  }

  /** Closes the way to an appliance, and forgets what was seen of it. */
  drop(applianceId: string): void {
    this.#links.get(applianceId)?.admin.close();
    this.#links.delete(applianceId);
    this.#sights.delete(applianceId);
  }

  close(): void {
    for (const applianceId of [...this.#links.keys()]) this.drop(applianceId);
    this.#supervisor?.close();
  }

  async #remove(applianceId: string): Promise<void> {
    await this.#requireSupervisor().call('RemoveAppliance', { applianceId }, { deadlineMs: SUPERVISOR_DEADLINE_MS });
  }

  /** Makes an appliance blank, unless it holds another HSM than this one. Throws HsmError. */
  async zeroize({ applianceId, adminAddress }: Appliance, hsmId: string): Promise<void> {
    if (adminAddress === undefined) return; // It never registered, so it never held anything.
    await this.#link(applianceId, adminAddress).call('Zeroize', { hsmId }, { deadlineMs: ZEROIZE_DEADLINE_MS });
  }

  #requireSupervisor(): Peer<SupervisorServiceDefinition> {
    if (this.#supervisor === undefined)
      throw new HsmError('WRONG_STATE', 'there is no supervisor that starts and removes appliances');
    return this.#supervisor;
  }

  #link(applianceId: string, address: string): AdminPeer {
    const existing = this.#links.get(applianceId);
    if (existing?.address === address) return existing.admin;
    existing?.admin.close();
    const { ca, certificate, privateKey } = this.#config.identity;
    const admin = this.#runtime.network.connect(HSM_ADMIN_SERVICE, {
      address,
      tls: { trustAnchor: ca, certificate, privateKey },
    });
    this.#links.set(applianceId, { address, admin });
    return admin;
  }

  #see(applianceId: string, sight: Sight): Sight {
    const before = this.sight(applianceId);
    this.#sights.set(applianceId, sight);
    if (differs(before, sight)) this.#ledger.bell.ring();
    return sight;
  }
}

/** What others can see of it has changed. */
function differs(a: Sight, b: Sight): boolean {
  return (
    a.ailment !== b.ailment ||
    a.answered !== b.answered ||
    a.badChecks !== b.badChecks ||
    a.status?.level !== b.status?.level ||
    a.status?.state !== b.status?.state ||
    a.status?.keys !== b.status?.keys ||
    a.digest?.keys !== b.digest?.keys ||
    a.digest?.users !== b.digest?.users
  );
}

function registeredAppliance(known: Appliance | undefined, registration: Registration): Appliance {
  const { applianceId, availabilityZone, adminAddress, fixedIp, boot, hsmId } = registration;
  const { fixedIp: _, ...rest }: Appliance = known ?? {
    applianceId,
    availabilityZone,
    state: 'BLANK',
    spawned: false,
    boot,
  };
  return {
    ...rest,
    state: registeredState(rest.state, hsmId),
    availabilityZone,
    adminAddress,
    boot,
    ...(fixedIp === '' ? {} : { fixedIp }),
  };
}

function registeredState(state: Appliance['state'], hsmId: string): Appliance['state'] {
  if (state === 'ORDERED') return next(APPLIANCE, state, 'delivered');
  if (state === 'BLANK' && hsmId !== '') return next(APPLIANCE, state, 'estranged');
  if (state === 'FOREIGN' && hsmId === '') return next(APPLIANCE, state, 'erased');
  return state;
}

/** Records that an appliance was erased: one that we had started is gone, others are free again. */
export async function recordErased(tx: Transaction, applianceId: string): Promise<void> {
  const appliance = await tx.get(APPLIANCES, applianceId);
  if (appliance === undefined) return;
  if (appliance.eniId !== undefined) tx.delete(INTERFACES, appliance.eniId);
  if (appliance.spawned) return tx.delete(APPLIANCES, applianceId);
  const { hsmId: _hsm, eniId: _eni, ...rest } = appliance;
  tx.put(APPLIANCES, applianceId, { ...rest, state: next(APPLIANCE, appliance.state, 'released') });
}
