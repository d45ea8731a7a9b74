import type { ClusterCredentials, KnownPassword } from './credentials.ts';
import type { HsmEndpoint } from './hsm-connection.ts';

export interface ClusterSessionOptions {
  readonly endpoints: readonly HsmEndpoint[];
  /** The customer's certificate authority, PEM. */
  readonly trustAnchor: string;
  readonly credentials: ClusterCredentials;
  /** Copies of a key object that count as created. Default 2. */
  readonly copiesMin?: number;
  /**
   * Awaited before an HSM that missed a password change, and was logged in to with an older password, is given the
   * current one. Make it lasting. Needed where there is more than one password.
   */
  readonly remember?: (known: KnownPassword) => Promise<void>;
}
