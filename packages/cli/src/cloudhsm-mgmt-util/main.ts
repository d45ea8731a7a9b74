#!/usr/bin/env node
import { dirname, join, resolve } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { Command } from 'commander';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { openTerminal, processFiles } from '../hsm-tools/process-io.ts';
import { runTool } from '../hsm-tools/run-tool.ts';
import { ETC_FILES, readServerFile } from '../hsm-tools/server-file.ts';
import { createCloudHsmMgmtUtil } from './cmu.ts';
import { carriesSecret } from './parameters.ts';

interface Options {
  readonly dataDir: string;
  readonly legacyText?: boolean;
}

async function run(file: string | undefined, { dataDir, legacyText = false }: Options): Promise<number> {
  const path = resolve(file ?? join(dataDir, ETC_FILES.cmu));
  const servers = await readServerFile(processFiles, path);
  const runtime = createProcessRuntime({ name: 'cloudhsm_mgmt_util', dataDir: dirname(path), logLevel: 'silent' });
  const terminal = openTerminal({ input: process.stdin, output: process.stdout }, carriesSecret);
  try {
    return await createCloudHsmMgmtUtil(runtime, { terminal, files: processFiles }, { servers, legacyText }).run();
  } finally {
    terminal.close();
  }
}

await runTool(
  new Command('cloudhsm_mgmt_util')
    .description('manage the users of a CloudHSM cluster')
    .argument('[file]', 'configuration file (default: etc/cloudhsm_mgmt_util.cfg in the data directory)')
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT)
    .option('--legacy-text', 'print the caution as older builds did'),
  run,
);
