import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLEET_SERVICE } from '@keystorm/protocol';
import { serving } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminOf, DEADLINE } from './hsm-node.fixture.ts';
import { type FleetMaterial, manufactureFleet, writeFleet } from './index.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const APPLIANCE_ID = '00000000-0000-4000-8000-000000000001';
const dir = mkdtempSync(join(tmpdir(), 'hsm-node-main-'));
const outside = createProcessRuntime({ name: 'test', dataDir: join(dir, 'fleet'), logLevel: 'silent' });
const children: ChildProcess[] = [];
let fleet: FleetMaterial;

beforeAll(async () => {
  fleet = await manufactureFleet(outside);
  await writeFleet(outside.storage, fleet);
});

afterAll(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await Promise.all(children.map(exitOf));
  rmSync(dir, { recursive: true });
});

function launch(config: object | string, ...more: string[]): ChildProcess {
  const file = join(dir, `config-${children.length}.json`);
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  const child = spawn(process.execPath, [MAIN, '--config', file, ...more], { stdio: ['pipe', 'ignore', 'pipe'] });
  children.push(child);
  return child;
}

async function exitOf(child: ChildProcess): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode ?? '';
}

async function errorsOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stderr ?? []) text += String(chunk);
  return text;
}

/** Waits at a cluster-manager's door for the appliance, and starts it. */
async function launchKnown(name: string, more: object = {}) {
  const known = Promise.withResolvers<string>();
  const manager = await outside.network.serve({
    address: '127.77.2.1:0',
    tls: { ...fleet.identities['cluster-manager'], clientCa: fleet.ca.certificate },
    services: [
      serving(FLEET_SERVICE, {
        RegisterAppliance({ adminAddress }) {
          known.resolve(adminAddress);
          return { aheadMs: 1_000 };
        },
      }),
    ],
  });
  const child = launch({
    applianceId: APPLIANCE_ID,
    availabilityZone: 'us-east-1a',
    adminAddress: '127.77.2.2:0',
    clusterManagerAddress: manager.address,
    fleetDir: join(dir, 'fleet'),
    dataDir: join(dir, name),
    logLevel: 'error',
    ...more,
  });
  const adminAddress = await known.promise;
  return { child, adminAddress, manager };
}

test('mistakes in the configuration are told together, with exit code 2', async () => {
  const child = launch({ applianceId: 'x', adminAddress: 'nowhere', surprise: true });
  const [errors, code] = await Promise.all([errorsOf(child), exitOf(child)]);
  expect(code).toBe(2);
  for (const member of ['applianceId', 'adminAddress', 'clusterManagerAddress', 'fleetDir', 'dataDir', 'surprise'])
    expect(errors).toContain(member);
});

const MISUSES = [
  { name: 'a file that is not JSON', config: '{', more: [], message: 'Cannot read the configuration file' },
  { name: 'an unknown option', config: {}, more: ['--surprise'], message: '--surprise' },
];

test.each(MISUSES)('$name is a misuse', async ({ config, more, message }) => {
  const child = launch(config, ...more);
  const [errors, code] = await Promise.all([errorsOf(child), exitOf(child)]);
  expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
});

test('a process registers, serves, survives kill -9, and ends cleanly on SIGTERM', async () => {
  const first = await launchKnown('killed');
  const status = await adminOf(outside, fleet, first.adminAddress).call('GetStatus', {}, DEADLINE);
  expect(status).toMatchObject({ applianceId: APPLIANCE_ID, state: 'HSM_STATE_BLANK', boot: 1 });
  first.child.kill('SIGKILL');
  await exitOf(first.child);
  await first.manager.close();

  const second = await launchKnown('killed');
  const admin = adminOf(outside, fleet, second.adminAddress);
  expect((await admin.call('GetStatus', {}, DEADLINE)).boot).toBe(2);
  admin.close();
  second.child.kill('SIGTERM');
  expect(await exitOf(second.child)).toBe(0);
  await second.manager.close();
});

test('a process ends with its parent when told to', async () => {
  const { child, manager } = await launchKnown('orphan', { exitWithParent: true });
  child.stdin?.end();
  expect(await exitOf(child)).toBe(0);
  await manager.close();
});
