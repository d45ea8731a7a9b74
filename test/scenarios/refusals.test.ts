import type { CreateCustomKeyStoreRequest, KMS } from '@aws-sdk/client-kms';
import { expect } from 'vitest';
import { connectedStore } from '../worlds/fixture.ts';
import { simulatedScenario } from '../worlds/scenario.ts';
import { answerOf, callAws, type World } from '../worlds/world.ts';

// What requests are refused for, and for which of two faults. Where nothing else is said the keys are in no custom key
// store: requests about the others go the same way.

const PLAINTEXT = new Uint8Array(Buffer.from('what is not handed out'));
const ABSENT_STORE = 'cks-00000000000000000';
const DRY_RUN = 'DryRunOperationException: The request would have succeeded, but the DryRun option is set.';
const WRONG_KEY =
  'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.';
const WRONG_ALGORITHM =
  'InvalidKeyUsageException: Algorithm RSAES_OAEP_SHA_1 is incompatible with key spec SYMMETRIC_DEFAULT.';
const LOCKED_OUT =
  'MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.';
const isNull = (member: string) =>
  `ValidationException: 1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`;

type Row = readonly [name: string, call: () => Promise<unknown>, answer: string | RegExp];

async function expectAnswers(rows: readonly Row[]): Promise<void> {
  for (const [name, call, answer] of rows) {
    const expected: unknown = answer instanceof RegExp ? expect.stringMatching(answer) : answer;
    expect([name, await answerOf(call())]).toEqual([name, expected]);
  }
}

async function newKey(kms: KMS): Promise<{ readonly id: string; readonly arn: string }> {
  const { KeyMetadata } = await kms.createKey({});
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
}

/** A key with a ciphertext under it, and another key. */
async function twoKeys(world: World) {
  const kms = world.kms();
  const [{ id: KeyId, arn }, other] = [await newKey(kms), await newKey(kms)];
  const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
  return { kms, KeyId, arn, CiphertextBlob, other };
}

// Source: AWS KMS Developer Guide, "Testing your KMS API calls".
simulatedScenario('a dry run hands out nothing', async (world) => {
  const { kms, KeyId, CiphertextBlob, other } = await twoKeys(world);
  const calls = (DryRun: boolean) =>
    ({
      Encrypt: () => kms.encrypt({ KeyId, Plaintext: PLAINTEXT, DryRun }),
      Decrypt: () => kms.decrypt({ CiphertextBlob, DryRun }),
      ReEncrypt: () => kms.reEncrypt({ CiphertextBlob, DestinationKeyId: other.id, DryRun }),
      GenerateDataKey: () => kms.generateDataKey({ KeyId, NumberOfBytes: 16, DryRun }),
      GenerateDataKeyWithoutPlaintext: () => kms.generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 16, DryRun }),
    }) as const;
  for (const [name, call] of Object.entries(calls(true))) await expectAnswers([[name, call, DRY_RUN]]);
  for (const [name, call] of Object.entries(calls(false))) await expectAnswers([[name, call, 'ok']]);
});

simulatedScenario('only a dry run that says so does without a ciphertext, and then names the key', async (world) => {
  const { kms, KeyId, other } = await twoKeys(world);
  const ignored = { DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT' as const] };
  const to = { DestinationKeyId: other.id };
  const decrypt = (input: object) => callAws(world, 'kms', 'Decrypt', input);
  const reEncrypt = (input: object) => callAws(world, 'kms', 'ReEncrypt', { ...to, ...input });
  await expectAnswers([
    ['Decrypt', () => kms.decrypt({ KeyId, ...ignored }), DRY_RUN],
    ['Decrypt without a key', () => decrypt(ignored), isNull('keyId')],
    ['Decrypt in a dry run of the usual kind', () => decrypt({ KeyId, DryRun: true }), isNull('ciphertextBlob')],
    ['Decrypt in earnest', () => decrypt({ ...ignored, KeyId, DryRun: false }), isNull('ciphertextBlob')],
    ['ReEncrypt', () => kms.reEncrypt({ ...to, SourceKeyId: KeyId, ...ignored }), DRY_RUN],
    ['ReEncrypt without a key', () => reEncrypt(ignored), isNull('sourceKeyId')],
    [
      'ReEncrypt in a dry run of the usual kind',
      () => reEncrypt({ SourceKeyId: KeyId, DryRun: true }),
      isNull('ciphertextBlob'),
    ],
    [
      'ReEncrypt in earnest',
      () => reEncrypt({ ...ignored, SourceKeyId: KeyId, DryRun: false }),
      isNull('ciphertextBlob'),
    ],
  ]);
});

// The order is ours: state of the key, algorithm, key of the ciphertext, dry run.
simulatedScenario('of two faults in the use of a key, the first is told', async (world) => {
  const { kms, KeyId, arn, CiphertextBlob, other } = await twoKeys(world);
  const EncryptionAlgorithm = 'RSAES_OAEP_SHA_1' as const;
  const algorithms = {
    SourceEncryptionAlgorithm: EncryptionAlgorithm,
    DestinationEncryptionAlgorithm: EncryptionAlgorithm,
  };
  const decrypt = (deviation: object) => kms.decrypt({ CiphertextBlob, ...deviation });
  const reEncrypt = (deviation: object) => kms.reEncrypt({ CiphertextBlob, DestinationKeyId: other.id, ...deviation });
  await expectAnswers([
    ['Encrypt, algorithm', () => kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionAlgorithm }), WRONG_ALGORITHM],
    ['Decrypt, algorithm', () => decrypt({ EncryptionAlgorithm }), WRONG_ALGORITHM],
    ['ReEncrypt, source', () => reEncrypt({ SourceEncryptionAlgorithm: EncryptionAlgorithm }), WRONG_ALGORITHM],
    [
      'ReEncrypt, destination',
      () => reEncrypt({ DestinationEncryptionAlgorithm: EncryptionAlgorithm }),
      WRONG_ALGORITHM,
    ],
    ['Decrypt, algorithm and key', () => decrypt({ EncryptionAlgorithm, KeyId: other.id }), WRONG_ALGORITHM],
    ['ReEncrypt, algorithm and key', () => reEncrypt({ ...algorithms, SourceKeyId: other.id }), WRONG_ALGORITHM],
    ['Decrypt, key', () => decrypt({ KeyId: other.id }), WRONG_KEY],
    ['ReEncrypt, key', () => reEncrypt({ SourceKeyId: other.id }), WRONG_KEY],
    ['Decrypt, key and dry run', () => decrypt({ KeyId: other.id, DryRun: true }), WRONG_KEY],
    ['ReEncrypt, key and dry run', () => reEncrypt({ SourceKeyId: other.id, DryRun: true }), WRONG_KEY],
  ]);
  await kms.disableKey({ KeyId });
  const disabled = `DisabledException: ${arn} is disabled.`;
  await expectAnswers([
    ['Encrypt, disabled and dry run', () => kms.encrypt({ KeyId, Plaintext: PLAINTEXT, DryRun: true }), disabled],
    ['Decrypt, disabled and dry run', () => decrypt({ DryRun: true }), disabled],
    ['Decrypt, disabled and algorithm', () => decrypt({ EncryptionAlgorithm }), disabled],
    ['ReEncrypt, disabled and algorithm', () => reEncrypt(algorithms), disabled],
    ['ReEncrypt to it, and key', () => reEncrypt({ SourceKeyId: other.id, DestinationKeyId: KeyId }), disabled],
  ]);
});

// Source: AWS KMS API Reference, "GenerateDataKey", "GenerateRandom", "Decrypt".
simulatedScenario('the length of a data key is said once, and no document attests an enclave', async (world) => {
  const { kms, KeyId, CiphertextBlob } = await twoKeys(world);
  const length = 'ValidationException: Please specify either number of bytes or key spec.';
  const both = { KeyId, NumberOfBytes: 16, KeySpec: 'AES_128' } as const;
  const document = 'ValidationException: The attestation document is not valid.';
  const Recipient = { KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256', AttestationDocument: PLAINTEXT } as const;
  await expectAnswers([
    ['GenerateDataKey, neither', () => kms.generateDataKey({ KeyId }), length],
    ['GenerateDataKey, both', () => kms.generateDataKey(both), length],
    ['GenerateDataKeyWithoutPlaintext, neither', () => kms.generateDataKeyWithoutPlaintext({ KeyId }), length],
    ['GenerateDataKeyWithoutPlaintext, both', () => kms.generateDataKeyWithoutPlaintext(both), length],
    ['Decrypt for an enclave', () => kms.decrypt({ CiphertextBlob, Recipient }), document],
    ['GenerateDataKey for an enclave', () => kms.generateDataKey({ KeyId, NumberOfBytes: 16, Recipient }), document],
    ['GenerateRandom for an enclave', () => kms.generateRandom({ NumberOfBytes: 16, Recipient }), document],
  ]);
});

// Source: AWS KMS API Reference, "CreateKey".
simulatedScenario('a key is not created from members that contradict one another', async (world) => {
  const { store } = await connectedStore(world);
  const kms = world.kms();
  const inStore = { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: store.id } as const;
  const twice = [
    { TagKey: 'Dept', TagValue: 'HR' },
    { TagKey: 'Dept', TagValue: 'IT' },
  ];
  const badPolicy = { ...inStore, Policy: policyThatAllows('kms:Encrypt') };
  const rows: readonly (readonly [request: object, answer: string | RegExp])[] = [
    [{ Origin: 'AWS_CLOUDHSM' }, 'ValidationException: A key with Origin AWS_CLOUDHSM needs a CustomKeyStoreId.'],
    [
      { CustomKeyStoreId: store.id },
      'ValidationException: CustomKeyStoreId is not valid for a key with Origin AWS_KMS.',
    ],
    [
      { CustomKeyStoreId: store.id, Origin: 'EXTERNAL' },
      'ValidationException: CustomKeyStoreId is not valid for a key with Origin EXTERNAL.',
    ],
    [{ XksKeyId: 'key-1' }, 'ValidationException: XksKeyId is not valid for a key with Origin AWS_KMS.'],
    [
      { ...inStore, XksKeyId: 'key-1' },
      'ValidationException: XksKeyId is not valid for a key with Origin AWS_CLOUDHSM.',
    ],
    [
      { KeySpec: 'SYMMETRIC_DEFAULT', CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' },
      'ValidationException: You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    ],
    [
      { KeySpec: 'RSA_2048' },
      'ValidationException: You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    ],
    [
      { CustomerMasterKeySpec: 'HMAC_256' },
      'ValidationException: You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    ],
    [
      { KeyUsage: 'SIGN_VERIFY' },
      'ValidationException: KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT',
    ],
    [
      { KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' },
      'ValidationException: KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048',
    ],
    [{ KeySpec: 'SM2', KeyUsage: 'KEY_AGREEMENT' }, /^UnsupportedOperationException: /],
    [
      { ...inStore, KeySpec: 'RSA_2048' },
      'UnsupportedOperationException: A custom key store holds only symmetric encryption keys.',
    ],
    [{ Tags: twice }, 'TagException: Duplicate tag keys'],
    [{ Tags: [{ TagKey: 'aws:Dept', TagValue: 'HR' }] }, 'TagException: Tags beginning with aws: are reserved'],
    // Of two faults, the first in the order: combination, tags, policy, store found, store CONNECTED.
    [{ Origin: 'AWS_CLOUDHSM', Tags: twice }, /^ValidationException: /],
    [{ ...badPolicy, Tags: twice }, 'TagException: Duplicate tag keys'],
    [{ ...badPolicy, CustomKeyStoreId: ABSENT_STORE }, LOCKED_OUT],
    [{ ...inStore, CustomKeyStoreId: ABSENT_STORE }, /^CustomKeyStoreNotFoundException: /],
  ];
  for (const [request, answer] of rows)
    await expectAnswers([[JSON.stringify(request), () => callAws(world, 'kms', 'CreateKey', request), answer]]);

  await store.disconnect();
  await expectAnswers([
    ['policy and state', () => kms.createKey(badPolicy), LOCKED_OUT],
    ['state', () => kms.createKey(inStore), /^CustomKeyStoreInvalidStateException: /],
  ]);
  expect((await kms.listKeys({})).Keys).toEqual([]);
});

// Source: AWS KMS API Reference, "CreateCustomKeyStore", "UpdateCustomKeyStore".
simulatedScenario('a custom key store needs every member of its type, and none of another', async (world) => {
  const kms = world.kms();
  const complete = {
    CustomKeyStoreName: 'NewStore',
    CloudHsmClusterId: 'cluster-zzzzzzzzzzz',
    TrustAnchorCertificate: world.customer.ca.certificate,
    KeyStorePassword: 'kmsPswd1',
  };
  const create = (deviation: Partial<CreateCustomKeyStoreRequest>) =>
    kms.createCustomKeyStore({ ...complete, ...deviation });
  const update = (change: object) => kms.updateCustomKeyStore({ CustomKeyStoreId: ABSENT_STORE, ...change });
  const badPassword = 'ValidationException: KeyStorePassword must have 7 to 32 letters and digits.';
  const external = (member: string) =>
    `ValidationException: ${member} is valid only for a custom key store of type EXTERNAL_KEY_STORE.`;
  const required = (member: string) =>
    `ValidationException: ${member} is required for a custom key store of type AWS_CLOUDHSM.`;
  const { CustomKeyStoreName: _name, ...nameless } = complete;
  await expectAnswers([
    ['nothing wrong with it', () => create({}), /^CloudHsmClusterNotFoundException: /],
    ['no name', () => callAws(world, 'kms', 'CreateCustomKeyStore', nameless), isNull('customKeyStoreName')],
    ['no cluster', () => create({ CloudHsmClusterId: undefined }), required('CloudHsmClusterId')],
    ['no certificate', () => create({ TrustAnchorCertificate: undefined }), required('TrustAnchorCertificate')],
    ['no password', () => create({ KeyStorePassword: undefined }), required('KeyStorePassword')],
    ['a password with a mark', () => create({ KeyStorePassword: 'bad-pass!' }), badPassword],
    ['an external member', () => create({ XksProxyConnectivity: 'PUBLIC_ENDPOINT' }), external('XksProxyConnectivity')],
    [
      'the other type',
      () => create({ CustomKeyStoreType: 'EXTERNAL_KEY_STORE', XksProxyConnectivity: 'PUBLIC_ENDPOINT' }),
      'UnsupportedOperationException: External key stores are not offered.',
    ],
    [
      'nothing wrong with the update',
      () => update({ KeyStorePassword: 'kmsPswd1' }),
      /^CustomKeyStoreNotFoundException: /,
    ],
    ['an update to a password with a mark', () => update({ KeyStorePassword: 'bad-pass!' }), badPassword],
    [
      'an update of an external member',
      () => update({ XksProxyUriPath: '/path/kms/xks/v1' }),
      external('XksProxyUriPath'),
    ],
  ]);
  expect((await kms.describeCustomKeyStores({})).CustomKeyStores).toEqual([]);
});

// Source: AWS KMS API Reference, "UpdateAlias", "DeleteAlias".
simulatedScenario('an alias that is not there is neither moved nor deleted; one of a doomed key is', async (world) => {
  const { kms, KeyId, other } = await twoKeys(world);
  const AliasName = 'alias/mine';
  const absent = 'NotFoundException: Alias arn:aws:kms:us-east-1:111122223333:alias/mine is not found.';
  await expectAnswers([
    ['UpdateAlias', () => kms.updateAlias({ AliasName, TargetKeyId: KeyId }), absent],
    ['DeleteAlias', () => kms.deleteAlias({ AliasName }), absent],
    [
      'DeleteAlias of no alias',
      () => kms.deleteAlias({ AliasName: 'mine' }),
      'ValidationException: Invalid identifier',
    ],
  ]);
  await kms.createAlias({ AliasName, TargetKeyId: other.id });
  await kms.scheduleKeyDeletion({ KeyId: other.id });
  await expectAnswers([
    ['away from it', () => kms.updateAlias({ AliasName, TargetKeyId: KeyId }), 'ok'],
    [
      'back to it',
      () => kms.updateAlias({ AliasName, TargetKeyId: other.id }),
      `KMSInvalidStateException: ${other.arn} is pending deletion.`,
    ],
  ]);
  expect((await kms.describeKey({ KeyId: AliasName })).KeyMetadata?.KeyId).toBe(KeyId);
});

// Source: AWS KMS API Reference, "TagResource", "UntagResource", "PutKeyPolicy", "GetKeyPolicy".
simulatedScenario('tags and policies are checked before they are written', async (world) => {
  const { kms, KeyId } = await twoKeys(world);
  const tag = (TagKey: string) => ({ TagKey, TagValue: 'HR' });
  const Policy = policyThatAllows('kms:Encrypt');
  const noPolicy = 'NotFoundException: No such policy exists';
  const { Policy: before = '' } = await kms.getKeyPolicy({ KeyId });
  await expectAnswers([
    ['a tag twice', () => kms.tagResource({ KeyId, Tags: [tag('a'), tag('a')] }), 'TagException: Duplicate tag keys'],
    [
      'a reserved tag',
      () => kms.tagResource({ KeyId, Tags: [tag('AWS:a')] }),
      'TagException: Tags beginning with aws: are reserved',
    ],
    [
      'no longer a reserved tag',
      () => kms.untagResource({ KeyId, TagKeys: ['aws:a'] }),
      'TagException: Tags beginning with aws: are reserved',
    ],
    ['reading another policy', () => kms.getKeyPolicy({ KeyId, PolicyName: 'other' }), noPolicy],
    ['writing another policy', () => kms.putKeyPolicy({ KeyId, Policy: before, PolicyName: 'other' }), noPolicy],
    ['a policy that locks out', () => kms.putKeyPolicy({ KeyId, Policy }), LOCKED_OUT],
    ['a key with such a policy', () => kms.createKey({ Policy }), LOCKED_OUT],
  ]);
  expect((await kms.listResourceTags({ KeyId })).Tags).toEqual([]);
  expect((await kms.getKeyPolicy({ KeyId })).Policy).toBe(before);

  const BypassPolicyLockoutSafetyCheck = true;
  await kms.putKeyPolicy({ KeyId, Policy, BypassPolicyLockoutSafetyCheck });
  const { KeyMetadata } = await kms.createKey({ Policy, BypassPolicyLockoutSafetyCheck });
  for (const id of [KeyId, KeyMetadata?.KeyId]) {
    const { Policy: written = '' } = await kms.getKeyPolicy({ KeyId: id });
    expect(JSON.parse(written)).toEqual(JSON.parse(Policy));
  }
});

/** A key policy under which the caller may do nothing but this. */
function policyThatAllows(Action: string): string {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action, Resource: '*' }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
