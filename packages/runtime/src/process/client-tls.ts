import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import type { ConnectOptions } from '../runtime.ts';

/** HSMs are known by their cluster's certificate authority; TLS still wants a name, and refuses an address as one. */
export const NAME_OF_SERVERS = 'hsm.keystorm';

/** How a client proves who it is and knows the server. */
export function channelCredentials({ tls }: Pick<ConnectOptions, 'tls'>): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const certificate = tls.certificate === undefined ? null : Buffer.from(tls.certificate);
  const privateKey = tls.privateKey === undefined ? null : Buffer.from(tls.privateKey);
  const trustAnchor = tls.trustAnchor === undefined ? null : Buffer.from(tls.trustAnchor);
  return credentials.createSsl(trustAnchor, privateKey, certificate, {
    checkServerIdentity: () => undefined,
    rejectUnauthorized: tls.trustAnchor !== undefined,
  });
}
