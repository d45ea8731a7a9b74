import { type CliFileContent, cliFile, readCliContent } from '../hsm-tools/cli-file.ts';
import { serverEntries } from '../hsm-tools/server-file.ts';
import type { ToolFiles } from '../hsm-tools/tool-io.ts';
import { type ClusterChoice, type ConfigureTools, findCluster, members } from './configure.ts';

export interface CliChanges {
  /** The cluster to use. */
  readonly cluster?: ClusterChoice;
  /** Keep the clusters that are there, and add this one; otherwise it takes their place. */
  readonly add?: boolean;
  readonly checkAvailability?: boolean;
}

/** Writes what cloudhsm-cli is to know. Source: AWS CloudHSM User Guide, "Client SDK 5 configure tool". */
export async function configureCli(
  { clusters, files, print }: ConfigureTools,
  path: string,
  { cluster, add = false, checkAvailability }: CliChanges,
): Promise<void> {
  const before = add || cluster === undefined ? await readCliContent(files, path) : await present(files, path);
  const check =
    checkAvailability === undefined ? (before?.disable_key_availability_check ?? false) : !checkAvailability;
  const kept = before?.clusters ?? [];
  const chosen = cluster === undefined ? kept : await withCluster(add ? kept : []);
  print(`Updating server config in ${path}`);
  await files.write(path, cliFile({ clusters: chosen, disable_key_availability_check: check }));

  async function withCluster(others: CliFileContent['clusters']): Promise<CliFileContent['clusters']> {
    const found = await findCluster(clusters, cluster ?? {});
    const entry = { cluster_id: found.clusterId, servers: [...serverEntries(members(found))] };
    return [...others.filter(({ cluster_id }) => cluster_id !== found.clusterId), entry];
  }
}

/** A file that is not there, or damaged, is replaced. */
async function present(files: ToolFiles, path: string): Promise<CliFileContent | undefined> {
  return await readCliContent(files, path).catch(() => undefined);
}
