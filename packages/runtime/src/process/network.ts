import type { Service } from '@keystorm/protocol';
import type { ConnectOptions, Logger, Network, Peer, ServeOptions, Server } from '../runtime.ts';
import { type Supervision, unsupervised } from './faults/supervision.ts';
import { GrpcPeer } from './grpc-peer.ts';
import { listen } from './grpc-server.ts';

/** gRPC over TCP (or Unix sockets), with TLS where asked for. */
export class ProcessNetwork implements Network {
  readonly #log: Logger;
  readonly #supervision: Supervision;

  constructor(log: Logger, supervision: Supervision = unsupervised()) {
    this.#log = log;
    this.#supervision = supervision;
  }

  serve(options: ServeOptions): Promise<Server> {
    return listen(options, this.#supervision, this.#log);
  }

  connect<D>(service: Service<D>, options: ConnectOptions): Peer<D> {
    return new GrpcPeer(service, options, this.#supervision);
  }
}
