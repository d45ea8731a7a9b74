import { HsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { isSignature } from '../crypto/signing-keys.ts';
import type { Command } from './command.ts';
import { assertMutualTls } from './mutual-tls.ts';
import type { Partition } from './partition.ts';
import type { KeyQuorum, KeyRecord, KeyService, OfficerService, QuorumService, QuorumValues, User } from './records.ts';
import { getUser, nameKey, type UserName } from './users.ts';

/** Source: AWS CloudHSM User Guide, "Using CMU to manage quorum authentication". */
const VALUE_MIN = 2;
const VALUE_MAX = 8;
const TOKENS_MAX = 1_024;
const LIFETIME_MS = 600_000;
const SERVICE_NUMBERS = {
  KEY_USAGE: 1,
  KEY_MANAGEMENT: 2,
  USER_MGMT: 3,
  MISC_CO: 4,
  CLUSTER: 5,
} as const satisfies Record<QuorumService, number>;
/** Where a key object says how many have to approve. */
const KEY_VALUES = {
  KEY_USAGE: 'use',
  KEY_MANAGEMENT: 'manage',
} as const satisfies Record<KeyService, keyof KeyQuorum>;
/** In place of the handle of a key object, where there is none. */
const NO_KEY = 0;

/** Layout of a token, the numbers with the high byte first. */
const TOKEN_VERSION = 1;
const TOKEN_BYTES = 80;
const AT = { service: 2, id: 4, nonce: 16, name: 32, createdAt: 64, node: 72, keyHandle: 76 } as const;
const NONCE_BYTES = 16;
const SECOND_MS = 1_000;
/** HSMs of a cluster. */
const NODES_MAX = 28;

/** An approval as it arrives: whose it is, and the signature over all tokens that were signed together. */
export interface Approval {
  readonly approver: UserName;
  readonly signature: Buffer;
}

/** What is to be approved; `keyHandle` is 0 where it is no business of a key object. */
interface Subject {
  readonly service: QuorumService;
  readonly keyHandle: number;
}

export interface QuorumToken extends Subject {
  readonly id: number;
  readonly node: number;
  readonly owner: User;
  readonly hsmId: string;
  /** What approvers sign. */
  readonly bytes: Buffer;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Names of the users. */
  readonly approvers: readonly string[];
}

/**
 * M of N: what officers, and users of a key object, may do only when others approve. The values are kept; tokens are not, so
 * that none outlives the process. Source: AWS CloudHSM User Guide, "Using quorum authentication for crypto officers", "Key
 * management and usage with quorum authentication".
 */
export class Quorum {
  readonly #runtime: Runtime;
  readonly #partition: Partition;
  readonly #tokens = new Map<number, QuorumToken>();
  #lastId = 0;

  constructor(runtime: Runtime, partition: Partition) {
    this.#runtime = runtime;
    this.#partition = partition;
  }

  get values(): QuorumValues {
    return this.#partition.quorum;
  }

  /** Runs what needs the approval of officers; success uses up the caller's token. Throws QUORUM_REQUIRED. */
  approved<T>(service: OfficerService, caller: User, work: () => Promise<T>): Promise<T> {
    const subject = { service, keyHandle: NO_KEY };
    return this.#approvedBy(this.#required(subject), subject, caller, work);
  }

  /** Runs what needs the approval of the users of a key object; success uses up the caller's token. Throws QUORUM_REQUIRED. */
  approvedForKey<T>(service: KeyService, key: KeyRecord, caller: User, work: () => Promise<T>): Promise<T> {
    return this.#approvedBy(approvalsOfKey(key, service), { service, keyHandle: key.handle }, caller, work);
  }

  /** The same for work that takes no time. */
  approvedForKeyNow<T>(service: KeyService, key: KeyRecord, callerId: number, work: () => T): T {
    const required = approvalsOfKey(key, service);
    if (required === 0) return work();
    const token = this.#take(required, { service, keyHandle: key.handle }, callerId);
    try {
      return work();
    } catch (error) {
      this.#tokens.set(token.id, token);
      throw error;
    }
  }

  /**
   * Throws INVALID_ARGUMENT, POLICY_VIOLATION for what the HSM does not have, and QUORUM_REQUIRED: once there is a quorum, it
   * takes one to change it, and none can be had for less than two.
   */
  async setValue(service: OfficerService, value: number, caller: User, command: Command): Promise<void> {
    if (service === 'CLUSTER') assertMutualTls(this.#partition);
    const changing = { service: 'MISC_CO', keyHandle: NO_KEY } as const;
    const required = Math.max(this.#required({ service, keyHandle: NO_KEY }), this.#required(changing));
    await this.#approvedBy(required, changing, caller, () =>
      this.#partition.updateByUser(() => {
        const officers = [...this.#partition.users.values()].filter(({ type }) => type === 'CO').length;
        if (value < VALUE_MIN || value > Math.min(VALUE_MAX, officers))
          throw new HsmError(
            'INVALID_ARGUMENT',
            `a quorum has ${VALUE_MIN} to ${VALUE_MAX} officers, and no more than the ${officers} that there are`,
          );
        return { changes: { quorum: { ...this.values, [service]: value } }, result: undefined };
      }, command),
    );
  }

  /** An earlier token of the caller for the service is gone. Throws POLICY_VIOLATION where nobody has to approve, NO_SPACE. */
  async createToken(service: OfficerService, caller: User, command: Command): Promise<QuorumToken> {
    for (const { id } of this.list().filter((token) => token.service === service && token.owner.id === caller.id))
      this.#tokens.delete(id);
    return await this.#create({ service, keyHandle: NO_KEY }, caller, command);
  }

  /** A user may have several tokens for a key object. Throws POLICY_VIOLATION where nobody has to approve, NO_SPACE. */
  async createKeyToken(
    service: KeyService,
    { handle }: KeyRecord,
    caller: User,
    command: Command,
  ): Promise<QuorumToken> {
    return await this.#create({ service, keyHandle: handle }, caller, command);
  }

  /**
   * Takes approvals of the caller's token among those that were signed together, in place of earlier ones. Throws
   * INVALID_ARGUMENT (the token is not among them, or not good any more), USER_NOT_FOUND, INVALID_USER_TYPE,
   * KEY_ACCESS_DENIED (it is not a user of the key object), INVALID_SIGNATURE; then nothing is approved.
   */
  async approve(caller: User, signed: Buffer, approvals: readonly Approval[], command: Command): Promise<void> {
    const token = this.#findSigned(caller, signed);
    if (approvals.length > VALUE_MAX) throw new HsmError('INVALID_ARGUMENT', `at most ${VALUE_MAX} approvals count`);
    const approvers = new Map(approvals.map((approval) => this.#verify(approval, token, signed)));
    if (approvers.size < approvals.length) throw new HsmError('INVALID_ARGUMENT', 'a user approves once');
    await this.#partition.record(command);
    if (this.#tokens.get(token.id) === token)
      this.#tokens.set(token.id, { ...token, approvers: [...approvers.values()] });
  }

  /** Those that are good, in the order of their ids. Forgets the others. */
  list(): readonly QuorumToken[] {
    for (const [id, token] of this.#tokens) if (!this.#isGood(token)) this.#tokens.delete(id);
    return [...this.#tokens.values()].sort((a, b) => a.id - b.id);
  }

  /** Approvals that the use of a token takes. */
  approvalsRequired(token: QuorumToken): number {
    return this.#required(token);
  }

  /** Whole seconds that a token is good for. */
  secondsLeft({ expiresAt }: QuorumToken): number {
    return Math.max(0, Math.ceil((expiresAt - this.#runtime.clock.now()) / SECOND_MS));
  }

  async delete(caller: User, all: boolean, command: Command): Promise<void> {
    await this.#partition.record(command);
    for (const { id, owner } of this.list()) if (all || owner.id === caller.id) this.#tokens.delete(id);
  }

  /** How many have to approve; 0 where nobody has to. */
  #required({ service, keyHandle }: Subject): number {
    if (!isOfKey(service)) return this.values[service] < VALUE_MIN ? 0 : this.values[service];
    const key = this.#partition.keys.get(keyHandle);
    return key === undefined ? 0 : approvalsOfKey(key, service);
  }

  async #create({ service, keyHandle }: Subject, caller: User, command: Command): Promise<QuorumToken> {
    if (this.#required({ service, keyHandle }) === 0)
      throw new HsmError('POLICY_VIOLATION', 'nobody has to approve this');
    if (this.list().length >= TOKENS_MAX) throw new HsmError('NO_SPACE', 'no more quorum tokens fit');
    const { hsmId, slot: node } = this.#partition.getClaim();
    const id = (this.#lastId += 1);
    const now = this.#runtime.clock.now();
    const bytes = this.#bytesOf({ id, service, keyHandle, node, owner: caller }, now);
    const expiresAt = now + LIFETIME_MS;
    const token: QuorumToken = { id, service, keyHandle, node, owner: caller, hsmId, bytes, expiresAt, approvers: [] };
    this.#tokens.set(id, token);
    try {
      await this.#partition.record(command);
      return token;
    } catch (error) {
      this.#tokens.delete(id);
      throw error;
    }
  }

  /** The token is out of reach while it is used, and comes back where that fails. */
  async #approvedBy<T>(required: number, subject: Subject, caller: User, work: () => Promise<T>): Promise<T> {
    if (required === 0) return await work();
    const token = this.#take(required, subject, caller.id);
    try {
      return await work();
    } catch (error) {
      this.#tokens.set(token.id, token);
      throw error;
    }
  }

  /** A token with enough approvals, which is gone then. Throws QUORUM_REQUIRED. */
  #take(required: number, { service, keyHandle }: Subject, callerId: number): QuorumToken {
    const found = this.list().find(
      (token) =>
        token.service === service &&
        token.keyHandle === keyHandle &&
        token.owner.id === callerId &&
        token.approvers.length >= required,
    );
    if (found === undefined) throw new HsmError('QUORUM_REQUIRED', `${required} users have to approve this`);
    this.#tokens.delete(found.id);
    return found;
  }

  #findSigned(caller: User, signed: Buffer): QuorumToken {
    if (signed.length % TOKEN_BYTES !== 0 || signed.length > NODES_MAX * TOKEN_BYTES)
      throw new HsmError('INVALID_ARGUMENT', `tokens have ${TOKEN_BYTES} bytes, of at most ${NODES_MAX} HSMs`);
    const parts = Array.from({ length: signed.length / TOKEN_BYTES }, (_, index) =>
      signed.subarray(index * TOKEN_BYTES, (index + 1) * TOKEN_BYTES),
    );
    const token = this.list().find(
      ({ owner, bytes }) => owner.id === caller.id && parts.some((part) => part.equals(bytes)),
    );
    if (token === undefined)
      throw new HsmError('INVALID_ARGUMENT', 'none of them is a token of the caller on this HSM');
    return token;
  }

  /** Id and name of the user. */
  #verify(
    { approver, signature }: Approval,
    { service, keyHandle }: QuorumToken,
    signed: Buffer,
  ): readonly [id: number, name: string] {
    const type = isOfKey(service) ? 'CU' : 'CO';
    if (approver.type !== type) throw new HsmError('INVALID_USER_TYPE', `users of type ${type} approve this`);
    const { id, name, signingKey } = getUser(this.#partition, approver);
    const key = this.#partition.keys.get(keyHandle);
    if (isOfKey(service) && key?.ownerId !== id && !key?.sharedWith.includes(nameKey(name)))
      throw new HsmError('KEY_ACCESS_DENIED', `${name} is not a user of the key object`);
    if (signingKey === undefined || !isSignature(signingKey, signed, signature))
      throw new HsmError('INVALID_SIGNATURE', `it is not the approval of ${name}`);
    return [id, name];
  }

  /** The HSM may have become another one, and the owner or the key object may be gone. */
  #isGood({ owner, hsmId, expiresAt, service, keyHandle }: QuorumToken): boolean {
    const { claim, users, keys } = this.#partition;
    if (isOfKey(service) && !keys.has(keyHandle)) return false;
    return this.#runtime.clock.now() < expiresAt && claim?.hsmId === hsmId && users.get(owner.id)?.name === owner.name;
  }

  #bytesOf(
    { id, service, keyHandle, node, owner }: Pick<QuorumToken, 'id' | 'service' | 'keyHandle' | 'node' | 'owner'>,
    now: number,
  ): Buffer {
    const bytes = Buffer.alloc(TOKEN_BYTES);
    bytes.writeUInt16BE(TOKEN_VERSION);
    bytes.writeUInt16BE(SERVICE_NUMBERS[service], AT.service);
    bytes.writeUInt32BE(id, AT.id);
    bytes.set(this.#runtime.random.bytes(NONCE_BYTES), AT.nonce);
    bytes.write(owner.name, AT.name);
    bytes.writeBigUInt64BE(BigInt(Math.floor(now / SECOND_MS)), AT.createdAt);
    bytes.writeUInt32BE(node, AT.node);
    bytes.writeUInt32BE(keyHandle, AT.keyHandle);
    return bytes;
  }
}

export function isOfKey(service: QuorumService): service is KeyService {
  return service in KEY_VALUES;
}

/** How many of its users have to approve; 0 where nobody has to. */
function approvalsOfKey({ quorum }: KeyRecord, service: KeyService): number {
  return quorum?.[KEY_VALUES[service]] ?? 0;
}
