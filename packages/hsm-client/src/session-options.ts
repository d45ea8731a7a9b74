import type { ClusterCredentials } from './credentials.ts';
import type { HsmEndpoint } from './hsm-connection.ts';

export interface ClusterSessionOptions {
  readonly endpoints: readonly HsmEndpoint[];
  /** The customer's certificate authority, PEM. */
  readonly trustAnchor: string;
  readonly credentials: ClusterCredentials;
  /** Copies of a key object that count as created. Default 2. */
  readonly copiesMin?: number;
}
