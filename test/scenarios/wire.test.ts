import { type AccessKey, signRequest } from '@keystorm/aws-api';
import { expect } from 'vitest';
import { connectedStore, type KeyStore, type StoreKey } from '../worlds/fixture.ts';
import { describeScenarios } from '../worlds/scenario.ts';
import { ACCESS_KEY, HOST, OTHER_REGION, type RawResponse, REGION, type World } from '../worlds/world.ts';

const ACCOUNT = '111122223333';
const CALLER = `arn:aws:iam::${ACCOUNT}:user/keystorm`;
const ABSENT = '1234abcd-12ab-34cd-56ef-1234567890ab';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** How a request deviates from a right one to `TrentService.ListKeys`. */
interface Deviation {
  readonly method?: string;
  readonly path?: string;
  /** X-Amz-Target; null for none. */
  readonly target?: string | null;
  /** An object is sent as JSON. */
  readonly body?: object | string | Buffer;
  readonly accessKey?: AccessKey;
  readonly region?: string;
  readonly service?: string;
  /** How far the client's clock is ahead. */
  readonly skewMs?: number;
  /** What happens to the request between the client and the endpoint. */
  readonly tamper?: (headers: Record<string, string>) => Record<string, string>;
  /** Replaces the signed body. */
  readonly sentBody?: string;
}

const unchanged = (headers: Record<string, string>) => headers;

function bytesOf(body: object | string | Buffer): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function send(world: World, deviation: Deviation): Promise<RawResponse> {
  const { method = 'POST', path = '/', target = 'TrentService.ListKeys', accessKey = ACCESS_KEY } = deviation;
  const { region = REGION, service = 'kms', skewMs = 0, tamper = unchanged } = deviation;
  const body = bytesOf(deviation.body ?? {});
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    ...(target === null ? {} : { 'x-amz-target': target }),
  };
  const hostMs = world.operator.clock.host() + skewMs;
  const signed = signRequest({ method, host: HOST, headers, body }, accessKey, { region, service, hostMs });
  const sentBody = deviation.sentBody === undefined ? body : Buffer.from(deviation.sentBody);
  return world.send({ method, path, headers: tamper(signed), body: sentBody });
}

/** Status and body, JSON read. */
async function answerTo(world: World, deviation: Deviation): Promise<{ status: number; body: unknown }> {
  const { status, body } = await send(world, deviation);
  const text = body.toString();
  return { status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
}

/** Calls an operation as a client does, and gives back the body as it came. */
async function call(world: World, operation: string, input: object): Promise<string> {
  const { status, body } = await send(world, { target: `TrentService.${operation}`, body: input });
  expect(`${status} ${body.toString()}`).toMatch(/^200 /);
  return body.toString();
}

function refused(__type: string, message?: string | RegExp): object {
  const text: unknown = message instanceof RegExp ? expect.stringMatching(message) : message;
  return { status: 400, body: message === undefined ? { __type } : { __type, message: text } };
}

const NOT_THERE = { status: 404, body: '<UnknownOperationException/>' };
const UNKNOWN = refused('UnknownOperationException');

const without = (name: string) => (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
const authorization =
  (edit: (value: string) => string) =>
  (headers: Record<string, string>): Record<string, string> => ({
    ...headers,
    authorization: edit(headers.authorization ?? ''),
  });

/** What is no request of AWS JSON 1.1, or to none of its operations. */
const STRANGE: readonly (readonly [name: string, deviation: Deviation, answer: object])[] = [
  ['another method', { method: 'GET' }, NOT_THERE],
  ['another method that carries a body', { method: 'PUT' }, NOT_THERE],
  ['another path', { path: '/2014-11-01/keys' }, NOT_THERE],
  ['a query', { path: '/?Action=ListKeys' }, NOT_THERE],
  ['no target', { target: null }, UNKNOWN],
  ['a target without a service', { target: 'ListKeys' }, UNKNOWN],
  ["another service's target", { target: 'DynamoDB_20120810.ListTables' }, UNKNOWN],
  ['an operation that nobody knows', { target: 'TrentService.DropKeys' }, UNKNOWN],
  ['an operation with the name of a member of every object', { target: 'TrentService.constructor' }, UNKNOWN],
];

const STRANGERS: readonly (readonly [name: string, deviation: Deviation, answer: object])[] = [
  [
    'no Authorization header',
    { tamper: without('authorization') },
    refused('MissingAuthenticationTokenException', 'Missing Authentication Token'),
  ],
  [
    'an Authorization header without a signature',
    { tamper: authorization((value) => value.replace(/, Signature=.*/, '')) },
    refused('IncompleteSignatureException', /^Authorization header requires 'Signature' parameter\./),
  ],
  [
    'an Authorization header without signed headers',
    { tamper: authorization((value) => value.replace(/SignedHeaders=[^,]*, /, '')) },
    refused('IncompleteSignatureException', /^Authorization header requires 'SignedHeaders' parameter\./),
  ],
  [
    'an Authorization header of another kind',
    { tamper: authorization(() => 'Basic dGVzdDp0ZXN0') },
    refused('IncompleteSignatureException', /^Authorization header requires /),
  ],
  [
    'no date',
    { tamper: without('x-amz-date') },
    refused('IncompleteSignatureException', /requires existence of either a 'X-Amz-Date' or a 'Date' header/),
  ],
  [
    'a signature with a flipped digit',
    { tamper: authorization((value) => value.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))) },
    refused('InvalidSignatureException', MISMATCH),
  ],
  [
    'a wrong secret',
    { accessKey: { ...ACCESS_KEY, secretAccessKey: 'guessed' } },
    refused('InvalidSignatureException', MISMATCH),
  ],
  ['another body than the signed one', { sentBody: '{"Limit":1}' }, refused('InvalidSignatureException', MISMATCH)],
  [
    'another target than the signed one',
    { tamper: (headers) => ({ ...headers, 'x-amz-target': 'TrentService.ListAliases' }) },
    refused('InvalidSignatureException', MISMATCH),
  ],
  [
    'an unknown access key',
    { accessKey: { ...ACCESS_KEY, accessKeyId: 'AKIAUNKNOWN' } },
    refused('UnrecognizedClientException', 'The security token included in the request is invalid.'),
  ],
  [
    'a session token',
    { tamper: (headers) => ({ ...headers, 'x-amz-security-token': 'token' }) },
    refused('UnrecognizedClientException', 'The security token included in the request is invalid.'),
  ],
  [
    'a clock that is slow',
    { skewMs: -360_000 },
    refused('InvalidSignatureException', /^Signature expired: \S+ is now earlier than \S+ \(\S+ - 5 min\.\)$/),
  ],
  [
    'a clock that is fast',
    { skewMs: 360_000 },
    refused('InvalidSignatureException', /^Signature not yet current: \S+ is still later than \S+ \(\S+ \+ 5 min\.\)$/),
  ],
  [
    'a Region that does not exist',
    { region: 'nowhere' },
    refused('InvalidSignatureException', "Credential should be scoped to a valid Region, not 'nowhere'."),
  ],
  [
    'another service',
    { service: 's3' },
    refused('InvalidSignatureException', "Credential should be scoped to correct service: 'kms'."),
  ],
  [
    'another day in the scope than in the date',
    { tamper: authorization((value) => value.replace(/\/\d{8}\//, '/20200101/')) },
    refused('InvalidSignatureException', /^Date in Credential scope does not match YYYYMMDD from ISO-8601 version/),
  ],
];

interface Call {
  readonly operation: string;
  readonly input: object | string | Buffer;
}

const of = (operation: string, input: object | string | Buffer): Call => ({ operation, input });

const ILLEGIBLE: readonly (readonly [name: string, call: Call])[] = [
  ['no JSON', of('DescribeKey', '{"KeyId":')],
  ['JSON with something after it', of('DescribeKey', `{"KeyId":"${ABSENT}"}}`)],
  ['not UTF-8', of('DescribeKey', Buffer.from([0x7b, 0xff, 0x7d]))],
  ['a list', of('DescribeKey', '[]')],
  ['a text', of('DescribeKey', '"KeyId"')],
  ['null', of('DescribeKey', 'null')],
  ['a number for a text', of('DescribeKey', { KeyId: 5 })],
  ['a text for a number', of('ListKeys', { Limit: 'ten' })],
  ['half a number', of('ListKeys', { Limit: 1.5 })],
  ['a text for a truth value', of('CreateKey', { MultiRegion: 'no' })],
  ['an object for a list', of('TagResource', { KeyId: ABSENT, Tags: {} })],
  ['a list for a map', of('Encrypt', { KeyId: ABSENT, Plaintext: 'aGk=', EncryptionContext: ['Dept'] })],
  ['a number in a map of texts', of('Encrypt', { KeyId: ABSENT, Plaintext: 'aGk=', EncryptionContext: { Dept: 1 } })],
  ['base64 with a foreign character', of('Encrypt', { KeyId: ABSENT, Plaintext: 'a-k=' })],
  ['base64 without its padding', of('Encrypt', { KeyId: ABSENT, Plaintext: 'aGk' })],
];

const NULL_KEY = "Value null at 'keyId' failed to satisfy constraint: Member must not be null";
const one = (clause: string) => `1 validation error detected: ${clause}`;

const INVALID: readonly (readonly [name: string, call: Call, message: string])[] = [
  ['a missing member', of('DescribeKey', {}), one(NULL_KEY)],
  ['a missing member in an empty body', of('DescribeKey', Buffer.alloc(0)), one(NULL_KEY)],
  ['a member that is null', of('DescribeKey', { KeyId: null }), one(NULL_KEY)],
  [
    'an empty text',
    of('DescribeKey', { KeyId: '' }),
    one("Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1"),
  ],
  [
    'a text that is too long',
    of('DescribeKey', { KeyId: 'k'.repeat(2049) }),
    one(
      `Value '${'k'.repeat(2049)}' at 'keyId' failed to satisfy constraint: Member must have length less than or equal to 2048`,
    ),
  ],
  [
    'a plaintext that is too long, which is not repeated',
    of('Encrypt', { KeyId: ABSENT, Plaintext: Buffer.alloc(4097).toString('base64') }),
    one("Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"),
  ],
  [
    'a ciphertext that is too long',
    of('Decrypt', { CiphertextBlob: Buffer.alloc(6145).toString('base64') }),
    one("Value at 'ciphertextBlob' failed to satisfy constraint: Member must have length less than or equal to 6144"),
  ],
  [
    'a number that is too small',
    of('ListKeys', { Limit: 0 }),
    one("Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"),
  ],
  [
    'a number that is too large',
    of('GenerateRandom', { NumberOfBytes: 1025 }),
    one(
      "Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ),
  ],
  [
    'a tag key that is too long',
    of('TagResource', { KeyId: ABSENT, Tags: [{ TagKey: 't'.repeat(129), TagValue: 'v' }] }),
    one(
      `Value '${'t'.repeat(129)}' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128`,
    ),
  ],
  [
    'several at once',
    of('UpdateCustomKeyStore', { KeyStorePassword: 'short', CloudHsmClusterId: 'cluster-1a23b4cdefg' }),
    "3 validation errors detected: Value null at 'customKeyStoreId' failed to satisfy constraint: Member must not be null; " +
      "Value at 'keyStorePassword' failed to satisfy constraint: Member must have length greater than or equal to 7; " +
      "Value 'cluster-1a23b4cdefg' at 'cloudHsmClusterId' failed to satisfy constraint: Member must satisfy regular expression pattern: cluster-[2-7a-zA-Z]{11,16}",
  ],
  ['what no model says', of('GenerateRandom', {}), 'NumberOfBytes is required.'],
  ...[-1, 0, 6, 31, 400].map(
    (PendingWindowInDays) =>
      [
        `a waiting period of ${PendingWindowInDays} days`,
        of('ScheduleKeyDeletion', { KeyId: ABSENT, PendingWindowInDays }),
        'PendingWindowInDays must be between 7 and 30',
      ] as const,
  ),
];

// Source: AWS KMS API Reference, "Common Error Types"; AWS General Reference, "Signature Version 4 signing process".
describeScenarios(
  'the AWS endpoint',
  (world) => Promise.resolve(world),
  (scenario) => {
    scenario('knows the requests of its protocol from others', async (world) => {
      for (const [name, deviation, answer] of STRANGE)
        expect([name, await answerTo(world, deviation)]).toEqual([name, answer]);
    });

    scenario('answers only those whose signature it can verify', async (world) => {
      for (const [name, deviation, answer] of STRANGERS)
        expect([name, await answerTo(world, deviation)]).toEqual([name, answer]);
    });

    scenario('looks at the target first, then at the signature, then at the body', async (world) => {
      const unsigned = without('authorization');
      expect(await answerTo(world, { target: 'TrentService.DropKeys', tamper: unsigned })).toEqual(UNKNOWN);
      expect(await answerTo(world, { body: '{', tamper: unsigned })).toMatchObject({
        body: { __type: 'MissingAuthenticationTokenException' },
      });
      expect(await answerTo(world, { body: '{', skewMs: 360_000 })).toMatchObject({
        body: { __type: 'InvalidSignatureException' },
      });
    });

    scenario('refuses a body that it cannot read', async (world) => {
      for (const [name, { operation, input }] of ILLEGIBLE) {
        const answer = await answerTo(world, { target: `TrentService.${operation}`, body: input });
        expect([name, answer]).toMatchObject([name, { status: 400, body: { __type: 'SerializationException' } }]);
      }
    });

    scenario('says which constraints a request violates', async (world) => {
      for (const [name, { operation, input }, message] of INVALID) {
        const answer = await answerTo(world, { target: `TrentService.${operation}`, body: input });
        expect([name, answer]).toEqual([name, refused('ValidationException', message)]);
      }
    });

    scenario('ignores unknown members, and takes null for absent', async (world) => {
      const input = {
        NumberOfBytes: 5,
        CustomKeyStoreId: null,
        Recipient: null,
        Colour: 'blue',
        Nested: { a: [null] },
      };
      const { Plaintext } = JSON.parse(await call(world, 'GenerateRandom', input)) as { Plaintext: string };
      expect(Buffer.from(Plaintext, 'base64')).toHaveLength(5);
    });

    scenario('gives every answer a request id, and forbids to keep it', async (world) => {
      const ids = new Set<unknown>();
      for (const deviation of [
        {},
        { target: null },
        { body: '{' },
        { tamper: without('authorization') },
        { path: '/x' },
      ]) {
        const { headers } = await send(world, deviation);
        expect(headers).toMatchObject({
          'x-amzn-requestid': expect.stringMatching(UUID) as unknown,
          'cache-control': 'no-cache, no-store, must-revalidate, private',
          expires: '0',
          pragma: 'no-cache',
        });
        ids.add(headers['x-amzn-requestid']);
      }
      expect(ids.size).toBe(5);
      for (const deviation of [{}, { body: '{' }])
        expect((await send(world, deviation)).headers['content-type']).toBe('application/x-amz-json-1.1');
    });

    scenario('refuses a body that is longer than any request can be', async (world) => {
      const { status, headers, body } = await send(world, { body: Buffer.alloc(1024 * 1024 + 1, ' ') });
      expect(status).toBe(413);
      expect(headers['x-amzn-requestid']).toMatch(UUID);
      expect(JSON.parse(body.toString())).toEqual({ __type: 'RequestEntityTooLargeException' });
    });
  },
);

interface WithKey {
  readonly world: World;
  readonly store: KeyStore;
  readonly key: StoreKey;
  readonly alias: string;
}

async function withKey(world: World): Promise<WithKey> {
  const { store } = await connectedStore(world);
  const key = await store.newKey();
  await world.kms().createAlias({ AliasName: 'alias/wire', TargetKeyId: key.id });
  return { world, store, key, alias: 'alias/wire' };
}

const aliasArn = (name: string, region = REGION) => `arn:aws:kms:${region}:${ACCOUNT}:${name}`;
const keyArn = (keyId: string, region = REGION, account = ACCOUNT) => `arn:aws:kms:${region}:${account}:key/${keyId}`;

/** Operations that take a key under any of its names, with whatever else they need. */
const BY_ANY_NAME: readonly (readonly [operation: string, input: (keyId: string, ciphertext: string) => object])[] = [
  ['DescribeKey', (KeyId) => ({ KeyId })],
  ['Encrypt', (KeyId) => ({ KeyId, Plaintext: 'aGk=' })],
  ['Decrypt', (KeyId, CiphertextBlob) => ({ KeyId, CiphertextBlob })],
  ['ReEncrypt', (DestinationKeyId, CiphertextBlob) => ({ DestinationKeyId, CiphertextBlob })],
  ['GenerateDataKey', (KeyId) => ({ KeyId, NumberOfBytes: 16 })],
  ['GenerateDataKeyWithoutPlaintext', (KeyId) => ({ KeyId, KeySpec: 'AES_256' })],
];

/** Operations that take only ids and ARNs of keys. Together they leave the key as it was. */
const BY_ID: readonly (readonly [operation: string, input: object])[] = [
  ['EnableKey', {}],
  ['UpdateKeyDescription', { Description: '' }],
  ['GetKeyPolicy', {}],
  ['ListKeyPolicies', {}],
  ['TagResource', { Tags: [{ TagKey: 'Dept', TagValue: 'HR' }] }],
  ['ListResourceTags', {}],
  ['UntagResource', { TagKeys: ['Dept'] }],
  ['ListAliases', {}],
  ['DisableKey', {}],
  ['ScheduleKeyDeletion', { PendingWindowInDays: 7 }],
  ['CancelKeyDeletion', {}],
];

function denied(operation: string, resource: string): object {
  const Message = `User: ${CALLER} is not authorized to perform: kms:${operation} on resource: ${resource} because no resource-based policy allows the kms:${operation} action`;
  return { status: 400, body: { __type: 'AccessDeniedException', Message } };
}

// Source: AWS KMS Developer Guide, "Key identifiers (KeyId)".
describeScenarios('keys on the wire', withKey, (scenario) => {
  scenario('a key has four names where it is used, two where it is managed', async ({ world, key, alias }) => {
    const { CiphertextBlob } = JSON.parse(await call(world, 'Encrypt', { KeyId: key.id, Plaintext: 'aGk=' })) as {
      CiphertextBlob: string;
    };
    for (const name of [key.id, key.arn, alias, aliasArn(alias)]) {
      for (const [operation, input] of BY_ANY_NAME) {
        const answer = await call(world, operation, input(name, CiphertextBlob));
        expect([operation, answer]).toEqual([operation, expect.stringContaining(`"${key.arn}"`)]);
      }
    }
    for (const [operation, input] of BY_ID) {
      const target = `TrentService.${operation}`;
      for (const name of [alias, aliasArn(alias), 'alias/absent']) {
        expect([operation, name, await answerTo(world, { target, body: { ...input, KeyId: name } })]).toEqual([
          operation,
          name,
          refused('InvalidArnException', 'Key Aliases are not supported for this operation.'),
        ]);
      }
      for (const name of [key.id, key.arn]) {
        // Scheduled a second time, or cancelled, a key is in the wrong state.
        const { body } = await answerTo(world, { target, body: { ...input, KeyId: name } });
        expect([operation, body]).not.toMatchObject([
          operation,
          { __type: expect.stringMatching(/NotFound|Arn|Denied/) as unknown },
        ]);
      }
    }
    await call(world, 'EnableKey', { KeyId: key.id });
  });

  scenario('a name that names nothing here is told apart from one that is none', async ({ world, key }) => {
    const compact = key.id.replaceAll('-', '');
    const elsewhere = keyArn(key.id, OTHER_REGION);
    const foreign = keyArn(key.id, REGION, '999999999999');
    const rows: readonly (readonly [name: string, answer: object])[] = [
      [ABSENT, refused('NotFoundException', `Key '${keyArn(ABSENT)}' does not exist`)],
      [keyArn(ABSENT), refused('NotFoundException', `Key '${keyArn(ABSENT)}' does not exist`)],
      [`mrk-${compact}`, refused('NotFoundException', `Key '${keyArn(`mrk-${compact}`)}' does not exist`)],
      [compact, refused('NotFoundException', `Invalid keyId '${compact}'`)],
      ['mrk-fake', refused('NotFoundException', "Invalid keyId 'mrk-fake'")],
      [elsewhere, refused('NotFoundException', `Invalid arn ${OTHER_REGION}`)],
      ['alias/absent', refused('NotFoundException', `Alias ${aliasArn('alias/absent')} is not found.`)],
      [aliasArn('alias/absent'), refused('NotFoundException', `Alias ${aliasArn('alias/absent')} is not found.`)],
      [foreign, denied('DescribeKey', foreign)],
    ];
    for (const [name, answer] of rows) {
      const target = 'TrentService.DescribeKey';
      expect([name, await answerTo(world, { target, body: { KeyId: name } })]).toEqual([name, answer]);
    }
    const target = 'TrentService.DisableKey';
    expect(await answerTo(world, { target, body: { KeyId: foreign } })).toEqual(denied('DisableKey', foreign));
    // The id alone means another key in another Region.
    expect(
      await answerTo(world, { region: OTHER_REGION, target: 'TrentService.DescribeKey', body: { KeyId: key.id } }),
    ).toEqual(refused('NotFoundException', `Key '${keyArn(key.id, OTHER_REGION)}' does not exist`));
  });

  scenario('operations without output answer nothing at all, those on key stores an empty object', async (it) => {
    const { world, store, key } = it;
    const AliasName = 'alias/brief';
    const { Policy } = JSON.parse(await call(world, 'GetKeyPolicy', { KeyId: key.id })) as { Policy: string };
    const silent: readonly (readonly [operation: string, input: object])[] = [
      ['CreateAlias', { AliasName, TargetKeyId: key.id }],
      ['UpdateAlias', { AliasName, TargetKeyId: key.id }],
      ['DeleteAlias', { AliasName }],
      ['DisableKey', { KeyId: key.id }],
      ['EnableKey', { KeyId: key.id }],
      ['PutKeyPolicy', { KeyId: key.id, Policy }],
      ['TagResource', { KeyId: key.id, Tags: [{ TagKey: 'Dept', TagValue: 'HR' }] }],
      ['UntagResource', { KeyId: key.id, TagKeys: ['Dept'] }],
      ['UpdateKeyDescription', { KeyId: key.id, Description: '' }],
    ];
    for (const [operation, input] of silent)
      expect([operation, await call(world, operation, input)]).toEqual([operation, '']);
    const CustomKeyStoreId = store.id;
    expect(await call(world, 'UpdateCustomKeyStore', { CustomKeyStoreId, NewCustomKeyStoreName: 'Renamed' })).toBe(
      '{}',
    );
    expect(await call(world, 'UpdateCustomKeyStore', { CustomKeyStoreId, NewCustomKeyStoreName: 'DrillStore' })).toBe(
      '{}',
    );
    expect(await call(world, 'DisconnectCustomKeyStore', { CustomKeyStoreId })).toBe('{}');
    await store.settled();
    expect(await call(world, 'ConnectCustomKeyStore', { CustomKeyStoreId })).toBe('{}');
    expect(await store.settled()).toBe('CONNECTED');
  });

  scenario('some exceptions have no message at all', async ({ world, key }) => {
    const { CiphertextBlob } = JSON.parse(await call(world, 'Encrypt', { KeyId: key.id, Plaintext: 'aGk=' })) as {
      CiphertextBlob: string;
    };
    const rows: readonly (readonly [operation: string, input: object, code: string])[] = [
      ['Decrypt', { CiphertextBlob: 'aGk=' }, 'InvalidCiphertextException'],
      ['Decrypt', { CiphertextBlob, EncryptionContext: { Dept: 'HR' } }, 'InvalidCiphertextException'],
      ['ListKeys', { Marker: 'none' }, 'InvalidMarkerException'],
      ['CreateAlias', { AliasName: 'alias/aws/s3', TargetKeyId: key.id }, 'NotAuthorizedException'],
    ];
    for (const [operation, body, code] of rows)
      expect(await answerTo(world, { target: `TrentService.${operation}`, body })).toEqual(refused(code));
  });

  scenario('timestamps are numbers, and what is absent is left out', async ({ world, store, key }) => {
    const texts = [
      await call(world, 'DescribeKey', { KeyId: key.id }),
      await call(world, 'DescribeCustomKeyStores', { CustomKeyStoreId: store.id }),
      await call(world, 'ListAliases', {}),
      await call(world, 'ScheduleKeyDeletion', { KeyId: key.id }),
    ];
    await call(world, 'CancelKeyDeletion', { KeyId: key.id });
    await call(world, 'EnableKey', { KeyId: key.id });
    for (const text of texts) {
      const dates = [...text.matchAll(/"(?:\w+Date)":([^,}]+)/g)].map(([, date]) => date ?? '');
      expect(dates.length).toBeGreaterThan(0);
      for (const date of dates) expect(date).toMatch(/^\d{10}(?:\.\d{1,3})?$/);
      expect(text).not.toContain('null');
    }
  });
});
