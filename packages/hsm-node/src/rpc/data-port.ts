import { HSM_SERVICE, HsmError, type HsmServiceDefinition } from '@keystorm/protocol';
import { type Connection, type Handlers, Mutex, type Runtime, type Server, serving } from '@keystorm/runtime';
import { type HsmNodeConfig, listeningAddress } from '../config.ts';
import { hasUsers } from '../objects/life.ts';
import { clientTrustOf } from '../objects/mutual-tls.ts';
import type { Partition } from '../objects/partition.ts';

const NO_AILMENT = '';
/** Who is not logged in may send requests, too. */
export const REQUEST_BYTES_MAX = 16 * 1024 * 1024;

/** The data service's place on the network: there while the HSM has users, and only then. */
export class DataPort {
  /** Why it does not listen although it should; empty while well. */
  ailment = NO_AILMENT;

  readonly #runtime: Runtime;
  readonly #partition: Partition;
  readonly #handlers: Handlers<HsmServiceDefinition>;
  readonly #config: Pick<HsmNodeConfig, 'connectionsMax' | 'listenHost'>;
  readonly #turn = new Mutex();
  #server: Server | undefined;
  #serving = true;
  #reachable = true;

  constructor(
    runtime: Runtime,
    partition: Partition,
    handlers: (port: DataPort) => Handlers<HsmServiceDefinition>,
    config: Pick<HsmNodeConfig, 'connectionsMax' | 'listenHost'>,
  ) {
    this.#runtime = runtime;
    this.#partition = partition;
    this.#config = config;
    this.#handlers = handlers(this);
  }

  /** Where it really listens; undefined while it does not. */
  get address(): string | undefined {
    return this.#server?.address;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#server?.connections ?? 0;
  }

  /** Opens or closes, as the life of the HSM demands. Throws INTERNAL when the address cannot be had. */
  follow(): Promise<void> {
    return this.#turn.run(() => this.#follow());
  }

  /** Breaks all connections, then opens with the certificate that is now in force. */
  reopen(): Promise<void> {
    return this.#turn.run(async () => {
      await this.#close();
      await this.#follow();
    });
  }

  /** Lets in whom the trust anchors now want, and ends what others have, but for the connection of who changed them. */
  trustClients(changedBy: Connection): void {
    this.#server?.trustClients(clientTrustOf(this.#partition), changedBy);
  }

  close(): Promise<void> {
    return this.#turn.run(() => this.#close());
  }

  /** What the standard health service says. */
  setServing(serving: boolean): void {
    this.#serving = serving;
    this.#server?.setServing(serving);
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  /** Whether the network lets anything through. */
  setReachable(reachable: boolean): void {
    this.#reachable = reachable;
    this.#server?.setReachable(reachable);
  }

  async #follow(): Promise<void> {
    if (!hasUsers(this.#partition.life)) return await this.#close();
    if (this.#server !== undefined) return;
    try {
      this.#server = await this.#serve();
      this.#server.setServing(this.#serving);
      this.#server.setReachable(this.#reachable);
      this.ailment = NO_AILMENT;
      this.#runtime.log.info(
        { address: this.#server.address, hsmId: this.#partition.claim?.hsmId },
        'data service listens',
      );
    } catch (cause) {
      this.ailment = `the data service cannot listen: ${cause instanceof Error ? cause.message : 'unknown reason'}`;
      throw new HsmError('INTERNAL', this.ailment, { cause });
    }
  }

  #serve(): Promise<Server> {
    const { cluster } = this.#partition;
    if (cluster?.initialized === undefined) throw new HsmError('WRONG_STATE', 'the HSM is not initialized');
    return this.#runtime.network.serve({
      address: listeningAddress(this.#partition.getClaim().dataAddress, this.#config),
      services: [serving(HSM_SERVICE, this.#handlers)],
      tls: {
        certificate: cluster.initialized.certificate,
        privateKey: cluster.privateKey.reveal(),
        ...clientTrustOf(this.#partition),
      },
      connectionsMax: this.#config.connectionsMax,
      requestBytesMax: REQUEST_BYTES_MAX,
    });
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.ailment = NO_AILMENT;
    await server?.close();
  }
}
