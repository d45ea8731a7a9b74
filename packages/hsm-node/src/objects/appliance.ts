import { HsmError } from '@keystorm/protocol';
import { invariant, Mutex, type Runtime, Secret } from '@keystorm/runtime';
import { AesKey } from '../crypto/aes-key.ts';
import { openBackup, sealBackup } from '../crypto/backup-envelope.ts';
import {
  certificateDigest,
  commonName,
  issueCertificate,
  issueCredential,
  requestCertificate,
  verifyClusterCertificate,
} from '../crypto/certificates.ts';
import type { HsmNodeConfig } from '../config.ts';
import type { AuditEvent } from './audit-record.ts';
import { beyond, SLOT_MAX } from './keys.ts';
import { hasUsers, live } from './life.ts';
import { FIRST_NUMBERS, NO_MUTUAL_TLS, NO_QUORUM, type Partition } from './partition.ts';
import {
  type ApplianceIdentity,
  type Claim,
  type ClusterIdentity,
  isTombstone,
  type MutualTls,
  type NextNumbers,
  type QuorumValues,
  type StoredObject,
  type User,
} from './records.ts';
import { APPLIANCE_USER, firstUsers } from './users.ts';

const MASKING_KEY_BYTES = 32;
const SERIAL_NUMBER_DIGITS = 14;
/** Source: AWS CloudHSM User Guide, "Interpreting HSM audit logs": the first HSM of a cluster. */
const INITIALIZATION: readonly AuditEvent[] = [
  { opcode: 'CN_INIT_TOKEN' },
  { opcode: 'CN_GEN_PSWD_ENC_KEY' },
  { opcode: 'CN_CREATE_APPLIANCE_USER', user: APPLIANCE_USER },
  { opcode: 'CN_INIT_DONE' },
];
const RESTORATION: readonly AuditEvent[] = [{ opcode: 'CN_RESTORE_BEGIN' }, { opcode: 'CN_RESTORE_END' }];
/** What the admin service promises. */
const BACKUP_BYTES_MAX = 64 * 1024 * 1024;

/** Everything that outlives an HSM. Sessions do not. */
interface BackupContent {
  readonly slot: number;
  readonly next: NextNumbers;
  readonly cluster: ClusterIdentity;
  /** Absent in backups of before there was a quorum. */
  readonly quorum?: QuorumValues;
  /** Absent in backups of before there was mutual TLS. */
  readonly mutualTls?: MutualTls;
  readonly users: readonly User[];
  readonly objects: readonly StoredObject[];
}

export interface SigningRequest {
  readonly clusterCsr: string;
  readonly hsmCertificate: string;
  readonly awsHardwareCertificate: string;
  readonly manufacturerHardwareCertificate: string;
}

export interface Counts {
  readonly keys: number;
  readonly users: number;
}

/** The appliance as the fleet handles it. Every call may be repeated; calls follow one another. */
export class Appliance {
  readonly #runtime: Runtime;
  readonly #config: HsmNodeConfig;
  readonly #partition: Partition;
  readonly #turn = new Mutex();

  constructor(runtime: Runtime, config: HsmNodeConfig, partition: Partition) {
    this.#runtime = runtime;
    this.#config = config;
    this.#partition = partition;
  }

  /** Printed on the card. */
  get serialNumber(): string {
    return this.#config.applianceId.replaceAll('-', '').slice(0, SERIAL_NUMBER_DIGITS).toUpperCase();
  }

  /** What the appliance is; made at the first start. */
  get identity(): ApplianceIdentity {
    invariant(this.#partition.identity !== undefined, 'an appliance that was started has an identity');
    return this.#partition.identity;
  }

  /** Counts the start, finishes what a crash interrupted, and makes the identity where there is none. */
  async start(): Promise<void> {
    const partition = this.#partition;
    this.#runtime.clock.advanceTo(partition.history.aheadMs);
    const identity = partition.identity ?? (await this.#makeIdentity());
    await partition.update(() => ({
      changes: { identity, history: { boot: partition.history.boot + 1 } },
      result: undefined,
    }));
    if (partition.life === 'zeroized') await this.#becomeBlank();
  }

  /** Moves the clock forward, once the new offset is on disk: no restart sets it back. */
  async advanceClock(aheadMs: number): Promise<void> {
    await this.#partition.update(() =>
      aheadMs > this.#partition.history.aheadMs
        ? { changes: { history: { aheadMs } }, result: undefined }
        : { result: undefined },
    );
    this.#runtime.clock.advanceTo(this.#partition.history.aheadMs);
  }

  claim(claim: Claim): Promise<void> {
    return this.#turn.run(async () => {
      if (this.#partition.claim?.hsmId === claim.hsmId) return;
      assertClaim(claim);
      const life = live(this.#partition.life, 'claim');
      await this.#partition.update(() => ({
        changes: { claim, next: FIRST_NUMBERS, history: { life } },
        result: undefined,
      }));
    });
  }

  createSigningRequest(): Promise<SigningRequest> {
    return this.#turn.run(async () => {
      const { life } = this.#partition;
      if (this.#partition.cluster === undefined) {
        if (life !== 'claimed') throw new HsmError('WRONG_STATE', `there is no signing request: the HSM is ${life}`);
        const cluster = await this.#makeClusterIdentity();
        await this.#partition.update(() => ({ changes: { cluster }, result: undefined }));
      }
      const { awsHardwareCertificate, manufacturerHardwareCertificate } = this.identity;
      const { csr, hsmCertificate } = this.#getCluster();
      return { clusterCsr: csr, hsmCertificate, awsHardwareCertificate, manufacturerHardwareCertificate };
    });
  }

  /** The HSM is then level: there is no other one to be level with. */
  initialize(certificate: string, trustAnchor: string): Promise<void> {
    return this.#turn.run(async () => {
      const partition = this.#partition;
      const cluster = this.#getCluster();
      if (cluster.initialized !== undefined) return assertSameCertificate(cluster.initialized.certificate, certificate);
      const life = live(partition.life, 'initialize');
      verifyClusterCertificate(certificate, trustAnchor, cluster.privateKey);
      const maskingKey = AesKey.generate(MASKING_KEY_BYTES, this.#runtime.random);
      const users = await firstUsers(this.#runtime);
      const initialized = { certificate, trustAnchor, maskingKey };
      await partition.update(() => ({
        changes: { cluster: { ...cluster, initialized }, users, history: { life } },
        result: undefined,
        events: INITIALIZATION,
      }));
      partition.level = true;
    });
  }

  /** Source: AWS CloudHSM User Guide, "AWS CloudHSM cluster backups": the first backup follows the activation. */
  async backup(): Promise<{ readonly sealed: Buffer } & Counts> {
    const partition = this.#partition;
    if (partition.life !== 'active')
      throw new HsmError('WRONG_STATE', `an HSM that is ${partition.life} is not backed up`);
    const content: BackupContent = {
      slot: partition.getClaim().slot,
      next: partition.next,
      cluster: this.#getCluster(),
      quorum: partition.quorum,
      mutualTls: partition.mutualTls,
      users: [...partition.users.values()],
      objects: [...partition.keys.values(), ...partition.tombstones.values()],
    };
    const sealed = sealBackup(this.#config.fleet.backupKey, content, this.#runtime.random);
    if (sealed.length > BACKUP_BYTES_MAX) throw new HsmError('NO_SPACE', 'the backup is too large');
    const counts = { keys: partition.keys.size, users: partition.users.size };
    await partition.note({ opcode: 'CN_BACKUP_BEGIN' }, { opcode: 'CN_BACKUP_END' });
    return { sealed, ...counts };
  }

  /** Replaces everything but what the claim says. Throws FOREIGN_OBJECT, INVALID_CIPHERTEXT, NO_SPACE; then nothing has changed. */
  restore(sealed: Buffer): Promise<Counts> {
    return this.#turn.run(async () => {
      const partition = this.#partition;
      const life = live(partition.life, 'restore');
      const content = openBackup<BackupContent>(this.#config.fleet.backupKey, sealed);
      const { slot, next, cluster, users, objects, mutualTls = NO_MUTUAL_TLS } = content;
      const quorum = { ...NO_QUORUM, ...content.quorum };
      const counts = { keys: objects.filter((object) => !isTombstone(object)).length, users: users.length };
      await partition.update(() => {
        const claim = partition.getClaim();
        assertFits(claim, counts);
        // A handle that this slot has given stays given, also where the backup is older than the key object.
        let keyCounter =
          slot === claim.slot ? Math.max(partition.next.keyCounter, next.keyCounter) : partition.next.keyCounter;
        for (const { handle } of objects) keyCounter = beyond({ ...next, keyCounter }, claim.slot, handle).keyCounter;
        const changes = {
          erase: true,
          claim,
          cluster,
          quorum,
          mutualTls,
          objects,
          users: byId(users),
          next: { ...next, keyCounter },
          history: { life },
        } as const;
        // The log of an HSM that is made from a backup begins with the first login on it.
        const events = partition.nextAuditRecord === 0 ? [] : RESTORATION;
        return { changes, result: undefined, events };
      });
      return counts;
    });
  }

  /** Erases the HSM and makes the appliance blank. */
  zeroize(hsmId: string): Promise<void> {
    return this.#turn.run(async () => {
      const partition = this.#partition;
      if (partition.claim !== undefined) {
        if (partition.claim.hsmId !== hsmId) throw new HsmError('WRONG_STATE', 'the appliance holds another HSM');
        const life = live(partition.life, 'zeroize');
        await partition.update(() => ({ changes: { erase: true, history: { life } }, result: undefined }));
      }
      if (partition.life === 'zeroized') await this.#becomeBlank();
    });
  }

  /** Refuses users what changes users or key objects, or admits it again; on disk when this resolves. */
  setLimitedWrites(limitedWrites: boolean): Promise<void> {
    return this.#turn.run(() =>
      this.#partition.update(() => {
        const claim = this.#partition.getClaim();
        if (claim.limitedWrites === limitedWrites) return { result: undefined };
        return { changes: { claim: { ...claim, limitedWrites } }, result: undefined };
      }),
    );
  }

  setLevel(level: boolean): void {
    if (!hasUsers(this.#partition.life)) throw new HsmError('WRONG_STATE', `the HSM is ${this.#partition.life}`);
    this.#partition.level = level;
  }

  async #becomeBlank(): Promise<void> {
    await this.#partition.renewRootKey();
    await this.#partition.update(() => ({
      changes: { history: { life: live(this.#partition.life, 'blank') } },
      result: undefined,
    }));
  }

  #getCluster(): ClusterIdentity {
    if (this.#partition.cluster === undefined) throw new HsmError('WRONG_STATE', 'the HSM has no signing request');
    return this.#partition.cluster;
  }

  async #makeIdentity(): Promise<ApplianceIdentity> {
    const { fleet, applianceId } = this.#config;
    const transport = await issueCredential(this.#runtime, `appliance:${applianceId}`, 'transport', fleet.ca);
    const card = await this.#runtime.compute.rsaKeyPair();
    const hardware = { subject: this.#cardName(), publicKey: card.publicKey, use: 'hardware' } as const;
    return {
      certificate: transport.certificate,
      privateKey: new Secret(transport.privateKey),
      cardKey: new Secret(card.privateKey),
      awsHardwareCertificate: await issueCertificate(this.#runtime, { ...hardware, issuer: fleet.awsRoot }),
      manufacturerHardwareCertificate: await issueCertificate(this.#runtime, {
        ...hardware,
        issuer: fleet.manufacturerRoot,
      }),
    };
  }

  async #makeClusterIdentity(): Promise<ClusterIdentity> {
    const keys = await this.#runtime.compute.rsaKeyPair();
    const subject = this.#clusterName(this.#partition.getClaim());
    const { cardKey, awsHardwareCertificate } = this.identity;
    const issuer = { certificate: awsHardwareCertificate, privateKey: cardKey.reveal() };
    return {
      privateKey: new Secret(keys.privateKey),
      csr: await requestCertificate(this.#runtime, subject, keys),
      hsmCertificate: await issueCertificate(this.#runtime, {
        subject,
        publicKey: keys.publicKey,
        use: 'transport',
        issuer,
      }),
      initialized: undefined,
    };
  }

  #cardName() {
    return commonName(`Keystorm HSM card ${this.serialNumber}`);
  }

  /** Source: AWS CloudHSM User Guide, "Verify the identity and authenticity of your cluster's HSM" (sample). */
  #clusterName({ slot }: Claim) {
    const name = `HSM:${this.serialNumber}:PARTN:${slot + 1}, for FIPS mode`;
    return [
      { C: ['US'] },
      { ST: ['CA'] },
      { O: ['Cavium'] },
      { OU: ['N3FIPS'] },
      { L: ['SanJose'] },
      { CN: [name] },
    ] as const;
  }
}

function byId(users: readonly User[]): ReadonlyMap<number, User> {
  return new Map(users.map((user) => [user.id, user]));
}

function assertClaim(claim: Claim): void {
  const complete = claim.hsmId !== '' && claim.clusterId !== '' && claim.eniIp !== '' && claim.dataAddress !== '';
  if (!complete || claim.slot > SLOT_MAX || claim.keysMax === 0 || claim.usersMax < FIRST_NUMBERS.userId) {
    throw new HsmError('INVALID_ARGUMENT', 'the claim is incomplete');
  }
}

function assertFits({ keysMax, usersMax }: Claim, { keys, users }: Counts): void {
  if (keys > keysMax || users > usersMax) throw new HsmError('NO_SPACE', 'the backup holds more than fits');
}

function assertSameCertificate(here: string, there: string): void {
  if (!certificateDigest(here).equals(certificateDigest(there)))
    throw new HsmError('WRONG_STATE', 'the HSM has another certificate');
}
