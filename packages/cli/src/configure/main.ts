#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CommandError, EXIT_DONE, EXIT_MISUSED } from '../command-error.ts';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { withDiscovery } from '../discover.ts';
import { processFiles } from '../hsm-tools/process-io.ts';
import { runTool } from '../hsm-tools/run-tool.ts';
import { ETC_FILES, readClientFile } from '../hsm-tools/server-file.ts';
import { withSystem, withTools } from '../system.ts';
import { configureServers, copyServers, expectAddress } from './configure.ts';

interface Options {
  readonly dataDir: string;
  readonly cmu?: string;
  readonly all?: string;
  readonly m?: true;
}

async function run({ dataDir, cmu, all, m }: Options): Promise<number> {
  const [eniIp, ...others] = [cmu, all, m].filter((option) => option !== undefined);
  if (eniIp === undefined || others.length > 0)
    throw new CommandError(
      'Use one of: configure -a <IP address>, configure --cmu <IP address>, configure -m.',
      EXIT_MISUSED,
    );
  if (eniIp === true) await copyClient(dataDir);
  else await configure(dataDir, eniIp, cmu === undefined ? [ETC_FILES.client, ETC_FILES.cmu] : [ETC_FILES.cmu]);
  return EXIT_DONE;
}

async function configure(dataDir: string, eniIp: string, names: readonly string[]): Promise<void> {
  expectAddress(eniIp);
  const paths = names.map((name) => join(resolve(dataDir), name));
  await withSystem(resolve(dataDir), ({ directory, settings }) =>
    withTools(
      directory,
      settings,
      () => undefined,
      ({ clusters }) => configureServers({ clusters, files: processFiles, print: console.log }, eniIp, paths),
    ),
  );
}

async function copyClient(dataDir: string): Promise<void> {
  const path = join(resolve(dataDir), ETC_FILES.client);
  const configured = await readClientFile(processFiles, path);
  const servers = await withDiscovery(resolve(dataDir), (discover) => discover(path, configured.servers));
  await copyServers({ files: processFiles, print: console.log }, servers, join(resolve(dataDir), ETC_FILES.cmu));
}

await runTool(
  new Command('configure')
    .description('tell the CloudHSM tools the HSMs of a cluster; run it again whenever HSMs were added or removed')
    .option('-a, --all <address>', 'of any HSM of the cluster, for all tools')
    .option('--cmu <address>', 'of any HSM of the cluster, for cloudhsm_mgmt_util')
    .option('-m', 'tell cloudhsm_mgmt_util the HSMs that key_mgmt_util finds')
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT),
  run,
);
