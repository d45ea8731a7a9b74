import { describe, expect, test } from 'vitest';
import { OPERATIONS as CLOUDHSM } from './generated/cloudhsmv2.ts';
import { OPERATIONS as KMS } from './generated/kms.ts';
import { decodeRequest, validate } from './validate.ts';

const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

interface Refusal {
  readonly name: string;
  readonly operation: keyof typeof KMS;
  readonly request: unknown;
  readonly message: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    name: 'a required member is missing',
    operation: 'DescribeKey',
    request: {},
    message: "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
  },
  {
    name: 'a required member is null',
    operation: 'DescribeKey',
    request: { KeyId: null },
    message: "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
  },
  {
    name: 'a number is too small',
    operation: 'GenerateRandom',
    request: { NumberOfBytes: 0 },
    message:
      "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
  },
  {
    name: 'a number is too large',
    operation: 'GenerateRandom',
    request: { NumberOfBytes: 1025 },
    message:
      "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
  },
  {
    name: 'a blob is too long, and is not shown',
    operation: 'Encrypt',
    request: { KeyId: KEY, Plaintext: Buffer.alloc(4097).toString('base64') },
    message:
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
  },
  {
    name: 'a password is too short, and is not shown',
    operation: 'UpdateCustomKeyStore',
    request: { CustomKeyStoreId: 'cks-1234567890abcdef0', KeyStorePassword: 'short' },
    message:
      "1 validation error detected: Value at 'keyStorePassword' failed to satisfy constraint: Member must have length greater than or equal to 7",
  },
  {
    name: 'a value is not of the set',
    operation: 'Verify',
    request: {
      KeyId: KEY,
      Message: 'aGk=',
      MessageType: 'COOKED',
      Signature: 'aGk=',
      SigningAlgorithm: 'ECDSA_SHA_256',
    },
    message:
      "1 validation error detected: Value 'COOKED' at 'messageType' failed to satisfy constraint: Member must satisfy enum value set: [RAW, DIGEST, EXTERNAL_MU]",
  },
  {
    name: 'a value does not match its pattern as a whole',
    operation: 'UpdateCustomKeyStore',
    request: { CustomKeyStoreId: 'cks-1234567890abcdef0', CloudHsmClusterId: 'cluster-1a23b4cdefg' },
    message:
      "1 validation error detected: Value 'cluster-1a23b4cdefg' at 'cloudHsmClusterId' failed to satisfy constraint: Member must satisfy regular expression pattern: cluster-[2-7a-zA-Z]{11,16}",
  },
  {
    name: 'an element of a list of structures',
    operation: 'TagResource',
    request: {
      KeyId: KEY,
      Tags: [
        { TagKey: 'a', TagValue: 'b' },
        { TagKey: '', TagValue: 'b' },
      ],
    },
    message:
      "1 validation error detected: Value '' at 'tags.2.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
  },
  {
    name: 'an element of a list of scalars is blamed on the list',
    operation: 'UntagResource',
    request: { KeyId: KEY, TagKeys: ['a', ''] },
    message:
      "1 validation error detected: Value '[a, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length greater than or equal to 1]",
  },
  {
    name: 'several faults are told together',
    operation: 'Encrypt',
    request: { Plaintext: '' },
    message:
      "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; " +
      "Value at 'plaintext' failed to satisfy constraint: Member must have length greater than or equal to 1",
  },
];

describe('ValidationException', () => {
  test.each(REFUSALS)('$name', ({ operation, request, message }) => {
    expect(() => validate(KMS[operation].request, request)).toThrow(
      expect.objectContaining({ code: 'ValidationException', message }),
    );
  });

  test('blames a map as a whole', () => {
    const refused = () => validate(CLOUDHSM.DescribeClusters.request, { Filters: { 'a b': ['x'] } });
    expect(refused).toThrow(
      "1 validation error detected: Value at 'filters' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+]",
    );
  });
});

describe('ids of the documentation', () => {
  const arn = 'arn:aws:cloudhsm:us-east-1:111122223333:backup/backup-9g87f6edcba';

  test.each([
    {
      schema: KMS.UpdateCustomKeyStore.request,
      request: { CustomKeyStoreId: 'x', CloudHsmClusterId: 'cluster-1a23b4cdefg' },
    },
    {
      schema: CLOUDHSM.DeleteHsm.request,
      request: { ClusterId: 'cluster-1a23b4cdefg', HsmId: 'hsm-0189018901890189' },
    },
    { schema: CLOUDHSM.GetResourcePolicy.request, request: { ResourceArn: arn } },
    {
      schema: CLOUDHSM.CreateCluster.request,
      request: { HsmType: 'hsm1.medium', SubnetIds: ['subnet-0189abcd'], SourceBackupId: arn },
    },
  ])('pass as they are where they may: $request', ({ schema, request }) => {
    expect(validate(schema, request, { lenientIds: true })).toEqual(request);
    expect(() => validate(schema, request)).toThrow(' failed to satisfy constraint: Member must satisfy regular');
  });

  test.each([
    {
      ClusterId: 'cluster-1a23b4cdefg',
      AvailabilityZone: 'nowhere',
      at: "1 validation error detected: Value 'nowhere'",
    },
    {
      ClusterId: 'cluster-1a23',
      AvailabilityZone: 'us-east-1a',
      at: "1 validation error detected: Value 'cluster-1a23'",
    },
    { ClusterId: 'hsm-1a23b4cdefg', AvailabilityZone: 'us-east-1a', at: "Value 'hsm-1a23b4cdefg' at 'clusterId'" },
  ])('excuse nothing else: $at', ({ at, ...request }) => {
    expect(() => validate(CLOUDHSM.CreateHsm.request, request, { lenientIds: true })).toThrow(at);
  });
});

describe('SerializationException', () => {
  test.each([
    { name: 'no JSON', body: '{"KeyId":', message: '' },
    { name: 'no object', body: '[]', message: '' },
    { name: 'null for the whole', body: 'null', message: '' },
    {
      name: 'a number for a string',
      body: '{"KeyId":1,"Plaintext":"aGk="}',
      message: "Member 'keyId' cannot be read as its type.",
    },
    {
      name: 'base64 without padding',
      body: `{"KeyId":"${KEY}","Plaintext":"aGk"}`,
      message: "Member 'plaintext' cannot be read as its type.",
    },
    {
      name: 'base64 with a line break',
      body: `{"KeyId":"${KEY}","Plaintext":"aGk=\\n"}`,
      message: "Member 'plaintext' cannot be read as its type.",
    },
    {
      name: 'a number in an encryption context',
      body: `{"KeyId":"${KEY}","Plaintext":"aGk=","EncryptionContext":{"a":1}}`,
      message: "Member 'encryptionContext' cannot be read as its type.",
    },
    {
      name: 'half a surrogate pair',
      body: `{"KeyId":"${KEY}","Plaintext":"aGk=","EncryptionContext":{"a":"\\ud800"}}`,
      message: "Member 'encryptionContext' cannot be read as its type.",
    },
    {
      name: 'a wrong type wins over a violated constraint',
      body: '{"KeyId":"","Plaintext":7}',
      message: "Member 'plaintext' cannot be read as its type.",
    },
  ])('$name', ({ body, message }) => {
    expect(() => decodeRequest(KMS.Encrypt.request, Buffer.from(body))).toThrow(
      expect.objectContaining({ code: 'SerializationException', message }),
    );
  });

  test('bytes that are no UTF-8', () => {
    expect(() => decodeRequest(KMS.Encrypt.request, Buffer.from([0x7b, 0xff, 0x7d]))).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });
});

describe('a valid request', () => {
  test('has bytes for base64, no unknown members and nothing null', () => {
    const body = Buffer.from(
      JSON.stringify({
        KeyId: KEY,
        Plaintext: 'aGk=',
        Unknown: 1,
        GrantTokens: null,
        EncryptionContext: { a: 'b', c: null },
      }),
    );
    expect(decodeRequest(KMS.Encrypt.request, body)).toEqual({
      KeyId: KEY,
      Plaintext: Buffer.from('hi'),
      EncryptionContext: { a: 'b' },
    });
  });

  test('keeps every pair of an encryption context, whatever its name', () => {
    const body = Buffer.from(
      `{"KeyId":"${KEY}","Plaintext":"aGk=","EncryptionContext":{"__proto__":"x","constructor":"y"}}`,
    );
    const { EncryptionContext } = decodeRequest(KMS.Encrypt.request, body);
    expect(Object.entries(EncryptionContext ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  test.each([1537582718.431, '2018-09-22T02:18:38.431Z'])('may write a moment as %s', (ValidTo) => {
    const request = { KeyId: KEY, ImportToken: 'aGk=', EncryptedKeyMaterial: 'aGk=', ValidTo };
    expect(validate(KMS.ImportKeyMaterial.request, request).ValidTo).toEqual(new Date('2018-09-22T02:18:38.431Z'));
  });

  test('may have an empty body', () => {
    expect(decodeRequest(KMS.ListKeys.request, Buffer.alloc(0))).toEqual({});
  });
});
