#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CommandError, EXIT_DONE, EXIT_MISUSED } from '../command-error.ts';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { processFiles } from '../hsm-tools/process-io.ts';
import { runTool } from '../hsm-tools/run-tool.ts';
import { ETC_FILES } from '../hsm-tools/server-file.ts';
import { withSystem, withTools } from '../system.ts';
import { configureCli } from './configure-cli.ts';

interface Options {
  readonly dataDir: string;
  readonly address?: string;
  readonly clusterId?: string;
  readonly disableKeyAvailabilityCheck?: boolean;
  readonly enableKeyAvailabilityCheck?: boolean;
}

async function run(mode: string | undefined, options: Options): Promise<number> {
  const { dataDir, address: eniIp, clusterId } = options;
  const add = mode === 'add-cluster';
  const [disable, enable] = [options.disableKeyAvailabilityCheck, options.enableKeyAvailabilityCheck];
  const named = [eniIp, clusterId].filter((name) => name !== undefined).length;
  const isUnderstood = (mode === undefined || add) && named <= 1 && !(disable && enable);
  const isNothing = named === 0 && (add || (!disable && !enable));
  if (!isUnderstood || isNothing)
    throw new CommandError('Name one cluster: configure-cli -a <IP address>, or --cluster-id <id>.', EXIT_MISUSED);
  const path = join(resolve(dataDir), ETC_FILES.cli);
  await withSystem(resolve(dataDir), ({ directory, settings }) =>
    withTools(
      directory,
      settings,
      () => undefined,
      ({ clusters }) =>
        configureCli({ clusters, files: processFiles, print: console.log }, path, {
          add,
          ...(eniIp !== undefined && { cluster: { eniIp } }),
          ...(clusterId !== undefined && { cluster: { clusterId } }),
          ...((disable ?? enable) && { checkAvailability: enable === true }),
        }),
    ),
  );
  return EXIT_DONE;
}

await runTool(
  new Command('configure-cli')
    .description('tell cloudhsm-cli the HSMs of a cluster; run it again whenever HSMs were added or removed')
    .argument('[add-cluster]', 'keep the clusters that are configured, and add another one')
    .option('-a, --address <address>', 'of any HSM of the cluster')
    .option('--cluster-id <id>', 'of the cluster')
    .option('--disable-key-availability-check', 'new keys may be on one HSM only')
    .option('--enable-key-availability-check', 'new keys must be on two HSMs')
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT),
  run,
);
