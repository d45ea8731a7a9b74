import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { afterAll, expect, test } from 'vitest';
import {
  activate,
  claimOf,
  codeOf,
  connectData,
  createCryptoUser,
  DEADLINE,
  initialize,
  newCustomer,
  startAppliance,
  USER_PASSWORD,
} from './hsm-node.fixture.ts';
import { manufactureFleet } from './index.ts';
import { REQUEST_BYTES_MAX } from './rpc/data-port.ts';

const HOST = '127.77.1.1';
const dataDir = mkdtempSync(join(tmpdir(), 'hsm-node-'));
const runtimeOf = (name: string) => createProcessRuntime({ name, dataDir: join(dataDir, name), logLevel: 'silent' });

afterAll(() => rmSync(dataDir, { recursive: true }));

test('a process on loopback refuses what is too large, is silent while cut off, and decrypts after a restart what it encrypted', async () => {
  const outside = runtimeOf('outside');
  const fleet = await manufactureFleet(outside);
  const customer = await newCustomer(outside);
  const first = await startAppliance(runtimeOf('appliance'), outside, { number: 1, fleet, host: HOST });
  await initialize(outside, customer, first.admin, claimOf(0, HOST));
  const officer = connectData(outside, customer, first.node);
  await activate(officer);
  await createCryptoUser(officer, 'kmsuser');
  const user = connectData(outside, customer, first.node);
  await user.call('Login', { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: USER_PASSWORD }, DEADLINE);
  const { key } = await user.call('GenerateKey', { label: 'LABEL-OF-KEY', lengthBytes: 32 }, DEADLINE);
  const handle = key?.handle ?? 0;
  const plaintext = Buffer.from('attack at dawn');
  const { ciphertext } = await user.call('Encrypt', { handle, plaintext }, DEADLINE);

  const tooLarge = { maskedKey: Buffer.alloc(REQUEST_BYTES_MAX) };
  await expect(user.call('ImportMaskedKey', tooLarge, DEADLINE)).rejects.toThrow('larger than max');
  expect(await codeOf(user.call('Encrypt', { handle, plaintext }, DEADLINE))).toBe('ok');

  await first.admin.call('SetReachable', { reachable: false }, DEADLINE);
  const stranger = connectData(outside, customer, first.node);
  const silent = { deadlineMs: 300 };
  const codes = [user.call('Encrypt', { handle, plaintext }, silent), stranger.call('GetInfo', {}, silent)].map(codeOf);
  expect(await Promise.all(codes)).toEqual(['NO_ANSWER', 'HSM_UNREACHABLE']);
  await first.admin.call('SetReachable', { reachable: true }, DEADLINE);
  expect(await codeOf(user.call('Encrypt', { handle, plaintext }, DEADLINE))).toBe('ok');
  expect(await codeOf(stranger.call('GetInfo', {}, DEADLINE))).toBe('ok');

  for (const peer of [officer, user, stranger, first.admin]) peer.close();
  await first.node.stop();
  expectSealed(join(dataDir, 'appliance'));

  const second = await startAppliance(runtimeOf('appliance'), outside, { number: 1, fleet, host: HOST });
  await second.admin.call('SetLevel', { level: true }, DEADLINE);
  expect(await second.admin.call('GetStatus', {}, DEADLINE)).toMatchObject({
    boot: 2,
    state: 'HSM_STATE_ACTIVE',
    keys: 1,
    ailment: '',
  });
  const again = connectData(outside, customer, second.node);
  await again.call('Login', { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: USER_PASSWORD }, DEADLINE);
  expect((await again.call('Decrypt', { handle, ciphertext }, DEADLINE)).plaintext).toEqual(plaintext);
  for (const peer of [again, second.admin]) peer.close();
  await second.node.stop();
});

/** No file says who uses the HSM, what the keys are called, or holds a private key. */
function expectSealed(dir: string): void {
  const files = readdirSync(dir);
  expect(files).toContain('hsm.sqlite');
  for (const file of files) {
    const content = readFileSync(join(dir, file));
    for (const secret of [
      'kmsuser',
      'app_user',
      'LABEL-OF-KEY',
      'PRIVATE KEY',
      'hsm-aaaaaaaaaa',
      'cluster-aaaaaaaaaaa',
    ]) {
      expect([file, secret, content.includes(secret)]).toEqual([file, secret, false]);
    }
  }
}
