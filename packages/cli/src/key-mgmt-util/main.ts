#!/usr/bin/env node
import { dirname, join, resolve } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { Command } from 'commander';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { withDiscovery } from '../discover.ts';
import { openTerminal, processFiles } from '../hsm-tools/process-io.ts';
import { runTool } from '../hsm-tools/run-tool.ts';
import { ETC_FILES, readClientFile } from '../hsm-tools/server-file.ts';
import { createKeyMgmtUtil } from './kmu.ts';
import { carriesSecret, singleCommands } from './secrets.ts';

const SINGLE_COMMAND = 'singlecmd';

async function run(words: readonly string[], { dataDir }: { readonly dataDir: string }): Promise<number> {
  const [mode, ...rest] = words;
  if (mode !== undefined && (mode !== SINGLE_COMMAND || rest.length === 0))
    throw new CommandError(`The only words here are: ${SINGLE_COMMAND} [loginHSM <options>] <command>.`, EXIT_MISUSED);
  const path = join(resolve(dataDir), ETC_FILES.client);
  const configured = await readClientFile(processFiles, path);
  const servers = await withDiscovery(resolve(dataDir), (discover) => discover(path, configured.servers));
  const logFile = join(resolve(dataDir), ETC_FILES.clientLog);
  const runtime = createProcessRuntime({ name: 'key_mgmt_util', dataDir: dirname(path), logLevel: 'warn', logFile });
  const terminal = openTerminal({ input: process.stdin, output: process.stdout }, carriesSecret);
  const commands = mode === undefined ? undefined : singleCommands(rest);
  try {
    const options = { ...configured, servers, ...(commands !== undefined && { commands }) };
    return await createKeyMgmtUtil(runtime, { terminal, files: processFiles }, options).run();
  } finally {
    terminal.close();
  }
}

await runTool(
  new Command('key_mgmt_util')
    .description('create, find and delete the keys of a crypto user in a CloudHSM cluster')
    .argument('[words...]', `${SINGLE_COMMAND}, and one command to run instead of those on standard input`)
    .passThroughOptions()
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT),
  run,
);
