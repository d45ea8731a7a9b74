import { Client } from '@grpc/grpc-js';
import type { ConnectOptions } from '../runtime.ts';
import { channelCredentials, NAME_OF_SERVERS } from './client-tls.ts';

/** What `grpc.health.v1.HealthCheckResponse` says of a server that serves: field 1 is SERVING. */
const SERVING = Buffer.from([0x08, 0x01]);

/**
 * Asks the standard health service of a server about the server as a whole. Resolves to whether it serves; rejects with
 * the error of gRPC when it does not answer in time.
 */
export function isServing({ address, tls }: Required<ConnectOptions>, deadlineMs: number): Promise<boolean> {
  const client = new Client(address, channelCredentials({ tls }), {
    'grpc.ssl_target_name_override': NAME_OF_SERVERS,
  });
  const asItIs = (content: Buffer) => content;
  const deadline = Date.now() + deadlineMs;
  return new Promise<boolean>((resolve, reject) => {
    client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      asItIs,
      asItIs,
      Buffer.alloc(0),
      { deadline },
      (error, answer) => (error ? reject(error) : resolve(answer?.equals(SERVING) ?? false)),
    );
  }).finally(() => client.close());
}
