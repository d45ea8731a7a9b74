import type { Connection } from '@keystorm/runtime';
import type { Keys } from '../objects/keys.ts';
import { type Approval, isOfKey, type Quorum, type QuorumToken } from '../objects/quorum.ts';
import type { OfficerService, QuorumService } from '../objects/records.ts';
import type { Sessions } from './sessions.ts';

/** What sessions may do to the quorums. Source: AWS CloudHSM User Guide, "Using quorum authentication for crypto officers". */
export class QuorumAdministration {
  readonly #quorum: Quorum;
  readonly #keys: Keys;
  readonly #sessions: Sessions;

  constructor(quorum: Quorum, keys: Keys, sessions: Sessions) {
    this.#quorum = quorum;
    this.#keys = keys;
    this.#sessions = sessions;
  }

  /** Throws INVALID_ARGUMENT, QUORUM_REQUIRED. */
  async setValue(connection: Connection, service: OfficerService, value: number): Promise<void> {
    const officer = this.#sessions.userOf(connection);
    const request = { opcode: 'CN_SET_M_VALUE', right: 'SetQuorumValue', user: officer } as const;
    await this.#sessions.run(connection, request, ({ user, command }) =>
      this.#quorum.setValue(service, value, user, command),
    );
  }

  /** `keyHandle` is for the services of key objects. Throws KEY_NOT_FOUND, POLICY_VIOLATION, NO_SPACE. */
  async createToken(connection: Connection, service: QuorumService, keyHandle: number): Promise<QuorumToken> {
    const user = this.#sessions.userOf(connection);
    const right = isOfKey(service) ? 'CreateKeyQuorumToken' : 'CreateQuorumToken';
    return await this.#sessions.run(connection, { opcode: 'CN_GET_TOKEN', right, user }, ({ user: caller, command }) =>
      isOfKey(service)
        ? this.#quorum.createKeyToken(service, this.#keys.getUsable({ handle: keyHandle }, caller.id), caller, command)
        : this.#quorum.createToken(service, caller, command),
    );
  }

  /** Throws INVALID_ARGUMENT, INVALID_SIGNATURE, INVALID_USER_TYPE, KEY_ACCESS_DENIED, USER_NOT_FOUND. */
  async approve(connection: Connection, signed: Buffer, approvals: readonly Approval[]): Promise<void> {
    const user = this.#sessions.userOf(connection);
    const request = { opcode: 'CN_APPROVE_TOKEN', right: 'ApproveQuorumToken', user } as const;
    await this.#sessions.run(connection, request, ({ user: caller, command }) =>
      this.#quorum.approve(caller, signed, approvals, command),
    );
  }

  list(connection: Connection): readonly QuorumToken[] {
    this.#sessions.authorize(connection, 'ListQuorumTokens');
    return this.#quorum.list();
  }

  async delete(connection: Connection, all: boolean): Promise<void> {
    const user = this.#sessions.userOf(connection);
    const right = all ? 'DeleteAllQuorumTokens' : 'DeleteQuorumTokens';
    await this.#sessions.run(connection, { opcode: 'CN_DELETE_TOKEN', right, user }, ({ user: caller, command }) =>
      this.#quorum.delete(caller, all, command),
    );
  }
}
