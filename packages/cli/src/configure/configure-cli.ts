import type { AwsClient } from '../aws-client.ts';
import { CommandError } from '../command-error.ts';
import { IDENTITY_ENTRIES, type IdentityFiles, readIdentity } from '../hsm-tools/client-identity.ts';
import { type CliFileContent, cliFile, readCliContent, type RetryMode } from '../hsm-tools/cli-file.ts';
import { DATA_PORT, type KnownHsm, serverEntries } from '../hsm-tools/server-file.ts';
import type { ToolFiles } from '../hsm-tools/tool-io.ts';
import { type ClusterChoice, type ConfigureTools, members } from './configure.ts';

export interface CliChanges {
  /** The cluster to use. */
  readonly cluster?: ClusterChoice;
  /** Keep the clusters that are there, and add this one; otherwise it takes their place. */
  readonly add?: boolean;
  readonly checkAvailability?: boolean;
  readonly retryMode?: RetryMode;
  /** By what the HSMs know the tool: those of this cluster, or of all that are configured. */
  readonly identity?: IdentityFiles;
}

type ClusterEntry = CliFileContent['clusters'][number];

/** A cluster, and its HSMs in any order, also those that are not in service. */
interface FoundCluster {
  readonly clusterId: string;
  readonly hsms: readonly (KnownHsm & { readonly state: string })[];
}

export interface ConfigureCliTools extends Omit<ConfigureTools, 'clusters'> {
  /** Throws CommandError where no cluster with HSMs is the one that was chosen. */
  readonly find: (cluster: ClusterChoice) => Promise<FoundCluster>;
}

/** Writes what cloudhsm-cli is to know. Source: AWS CloudHSM User Guide, "Client SDK 5 configure tool". */
export async function configureCli(
  { find, files, print }: ConfigureCliTools,
  path: string,
  { cluster, add = false, checkAvailability, retryMode, identity }: CliChanges,
): Promise<void> {
  if (identity !== undefined) await readIdentity(files, identity);
  const before = add || cluster === undefined ? await readCliContent(files, path) : await present(files, path);
  const kept = before?.clusters ?? [];
  const content = {
    clusters: cluster === undefined ? kept.map(identified) : await withCluster(add ? kept : [], cluster),
    disable_key_availability_check:
      checkAvailability === undefined ? (before?.disable_key_availability_check ?? false) : !checkAvailability,
    default_retry_mode: retryMode ?? before?.default_retry_mode ?? 'standard',
  };
  print(`Updating server config in ${path}`);
  await files.write(path, cliFile(content));

  async function withCluster(others: CliFileContent['clusters'], chosen: ClusterChoice) {
    const found = await find(chosen);
    const isFound = ({ cluster_id }: ClusterEntry) => cluster_id === found.clusterId;
    const entry = { ...kept.find(isFound), cluster_id: found.clusterId, servers: [...serverEntries(members(found))] };
    return [...others.filter((other) => !isFound(other)), identified(entry)];
  }

  function identified(entry: ClusterEntry): ClusterEntry {
    if (identity === undefined) return entry;
    const { certificate, privateKey } = identity;
    return { ...entry, [IDENTITY_ENTRIES.certificate]: certificate, [IDENTITY_ENTRIES.privateKey]: privateKey };
  }
}

/** A file that is not there, or damaged, is replaced. */
async function present(files: ToolFiles, path: string): Promise<CliFileContent | undefined> {
  return await readCliContent(files, path).catch(() => undefined);
}

/**
 * The cluster as an AWS endpoint describes it, for a machine on which no system runs: each HSM listens on the address
 * of its network interface. Source: AWS CloudHSM API Reference, "DescribeClusters". Throws CommandError.
 */
export async function describedCluster(aws: AwsClient, clusterId: string): Promise<FoundCluster> {
  const { Clusters } = await aws.call<{ Clusters: { Hsms: { EniIp?: string; State: string }[] }[] }>(
    'cloudhsmv2',
    'DescribeClusters',
    { Filters: { clusterIds: [clusterId] } },
  );
  const hsms = (Clusters[0]?.Hsms ?? []).flatMap(({ EniIp: eniIp, State: state }, slot) =>
    eniIp === undefined ? [] : [{ eniIp, dataAddress: `${eniIp}:${DATA_PORT}`, slot, state }],
  );
  if (members({ hsms }).length === 0)
    throw new CommandError(`No cluster with HSMs has the id ${clusterId} in this Region.`);
  return { clusterId, hsms };
}
