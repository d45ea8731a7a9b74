import { connectHsm, type HsmConnection, type HsmEndpoint } from '@keystorm/hsm-client';
import type { Cluster } from '@keystorm/protocol';
import type { Clock } from '@keystorm/runtime';
import { CommandError } from './command-error.ts';
import { withSystem, withTools } from './system.ts';

const CALL_MS = 5_000;
/** Names every HSM that can be asked, instead of one. */
export const ALL_HSMS = 'all';

/** An HSM of a system that runs, and the way to it. */
export interface ReachedHsm {
  readonly endpoint: HsmEndpoint;
  /** The customer's certificate authority, PEM. */
  readonly trustAnchor: string;
  readonly connection: HsmConnection;
}

/** Works with one HSM, or with all, for as long as that takes; logins end with it. */
export function withHsms<T>(
  target: string,
  dataDir: string,
  work: (hsms: readonly ReachedHsm[], clock: Clock) => Promise<T>,
): Promise<T> {
  return withSystem(dataDir, ({ directory, settings }) =>
    withTools(
      directory,
      settings,
      () => undefined,
      async ({ runtime, clusters }) => {
        const listed = (await clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS })).clusters;
        const found = target === ALL_HSMS ? listed.flatMap(waysTo) : [wayTo(target, listed)];
        if (found.length === 0) throw new CommandError('No HSM can be asked. `npx keystorm status` shows the HSMs.');
        const hsms = found.map((way) => ({ ...way, connection: connectHsm(runtime, way) }));
        try {
          return await work(hsms, runtime.clock);
        } finally {
          for (const { connection } of hsms) connection.close();
        }
      },
    ),
  );
}

function wayTo(hsmId: string, clusters: readonly Cluster[]): Omit<ReachedHsm, 'connection'> {
  const cluster = clusters.find(({ hsms }) => hsms.some((hsm) => hsm.hsmId === hsmId));
  if (cluster !== undefined && cluster.trustAnchor === '')
    throw new CommandError(`${cluster.clusterId} is not initialized: nothing proves who answers for ${hsmId}.`);
  const way = cluster === undefined ? undefined : waysTo(cluster).find(({ endpoint }) => endpoint.hsmId === hsmId);
  if (way === undefined)
    throw new CommandError(`No HSM ${hsmId} can be asked. \`npx keystorm status\` shows the HSMs.`);
  return way;
}

/** HSMs of a cluster that have an address, and can prove who they are. */
function waysTo({ trustAnchor, hsms }: Cluster): Omit<ReachedHsm, 'connection'>[] {
  if (trustAnchor === '') return [];
  return hsms
    .filter(({ dataAddress }) => dataAddress !== '')
    .map(({ hsmId, dataAddress }) => ({ endpoint: { hsmId, address: dataAddress }, trustAnchor }));
}
