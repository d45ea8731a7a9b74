import type { Cluster, ClusterServiceDefinition } from '@keystorm/protocol';
import type { Peer } from '@keystorm/runtime';
import { CommandError } from '../command-error.ts';
import { serverFile } from '../hsm-tools/server-file.ts';
import type { ToolFiles } from '../hsm-tools/tool-io.ts';

const CALL_MS = 5_000;
/** HSMs that hold the cluster's users, whether or not they answer now. */
const MEMBER_STATES = ['ACTIVE', 'DEGRADED'];

export interface ConfigureTools {
  readonly clusters: Peer<ClusterServiceDefinition>;
  readonly files: ToolFiles;
  readonly print: (line: string) => void;
}

/**
 * Writes the HSMs of the cluster to which the HSM with this address belongs into the tools' configuration files. Tools never do so themselves: run it again after every change of HSMs.
 * Source: AWS CloudHSM User Guide, "Configure tool".
 */
export async function configureServers(
  { clusters, files, print }: ConfigureTools,
  eniIp: string,
  paths: readonly string[],
): Promise<void> {
  const cluster = await clusterOf(clusters, eniIp);
  const members = cluster.hsms.filter(({ state }) => MEMBER_STATES.includes(state));
  const content = serverFile(members);
  for (const path of paths) {
    print(`Updating server config in ${path}`);
    await files.write(path, content);
  }
}

async function clusterOf(clusters: Peer<ClusterServiceDefinition>, eniIp: string): Promise<Cluster> {
  // Every Region: the address alone says which HSM is meant.
  const answer = await clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS });
  const members = answer.clusters.flatMap((cluster) =>
    cluster.hsms.filter(({ state }) => MEMBER_STATES.includes(state)).map((hsm) => ({ cluster, hsm })),
  );
  const found = members.find(({ hsm }) => hsm.eniIp === eniIp);
  if (found !== undefined) return found.cluster;
  const known = members.map(({ hsm }) => hsm.eniIp).join(', ');
  throw new CommandError(
    `No HSM has the address ${eniIp}. ${known === '' ? 'There is no HSM in service.' : `HSMs in service: ${known}.`}`,
  );
}
