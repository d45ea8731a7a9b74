import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../worlds/world.ts';
import { freePort } from '../worlds/free-port.ts';
import { aws, keystorm, temporaryFolder } from './keystorm.ts';
import { openTool, runTool } from './tools.ts';

const CANARIES_MIN = 40;
const OFFICER = 'loginHSM CO admin Officer1';
const folder = temporaryFolder();
const elsewhere = temporaryFolder();
let port = 0;

/** Everything that nobody may read afterwards, and how it came to be one. */
class Canaries {
  readonly #planted = new Map<string, string>();
  /** What programs have said meanwhile. */
  readonly said: string[] = [];
  count = 0;

  /** A password as HSMs take it. */
  password(origin: string): string {
    const password = `Canary${randomBytes(8).toString('hex')}`;
    this.bytes(origin, Buffer.from(password));
    this.#planted.set(password, origin);
    return password;
  }

  /** Bytes: they must not appear as hexadecimal digits, nor as base64 wherever they begin in it. */
  bytes(origin: string, bytes: Uint8Array): Buffer {
    const content = Buffer.from(bytes);
    this.count += 1;
    this.#planted.set(content.toString('latin1'), origin);
    this.#planted.set(content.toString('hex'), origin);
    for (const shift of [0, 1, 2]) {
      const text = Buffer.concat([Buffer.alloc(shift), content]).toString('base64');
      // The first and the last characters also depend on what stands beside the bytes.
      this.#planted.set(text.slice(shift === 0 ? 0 : 4, -4), origin);
    }
    return content;
  }

  /** Where any of them is in a text. */
  foundIn(text: string): readonly string[] {
    const origins = [...this.#planted].filter(([needle]) => text.includes(needle)).map(([, origin]) => origin);
    return [...new Set(origins)];
  }
}

const canaries = new Canaries();

beforeAll(async () => {
  port = await freePort();
  const started = await keystorm('up', '--detach', '--data-dir', folder.path, '--port', String(port));
  expect(started.code, started.stderr).toBe(0);
});
afterAll(async () => {
  await keystorm('down', '--data-dir', folder.path);
  folder.remove();
  elsewhere.remove();
});

const kms = <T = unknown>(operation: string, input: object = {}) => aws<T>(port, 'kms', operation, input);

async function tool(name: string, ...input: readonly string[]): Promise<void> {
  const { stdout, stderr } = await runTool(name, ['--data-dir', folder.path], ...input);
  canaries.said.push(stdout, stderr);
}

async function attempt(call: Promise<unknown>): Promise<void> {
  canaries.said.push(await answerOf(call));
}

interface Stores {
  readonly CustomKeyStores: readonly { readonly CustomKeyStoreId: string; readonly CloudHsmClusterId: string }[];
}

test('no password, plaintext, data key or imported key is in a file, a log, an event, a metric, an error, or a process list', async () => {
  const { CustomKeyStores } = await kms<Stores>('DescribeCustomKeyStores');
  const { CustomKeyStoreId, CloudHsmClusterId } = CustomKeyStores[0]!;
  await useKeys();
  await useStore(CustomKeyStoreId, CloudHsmClusterId);
  await useTools(CustomKeyStoreId);
  expect(canaries.count).toBeGreaterThanOrEqual(CANARIES_MIN);

  canaries.said.push(...(await whatTheSystemTells()));
  expect(canaries.foundIn(canaries.said.join('\n'))).toEqual([]);
  const inFiles = filesIn(folder.path).map((path) => [path, canaries.foundIn(readFileSync(path, 'latin1'))] as const);
  expect(inFiles.filter(([, found]) => found.length > 0)).toEqual([]);
  expect(inFiles.length).toBeGreaterThan(10);
});

test('the search finds what is there', () => {
  const control = new Canaries();
  const secret = control.password('control');
  for (const text of [
    secret,
    Buffer.from(secret).toString('hex'),
    ...[0, 1, 2].map((shift) => Buffer.from(`${'x'.repeat(shift)}${secret}yz`).toString('base64')),
  ])
    expect(control.foundIn(`before ${text} after`)).toEqual(['control']);
  expect(control.foundIn('nothing')).toEqual([]);
});

/** Plaintexts in requests that succeed and that fail, and keys in answers. */
async function useKeys(): Promise<void> {
  const KeyId = 'alias/example';
  for (let i = 0; i < 12; i++) {
    const context = i % 2 === 0 ? {} : { EncryptionContext: { Dept: 'HR' } };
    const Plaintext = canaries.bytes('plaintext', randomBytes(24)).toString('base64');
    const { CiphertextBlob } = await kms<{ CiphertextBlob: string }>('Encrypt', { KeyId, Plaintext, ...context });
    await kms('Decrypt', { CiphertextBlob, ...context });
    await attempt(kms('Decrypt', { CiphertextBlob, EncryptionContext: { Dept: 'other' } }));
    await kms('ReEncrypt', {
      CiphertextBlob,
      DestinationKeyId: KeyId,
      SourceEncryptionContext: context.EncryptionContext,
    });
  }
  for (const wrong of [
    { KeyId: 'alias/none' },
    { KeyId, EncryptionAlgorithm: 'ROT13' },
    { KeyId, GrantTokens: 'no list' },
    { KeyId, DryRun: true },
  ])
    await attempt(
      kms('Encrypt', { ...wrong, Plaintext: canaries.bytes('refused plaintext', randomBytes(24)).toString('base64') }),
    );
  for (const KeySpec of ['AES_256', 'AES_128', 'AES_256']) {
    const { Plaintext } = await kms<{ Plaintext: string }>('GenerateDataKey', { KeyId, KeySpec });
    canaries.bytes('data key', Buffer.from(Plaintext, 'base64'));
  }
  for (const NumberOfBytes of [16, 32, 64]) {
    const { Plaintext } = await kms<{ Plaintext: string }>('GenerateRandom', { NumberOfBytes });
    canaries.bytes('random bytes', Buffer.from(Plaintext, 'base64'));
  }
}

/** Passwords of key stores, where they are taken and where they are refused. */
async function useStore(CustomKeyStoreId: string, CloudHsmClusterId: string): Promise<void> {
  const TrustAnchorCertificate = readFileSync(join(folder.path, 'customerCA.crt'), 'utf8');
  for (const cluster of [CloudHsmClusterId, 'cluster-zzzzzzzzzzz'])
    await attempt(
      kms('CreateCustomKeyStore', {
        CustomKeyStoreName: 'Canaries',
        CloudHsmClusterId: cluster,
        TrustAnchorCertificate,
        KeyStorePassword: canaries.password('key store that is refused'),
      }),
    );
  const update = (KeyStorePassword: string) => kms('UpdateCustomKeyStore', { CustomKeyStoreId, KeyStorePassword });
  await attempt(update(canaries.password('password of a connected store')));
  await kms('DisconnectCustomKeyStore', { CustomKeyStoreId });
  await state(CustomKeyStoreId, 'DISCONNECTED');
  await attempt(update(`${canaries.password('password with a hyphen')}-`));
  await update(canaries.password('wrong password'));
  await kms('ConnectCustomKeyStore', { CustomKeyStoreId });
  await state(CustomKeyStoreId, 'FAILED');
  await kms('DisconnectCustomKeyStore', { CustomKeyStoreId });
  await state(CustomKeyStoreId, 'DISCONNECTED');
}

/** Passwords that are typed into the tools, and a key that is imported with them. */
async function useTools(CustomKeyStoreId: string): Promise<void> {
  const known = canaries.password('password of kmsuser');
  await tool('cloudhsm_mgmt_util', OFFICER, `changePswd CU kmsuser ${known}`, 'y', 'quit');
  await tool('cloudhsm_mgmt_util', `loginHSM CO admin ${canaries.password('wrong password of the officer')}`, 'quit');
  const users = ['alice', 'bob'].map((name) => [name, canaries.password(`password of ${name}`)] as const);
  for (const [name, password] of users)
    await tool('cloudhsm_mgmt_util', OFFICER, `createUser CU ${name} ${password}`, 'y', 'quit');
  await tool(
    'cloudhsm_mgmt_util',
    OFFICER,
    `createUser CO carol ${canaries.password('password of carol')}!`,
    'y',
    'quit',
  );
  await tool(
    'cloudhsm_mgmt_util',
    `createUser CU dave ${canaries.password('not logged in')}`,
    `nonsense ${canaries.password('nonsense')}`,
    'quit',
  );

  const [[, ofAlice], [, ofBob]] = users as [[string, string], [string, string]];
  const keyFile = join(elsewhere.path, 'key');
  writeFileSync(keyFile, canaries.bytes('imported key', randomBytes(32)));
  const asAlice = `loginHSM -u CU -s alice -p ${ofAlice}`;
  await tool('key_mgmt_util', asAlice, 'genSymKey -t 31 -s 32 -l wrapping', 'exit');
  const [, wrapping = ''] = /Key Handle: (\d+)/.exec(canaries.said.at(-2) ?? '') ?? [];
  await tool(
    'key_mgmt_util',
    asAlice,
    `imSymKey -f ${keyFile} -t 31 -l imported -w ${wrapping}`,
    'findKey -l imported',
    'logoutHSM',
    ...[1, 2, 3, 4].map(() => `loginHSM -u CU -s bob -p ${canaries.password('wrong password of bob')}`),
    `nonsense -p ${canaries.password('more nonsense')}`,
    'logoutHSM',
    'exit',
  );
  // The commands did what they are here for.
  expect(canaries.said.join('\n')).toContain('Total number of keys present 1');
  const cli = openTool('cloudhsm-cli', ['--data-dir', folder.path, 'user', 'list'], {
    CLOUDHSM_ROLE: 'crypto-user',
    CLOUDHSM_PIN: `bob:${ofBob}`,
  });
  const { stdout, stderr } = await cli.end();
  canaries.said.push(stdout, stderr);

  await kms('UpdateCustomKeyStore', { CustomKeyStoreId, KeyStorePassword: known });
  await kms('ConnectCustomKeyStore', { CustomKeyStoreId });
  await state(CustomKeyStoreId, 'CONNECTED');
}

async function whatTheSystemTells(): Promise<readonly string[]> {
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}/_keystorm/${path}`)).text();
  const commands = [['logs'], ['logs', '--audit'], ['status', '--json']];
  const outputs = await Promise.all(commands.map((words) => keystorm(...words, '--data-dir', folder.path)));
  expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0]);
  const trail: string[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page = await aws<{ Events: readonly unknown[]; NextToken?: string }>(port, 'cloudtrail', 'LookupEvents', {
      NextToken,
    });
    trail.push(JSON.stringify(page.Events));
    NextToken = page.NextToken;
    if (NextToken === undefined) break;
  }
  expect(trail.join('')).toContain('GenerateDataKey');
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  expect(processes).toContain(folder.path);
  return [...outputs.map(({ stdout }) => stdout), ...trail, await get('metrics'), await get('status'), processes];
}

async function state(CustomKeyStoreId: string, wanted: string): Promise<void> {
  await expect
    .poll(() => kms('DescribeCustomKeyStores', { CustomKeyStoreId }), { timeout: 60_000 })
    .toMatchObject({ CustomKeyStores: [{ ConnectionState: wanted }] });
}

/** Sockets have no content. */
function filesIn(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).isFile());
}
