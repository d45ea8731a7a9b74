import type { Connection } from '@keystorm/runtime';
import type { Approval, Quorum, QuorumToken } from '../objects/quorum.ts';
import type { QuorumService } from '../objects/records.ts';
import type { Sessions } from './sessions.ts';

/** What sessions may do to the quorum. Source: AWS CloudHSM User Guide, "Using quorum authentication for crypto officers". */
export class QuorumAdministration {
  readonly #quorum: Quorum;
  readonly #sessions: Sessions;

  constructor(quorum: Quorum, sessions: Sessions) {
    this.#quorum = quorum;
    this.#sessions = sessions;
  }

  /** Throws INVALID_ARGUMENT, QUORUM_REQUIRED. */
  async setValue(connection: Connection, service: QuorumService, value: number): Promise<void> {
    const officer = this.#sessions.userOf(connection);
    const request = { opcode: 'CN_SET_M_VALUE', right: 'SetQuorumValue', user: officer } as const;
    await this.#sessions.run(connection, request, ({ user, command }) =>
      this.#quorum.setValue(service, value, user, command),
    );
  }

  createToken(connection: Connection, service: QuorumService): QuorumToken {
    return this.#quorum.createToken(service, this.#sessions.authorize(connection, 'CreateQuorumToken'));
  }

  /** Throws INVALID_ARGUMENT, INVALID_SIGNATURE, INVALID_USER_TYPE, USER_NOT_FOUND. */
  async approve(connection: Connection, signed: Buffer, approvals: readonly Approval[]): Promise<void> {
    const officer = this.#sessions.userOf(connection);
    const request = { opcode: 'CN_APPROVE_TOKEN', right: 'ApproveQuorumToken', user: officer } as const;
    await this.#sessions.run(connection, request, ({ user: caller, command }) =>
      this.#quorum.approve(caller, signed, approvals, command),
    );
  }

  list(connection: Connection): readonly QuorumToken[] {
    this.#sessions.authorize(connection, 'ListQuorumTokens');
    return this.#quorum.list();
  }

  delete(connection: Connection, all: boolean): void {
    this.#quorum.delete(this.#sessions.authorize(connection, 'DeleteQuorumTokens'), all);
  }
}
