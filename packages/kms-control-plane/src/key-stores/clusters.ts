import type { HsmEndpoint } from '@keystorm/hsm-client';
import { type Cluster, type ClusterHsm, type ClusterServiceDefinition, isHsmError } from '@keystorm/protocol';
import type { Peer, Runtime } from '@keystorm/runtime';
import pRetry from 'p-retry';
import { KmsError } from '../errors.ts';

/** The way to the cluster-manager, for everything that a custom key store needs of it. */
export interface Clusters {
  /** Undefined when the Region has no such cluster, or it is deleted. Throws HsmError when nobody answers. */
  find(region: string, clusterId: string, attempts?: number): Promise<Cluster | undefined>;
  /** The same for a caller who waits: throws KMSInternalException. */
  findNow(region: string, clusterId: string): Promise<Cluster | undefined>;
  /**
   * Waits, at most `WATCH_MS`, until the cluster differs from a version; 0 asks for the present one. Rejects when the
   * signal is aborted.
   */
  watch(region: string, clusterId: string, knownVersion: number, signal: AbortSignal): Promise<Cluster | undefined>;
  attachNetwork(region: string, clusterId: string, storeId: string): Promise<void>;
  detachNetwork(region: string, storeId: string): Promise<void>;
}

const DEADLINE = { deadlineMs: 2000 };
const WATCH_MS = 20_000;
const WATCH_DEADLINE = { deadlineMs: WATCH_MS + 5000 };
/** For a caller who waits: it has an answer after some seconds at most. */
const ATTEMPTS_NOW = 3;
/** In the background: long enough for a cluster-manager that restarts. */
const ATTEMPTS_LATER = 8;
const PAUSE_MIN_MS = 100;
const PAUSE_MAX_MS = 2000;

export function clustersOver(runtime: Runtime, peer: Peer<ClusterServiceDefinition>): Clusters {
  const { clock, random } = runtime;

  const retried = <T>(attempts: number, run: () => Promise<T>): Promise<T> =>
    pRetry(run, {
      retries: attempts - 1,
      minTimeout: 0,
      shouldRetry: async ({ error, retriesConsumed }) => {
        // Every call to the cluster-manager may be repeated.
        if (!isHsmError(error, 'HSM_UNREACHABLE', 'NO_ANSWER', 'CERTIFICATE_REFUSED', 'INTERNAL', 'HSM_BUSY'))
          return false;
        const pauseMs = Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** retriesConsumed);
        await clock.sleep(pauseMs / 2 + random.int(pauseMs / 2));
        return true;
      },
    });

  const find: Clusters['find'] = async (region, clusterId, attempts = ATTEMPTS_LATER) =>
    present((await retried(attempts, () => peer.call('GetCluster', { clusterId, region }, DEADLINE))).cluster);

  return {
    find,
    async findNow(region, clusterId) {
      try {
        return await find(region, clusterId, ATTEMPTS_NOW);
      } catch (cause) {
        throw new KmsError('KMSInternalException', 'The AWS CloudHSM service did not answer. Retry the request.', {
          cause,
        });
      }
    },
    async watch(region, clusterId, knownVersion, signal) {
      const request = { clusterId, region, knownVersion, waitMs: WATCH_MS };
      const answer = await unlessAborted(signal, peer.call('GetCluster', request, WATCH_DEADLINE));
      return present(answer.cluster);
    },
    async attachNetwork(region, clusterId, customKeyStoreId) {
      await retried(ATTEMPTS_LATER, () =>
        peer.call('AttachNetwork', { region, clusterId, customKeyStoreId }, DEADLINE),
      );
    },
    async detachNetwork(region, customKeyStoreId) {
      await retried(ATTEMPTS_LATER, () => peer.call('DetachNetwork', { region, customKeyStoreId }, DEADLINE));
    },
  };
}

/** A call cannot be taken back, but who is to end does not wait for its answer. */
function unlessAborted<T>(signal: AbortSignal, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void call.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function present(cluster: Cluster | null): Cluster | undefined {
  return cluster === null || cluster.state === 'DELETED' ? undefined : cluster;
}

export function activeHsms({ hsms }: Cluster): readonly ClusterHsm[] {
  return hsms.filter(({ state }) => state === 'ACTIVE');
}

/** HSMs to which a session keeps a link: a degraded one may come back at any moment. */
export function endpointsOf(hsms: readonly ClusterHsm[]): readonly HsmEndpoint[] {
  return hsms
    .filter(({ state, dataAddress }) => (state === 'ACTIVE' || state === 'DEGRADED') && dataAddress !== '')
    .map(({ hsmId, dataAddress }) => ({ hsmId, address: dataAddress }));
}
