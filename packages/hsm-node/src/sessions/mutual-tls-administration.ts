import { HsmError } from '@keystorm/protocol';
import type { Connection } from '@keystorm/runtime';
import { assertMutualTls, deregisterTrustAnchors, registerTrustAnchor, setEnforcement } from '../objects/mutual-tls.ts';
import type { Partition } from '../objects/partition.ts';
import type { Quorum } from '../objects/quorum.ts';
import type { MutualTls, TrustAnchor } from '../objects/records.ts';
import { nameKey } from '../objects/users.ts';
import type { Sessions } from './sessions.ts';

/** Source: AWS CloudHSM User Guide, "cluster mtls set-enforcement". */
const ENFORCER = 'admin';

/**
 * What sessions may do to mutual TLS; the server of the data service judges clients by it afterwards. Source: AWS CloudHSM
 * User Guide, "Set up mutual TLS between client and AWS CloudHSM".
 */
export class MutualTlsAdministration {
  readonly #partition: Partition;
  readonly #quorum: Quorum;
  readonly #sessions: Sessions;

  constructor(partition: Partition, quorum: Quorum, sessions: Sessions) {
    this.#partition = partition;
    this.#quorum = quorum;
    this.#sessions = sessions;
  }

  /** Throws POLICY_VIOLATION, INVALID_ARGUMENT, NO_SPACE, QUORUM_REQUIRED. */
  async register(connection: Connection, certificate: string): Promise<TrustAnchor> {
    const user = this.#sessions.userOf(connection);
    const request = { opcode: 'CN_REGISTER_TRUST_ANCHOR', right: 'RegisterTrustAnchor', user } as const;
    return await this.#sessions.run(connection, request, async ({ user: officer, command }) => {
      assertMutualTls(this.#partition);
      return await this.#quorum.approved('CLUSTER', officer, () =>
        registerTrustAnchor(this.#partition, certificate, command),
      );
    });
  }

  /** Throws POLICY_VIOLATION, INVALID_ARGUMENT, QUORUM_REQUIRED. */
  async deregister(connection: Connection, references: readonly number[]): Promise<void> {
    const user = this.#sessions.userOf(connection);
    const request = { opcode: 'CN_DEREGISTER_TRUST_ANCHOR', right: 'DeregisterTrustAnchor', user } as const;
    await this.#sessions.run(connection, request, async ({ user: officer, command }) => {
      assertMutualTls(this.#partition);
      await this.#quorum.approved('CLUSTER', officer, () =>
        deregisterTrustAnchors(this.#partition, references, connection, command),
      );
    });
  }

  /** Throws POLICY_VIOLATION. */
  list(): readonly TrustAnchor[] {
    assertMutualTls(this.#partition);
    return this.#partition.mutualTls.trustAnchors;
  }

  /** Throws POLICY_VIOLATION. */
  enforcement(connection: Connection): MutualTls['enforcement'] {
    this.#sessions.authorize(connection, 'GetMtlsEnforcement');
    assertMutualTls(this.#partition);
    return this.#partition.mutualTls.enforcement;
  }

  /** Throws NOT_PERMITTED, POLICY_VIOLATION, QUORUM_REQUIRED. */
  async setEnforcement(connection: Connection, level: MutualTls['enforcement']): Promise<void> {
    const user = this.#sessions.userOf(connection);
    const request = { opcode: 'CN_SET_MTLS_ENFORCEMENT', right: 'SetMtlsEnforcement', user } as const;
    await this.#sessions.run(connection, request, async ({ user: officer, command }) => {
      assertMutualTls(this.#partition);
      if (nameKey(officer.name) !== ENFORCER)
        throw new HsmError('NOT_PERMITTED', `Only the admin whose username is ${ENFORCER} sets the mtls enforcement.`);
      await this.#quorum.approved('CLUSTER', officer, () =>
        setEnforcement(this.#partition, level, connection, command),
      );
    });
  }
}
