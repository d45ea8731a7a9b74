import { type ClusterServiceDefinition, isHsmError } from '@keystorm/protocol';
import type { Peer } from '@keystorm/runtime';
import { findCluster, members } from '../configure/configure.ts';
import { CommandError } from '../command-error.ts';
import { type ConfiguredServer, configuredServers, serverEntries } from './server-file.ts';

/**
 * All HSMs of the cluster to which a configured one belongs, as AWS's client learns them from the first HSM that it
 * reaches; here the cluster-manager tells. Those that are configured, where nobody tells, or where all of them are gone.
 */
export async function discoverServers(
  clusters: Peer<ClusterServiceDefinition>,
  path: string,
  configured: readonly ConfiguredServer[],
): Promise<readonly ConfiguredServer[]> {
  for (const { name } of configured) {
    try {
      return configuredServers(path, serverEntries(members(await findCluster(clusters, { eniIp: name }))));
    } catch (error) {
      if (isHsmError(error)) break;
      if (!(error instanceof CommandError)) throw error;
    }
  }
  return configured;
}
