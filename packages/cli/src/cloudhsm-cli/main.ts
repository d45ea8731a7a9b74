#!/usr/bin/env node
import { dirname, join, resolve } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { Command } from 'commander';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { withDiscovery } from '../discover.ts';
import { readCliFile } from '../hsm-tools/cli-file.ts';
import { openTerminal, processFiles } from '../hsm-tools/process-io.ts';
import { runTool } from '../hsm-tools/run-tool.ts';
import { ETC_FILES } from '../hsm-tools/server-file.ts';
import { createCloudHsmCli } from './cli.ts';
import { carriesSecret, userOfEnvironment } from './passwords.ts';

const INTERACTIVE = 'interactive';

async function run(words: readonly string[], { dataDir }: { readonly dataDir: string }): Promise<number> {
  const path = join(resolve(dataDir), ETC_FILES.cli);
  const { clusters: configured, ...settings } = await readCliFile(processFiles, path);
  const clusters = await withDiscovery(resolve(dataDir), (discover) =>
    Promise.all(configured.map(async (cluster) => ({ ...cluster, servers: await discover(path, cluster.servers) }))),
  );
  const runtime = createProcessRuntime({ name: 'cloudhsm-cli', dataDir: dirname(path), logLevel: 'silent' });
  const terminal = openTerminal({ input: process.stdin, output: process.stdout }, carriesSecret);
  const user = userOfEnvironment(process.env['CLOUDHSM_ROLE'], process.env['CLOUDHSM_PIN']);
  const single = words[0] === INTERACTIVE ? {} : { command: words, ...(user !== undefined && { user }) };
  try {
    const options = { clusters, ...settings, ...single };
    return await createCloudHsmCli(runtime, { terminal, files: processFiles }, options).run();
  } finally {
    terminal.close();
  }
}

await runTool(
  new Command('cloudhsm-cli')
    .description('manage the users and keys of a CloudHSM cluster')
    .argument('<words...>', `a command, or '${INTERACTIVE}' to read them; 'help' lists them`)
    .passThroughOptions()
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT),
  run,
);
