import { type ChannelOptions, experimental } from '@grpc/grpc-js';

const SCHEME = 'keystorm-from';

type Listener = experimental.ResolverListener;

/**
 * A server knows its clients by their addresses, so processes of one machine have an address each. gRPC has no option for the
 * address from which it connects; what a resolver finds goes to `net.connect` as it is.
 */
class SourceResolver implements experimental.Resolver {
  readonly #endpoint: experimental.Endpoint;
  readonly #listener: Listener;
  #isAnswered = false;

  constructor({ authority = '', path }: experimental.GrpcUri, listener: Listener, _options: ChannelOptions) {
    this.#endpoint = {
      addresses: [{ ...hostAndPort(path), localAddress: authority } as experimental.SubchannelAddress],
    };
    this.#listener = listener;
  }

  static getDefaultAuthority({ path }: experimental.GrpcUri): string {
    return path;
  }

  /** Once: a second answer to the same question would begin the connecting anew, without a pause. */
  updateResolution(): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    process.nextTick(() => this.#listener(experimental.statusOrFromValue([this.#endpoint]), {}, null, ''));
  }

  destroy(): void {
    this.#isAnswered = false;
  }
}

experimental.registerResolver(SCHEME, SourceResolver);

/** What gRPC takes for the way from a local address to a server. */
export function targetFrom(sourceAddress: string | undefined, address: string): string {
  return sourceAddress === undefined || address.startsWith('unix:')
    ? address
    : `${SCHEME}://${sourceAddress}/${address}`;
}

function hostAndPort(path: string): { readonly host: string; readonly port: number } {
  const { host, port } = experimental.splitHostPort(path) ?? {};
  if (host === undefined || port === undefined) throw new Error(`'${path}' is not host:port`);
  return { host, port };
}
