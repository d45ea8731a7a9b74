import { isHsmError } from '@keystorm/protocol';
import type { Clock, Peer, Runtime } from '@keystorm/runtime';

/** Source: AWS CloudHSM User Guide, "Client SDK 5 configure tool", --default-retry-mode: "up to 3 times". */
const RETRIES_MAX = 3;
const PAUSE_MS = 100;

/** A runtime whose calls are made again, after pauses that grow, where an HSM is too busy to begin with them. */
export function retryingThrottled(runtime: Runtime): Runtime {
  const { clock, network } = runtime;
  const connect: Runtime['network']['connect'] = (service, options) =>
    retrying(clock, network.connect(service, options));
  return { ...runtime, network: { serve: (options) => network.serve(options), connect } };
}

function retrying<D>(clock: Clock, peer: Peer<D>): Peer<D> {
  const call: Peer<D>['call'] = async (method, request, options) => {
    for (let retries = 0; ; retries += 1) {
      try {
        return await peer.call(method, request, options);
      } catch (error) {
        if (retries === RETRIES_MAX || !isHsmError(error, 'HSM_BUSY')) throw error;
        await clock.sleep(PAUSE_MS * 2 ** retries);
      }
    }
  };
  return {
    address: peer.address,
    call,
    onConnectionLost: (listener) => peer.onConnectionLost(listener),
    reset: () => peer.reset(),
    close: () => peer.close(),
  };
}
