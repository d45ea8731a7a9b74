import { HsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { isSignature } from '../crypto/signing-keys.ts';
import type { Command } from './command.ts';
import type { Partition } from './partition.ts';
import type { QuorumService, QuorumValues, User } from './records.ts';
import { getUser, type UserName } from './users.ts';

/** Source: AWS CloudHSM User Guide, "Using CMU to manage quorum authentication". */
const VALUE_MIN = 2;
const VALUE_MAX = 8;
const TOKENS_MAX = 1_024;
const LIFETIME_MS = 600_000;
const SERVICE_NUMBERS = { USER_MGMT: 3, MISC_CO: 4 } as const satisfies Record<QuorumService, number>;

/** Layout of a token, the numbers with the high byte first. */
const TOKEN_VERSION = 1;
const TOKEN_BYTES = 80;
const AT = { service: 2, id: 4, nonce: 16, name: 32, createdAt: 64, node: 72 } as const;
const NONCE_BYTES = 16;
const SECOND_MS = 1_000;
/** HSMs of a cluster. */
const NODES_MAX = 28;

/** An approval as it arrives: whose it is, and the signature over all tokens that were signed together. */
export interface Approval {
  readonly officer: UserName;
  readonly signature: Buffer;
}

export interface QuorumToken {
  readonly id: number;
  readonly service: QuorumService;
  readonly node: number;
  readonly owner: User;
  readonly hsmId: string;
  /** What approvers sign. */
  readonly bytes: Buffer;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Names of the officers. */
  readonly approvers: readonly string[];
}

/**
 * M of N: what officers may do only when others approve. The values are kept; tokens are not, so that none outlives the
 * process. Source: AWS CloudHSM User Guide, "Using quorum authentication for crypto officers".
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

  /** Runs what needs the approval of a quorum; success uses up the caller's token. Throws QUORUM_REQUIRED. */
  approved<T>(service: QuorumService, caller: User, work: () => Promise<T>): Promise<T> {
    return this.#approvedBy(this.values[service], service, caller, work);
  }

  /**
   * Throws INVALID_ARGUMENT, and QUORUM_REQUIRED: once there is a quorum, it takes one to change it, and none can be had for
   * less than two.
   */
  async setValue(service: QuorumService, value: number, caller: User, command: Command): Promise<void> {
    const required = Math.max(this.values[service], this.values.MISC_CO);
    await this.#approvedBy(required, 'MISC_CO', caller, () =>
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
  createToken(service: QuorumService, caller: User): QuorumToken {
    if (this.values[service] < VALUE_MIN)
      throw new HsmError('POLICY_VIOLATION', 'nobody has to approve this: its quorum value is 1');
    const { hsmId, slot: node } = this.#partition.getClaim();
    for (const { id } of this.list().filter((token) => token.service === service && token.owner.id === caller.id))
      this.#tokens.delete(id);
    if (this.#tokens.size >= TOKENS_MAX) throw new HsmError('NO_SPACE', 'no more quorum tokens fit');
    const id = (this.#lastId += 1);
    const now = this.#runtime.clock.now();
    const bytes = this.#bytesOf({ id, service, node, owner: caller }, now);
    const expiresAt = now + LIFETIME_MS;
    const token: QuorumToken = { id, service, node, owner: caller, hsmId, bytes, expiresAt, approvers: [] };
    this.#tokens.set(id, token);
    return token;
  }

  /**
   * Takes approvals of the caller's token among those that were signed together, in place of earlier ones. Throws
   * INVALID_ARGUMENT (the token is not among them, or not good any more), USER_NOT_FOUND, INVALID_SIGNATURE; then nothing is
   * approved.
   */
  async approve(caller: User, signed: Buffer, approvals: readonly Approval[], command: Command): Promise<void> {
    const token = this.#findSigned(caller, signed);
    if (approvals.length > VALUE_MAX) throw new HsmError('INVALID_ARGUMENT', `at most ${VALUE_MAX} approvals count`);
    const approvers = new Map(approvals.map((approval) => this.#verify(approval, signed)));
    if (approvers.size < approvals.length) throw new HsmError('INVALID_ARGUMENT', 'an officer approves once');
    await this.#partition.record(command);
    if (this.#tokens.get(token.id) === token)
      this.#tokens.set(token.id, { ...token, approvers: [...approvers.values()] });
  }

  /** Those that are good, in the order of their ids. Forgets the others. */
  list(): readonly QuorumToken[] {
    for (const [id, token] of this.#tokens) if (!this.#isGood(token)) this.#tokens.delete(id);
    return [...this.#tokens.values()].sort((a, b) => a.id - b.id);
  }

  /** Whole seconds that a token is good for. */
  secondsLeft({ expiresAt }: QuorumToken): number {
    return Math.max(0, Math.ceil((expiresAt - this.#runtime.clock.now()) / SECOND_MS));
  }

  delete(caller: User, all: boolean): void {
    for (const { id, owner } of this.list()) if (all || owner.id === caller.id) this.#tokens.delete(id);
  }

  /** The token is out of reach while it is used, and comes back where that fails. */
  async #approvedBy<T>(required: number, service: QuorumService, caller: User, work: () => Promise<T>): Promise<T> {
    if (required < VALUE_MIN) return await work();
    const token = this.list().find(
      ({ service: of, owner, approvers }) => of === service && owner.id === caller.id && approvers.length >= required,
    );
    if (token === undefined) throw new HsmError('QUORUM_REQUIRED', `${required} officers have to approve this`);
    this.#tokens.delete(token.id);
    try {
      return await work();
    } catch (error) {
      this.#tokens.set(token.id, token);
      throw error;
    }
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

  /** Id and name of the officer. */
  #verify({ officer, signature }: Approval, signed: Buffer): readonly [id: number, name: string] {
    if (officer.type !== 'CO') throw new HsmError('INVALID_USER_TYPE', 'crypto officers approve');
    const { id, name, signingKey } = getUser(this.#partition, officer);
    if (signingKey === undefined || !isSignature(signingKey, signed, signature))
      throw new HsmError('INVALID_SIGNATURE', `it is not the approval of ${name}`);
    return [id, name];
  }

  /** The HSM may have become another one, and the owner may be gone. */
  #isGood({ owner, hsmId, expiresAt }: QuorumToken): boolean {
    const { claim, users } = this.#partition;
    return this.#runtime.clock.now() < expiresAt && claim?.hsmId === hsmId && users.get(owner.id)?.name === owner.name;
  }

  #bytesOf({ id, service, node, owner }: Pick<QuorumToken, 'id' | 'service' | 'node' | 'owner'>, now: number): Buffer {
    const bytes = Buffer.alloc(TOKEN_BYTES);
    bytes.writeUInt16BE(TOKEN_VERSION);
    bytes.writeUInt16BE(SERVICE_NUMBERS[service], AT.service);
    bytes.writeUInt32BE(id, AT.id);
    bytes.set(this.#runtime.random.bytes(NONCE_BYTES), AT.nonce);
    bytes.write(owner.name, AT.name);
    bytes.writeBigUInt64BE(BigInt(Math.floor(now / SECOND_MS)), AT.createdAt);
    bytes.writeUInt32BE(node, AT.node);
    return bytes;
  }
}
