import type { Service } from '@keystorm/protocol';
import type { ConnectOptions, Logger, Network, Peer, ServeOptions, Server } from '../runtime.ts';
import { GrpcPeer } from './grpc-peer.ts';
import { listen } from './grpc-server.ts';

/** gRPC over TCP (or Unix sockets), with TLS where asked for. */
export class ProcessNetwork implements Network {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  serve(options: ServeOptions): Promise<Server> {
    return listen(options, this.#log);
  }

  connect<D>(service: Service<D>, options: ConnectOptions): Peer<D> {
    return new GrpcPeer(service, options);
  }
}
