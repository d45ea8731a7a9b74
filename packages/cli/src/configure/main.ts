#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CommandError, EXIT_DONE, EXIT_MISUSED } from '../command-error.ts';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { processFiles } from '../hsm-tools/process-io.ts';
import { runTool } from '../hsm-tools/run-tool.ts';
import { ETC_FILES } from '../hsm-tools/server-file.ts';
import { withSystem, withTools } from '../system.ts';
import { configureServers } from './configure.ts';

interface Options {
  readonly dataDir: string;
  readonly cmu?: string;
  readonly all?: string;
}

async function run({ dataDir, cmu, all }: Options): Promise<number> {
  const eniIp = cmu ?? all;
  if (eniIp === undefined || (cmu !== undefined && all !== undefined))
    throw new CommandError('Name one HSM: configure --cmu <IP address>, or configure -a <IP address>.', EXIT_MISUSED);
  const names = cmu === undefined ? [ETC_FILES.client, ETC_FILES.cmu] : [ETC_FILES.cmu];
  const paths = names.map((name) => join(resolve(dataDir), name));
  await withSystem(resolve(dataDir), ({ directory, settings }) =>
    withTools(
      directory,
      settings,
      () => undefined,
      ({ clusters }) => configureServers({ clusters, files: processFiles, print: console.log }, eniIp, paths),
    ),
  );
  return EXIT_DONE;
}

await runTool(
  new Command('configure')
    .description('tell the CloudHSM tools the HSMs of a cluster; run it again whenever HSMs were added or removed')
    .option('--cmu <address>', 'of any HSM of the cluster, for cloudhsm_mgmt_util')
    .option('-a, --all <address>', 'of any HSM of the cluster, for all tools')
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT),
  run,
);
