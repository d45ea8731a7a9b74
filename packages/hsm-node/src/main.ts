import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { z } from 'zod';
import { type FleetMaterial, HsmNodeFile } from './config.ts';
import { createHsmNode, type HsmNode } from './hsm-node.ts';
import { readFleet } from './manufacture.ts';

const EXIT_FAILED = 1;
const EXIT_MISUSED = 2;

/** The process was started wrongly: a message for people, without a stack. */
class MisuseError extends Error {}

function readConfig(): HsmNodeFile {
  const file = configFile();
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new MisuseError(`Cannot read the configuration file ${file}: ${messageOf(error)}`);
  }
  const parsed = HsmNodeFile.safeParse(content);
  if (!parsed.success)
    throw new MisuseError(`The configuration file ${file} has mistakes:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function configFile(): string {
  try {
    const { config } = parseArgs({ options: { config: { type: 'string' } } }).values;
    if (config !== undefined) return config;
  } catch (error) {
    throw new MisuseError(messageOf(error));
  }
  throw new MisuseError('Usage: hsm-node --config FILE');
}

async function fleetIn(dir: string): Promise<FleetMaterial> {
  const fleet = await readFleet({ readFile: (name) => readFile(join(dir, name)).catch(absentIfMissing) });
  if (fleet === undefined) throw new MisuseError(`There is no fleet in ${dir}.`);
  return fleet;
}

function absentIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Resolves when the process is told to end. */
function toldToEnd(exitWithParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (exitWithParent)
      process.stdin
        .once('end', () => resolve())
        .once('error', () => resolve())
        .resume();
  });
}

async function start({
  fleetDir,
  dataDir,
  logLevel,
  exitWithParent: _exitWithParent,
  ...config
}: HsmNodeFile): Promise<HsmNode> {
  const runtime = createProcessRuntime({ name: `appliance-${config.applianceId}`, dataDir, logLevel });
  const node = createHsmNode(runtime, { ...config, fleet: await fleetIn(fleetDir) });
  await node.start();
  return node;
}

try {
  const config = readConfig();
  const end = toldToEnd(config.exitWithParent);
  const node = await start(config);
  await end;
  await node.stop();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(error instanceof MisuseError ? EXIT_MISUSED : EXIT_FAILED);
}
