import { isIPv4 } from 'node:net';
import type { Cluster, ClusterServiceDefinition } from '@keystorm/protocol';
import type { Peer } from '@keystorm/runtime';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { type ConfiguredServer, serverFile, serverFileAt } from '../hsm-tools/server-file.ts';
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
  const hsms = members(await findCluster(clusters, { eniIp }));
  for (const path of paths) {
    print(`Updating server config in ${path}`);
    await files.write(path, await serverFileAt(files, path, hsms));
  }
}

/**
 * Writes the HSMs that key_mgmt_util finds into the configuration file of cloudhsm_mgmt_util.
 * Source: AWS CloudHSM User Guide, "Configure tool", -m.
 */
export async function copyServers(
  { files, print }: Omit<ConfigureTools, 'clusters'>,
  servers: readonly ConfiguredServer[],
  path: string,
): Promise<void> {
  print(`Updating server config in ${path}`);
  const hsms = servers.map(({ name, hostname, port }, slot) => ({
    eniIp: name,
    dataAddress: `${hostname}:${port}`,
    slot,
  }));
  await files.write(path, serverFile(hsms));
}

/** By which a person names a cluster. */
export interface ClusterChoice {
  /** Of any of its HSMs. */
  readonly eniIp?: string;
  readonly clusterId?: string;
  /** Where to look; everywhere unless it is given. */
  readonly region?: string;
}

/** Throws CommandError for what is no address of an HSM. */
export function expectAddress(address: string): void {
  if (isIPv4(address)) return;
  throw new CommandError(`'${address}' is not an IP address, such as 10.0.2.9. Name that of any HSM.`, EXIT_MISUSED);
}

/** Throws CommandError. */
export async function findCluster(
  clusters: Peer<ClusterServiceDefinition>,
  { eniIp, clusterId, region = '' }: ClusterChoice,
): Promise<Cluster> {
  // In every Region, the address, or the id, alone says which cluster is meant.
  const answer = await clusters.call('ListClusters', { region }, { deadlineMs: CALL_MS });
  const inService = answer.clusters.filter((cluster) => members(cluster).length > 0);
  const found = inService.find((cluster) =>
    eniIp === undefined ? cluster.clusterId === clusterId : members(cluster).some((hsm) => hsm.eniIp === eniIp),
  );
  if (found !== undefined) return found;
  const known = inService.flatMap((cluster) => members(cluster).map((hsm) => hsm.eniIp)).join(', ');
  const problem =
    eniIp === undefined
      ? `No cluster with HSMs has the id ${clusterId}${region === '' ? '' : ` in ${region}`}.`
      : `No HSM has the address ${eniIp}.`;
  throw new CommandError(`${problem} ${known === '' ? 'There is no HSM in service.' : `HSMs in service: ${known}.`}`);
}

/** HSMs that hold the cluster's users, whether or not they answer now. */
export function members<H extends { readonly state: string }>({ hsms }: { readonly hsms: readonly H[] }): readonly H[] {
  return hsms.filter(({ state }) => MEMBER_STATES.includes(state));
}
