import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aroundAll, describe, expect, test } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { AwsCli, MISUSED, whyNoAwsCli } from '../worlds/aws-cli.ts';

const ACCOUNT = '111122223333';
const ARN = /^arn:aws:kms:us-east-1:111122223333:key\/[0-9a-f-]{36}$/;
const ABSENT = '00000000-1111-4222-8333-444444444444';
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
};

interface Key {
  readonly KeyMetadata: {
    readonly KeyId: string;
    readonly Arn: string;
    readonly KeyState: string;
    readonly Description: string;
  };
}
interface Ciphertext {
  readonly CiphertextBlob: string;
  readonly KeyId: string;
}
interface Plaintext {
  readonly Plaintext: string;
  readonly KeyId: string;
}

const missing = whyNoAwsCli();
if (missing !== undefined) console.log(`The tests with the AWS CLI are skipped: ${missing}.`);

describe.skipIf(missing !== undefined)('the AWS CLI, with what `keystorm env` prints', { timeout: 300_000 }, () => {
  let folder: string;
  let aws: AwsCli;
  let storeId: string;

  aroundAll(async (runTests) => {
    folder = mkdtempSync(join(tmpdir(), 'keystorm-aws-'));
    try {
      await withProcessWorld(async (_world, system) => {
        aws = await AwsCli.for(system, folder);
        const { CustomKeyStores } = await aws.ask<{ CustomKeyStores: { CustomKeyStoreId: string }[] }>(
          'kms describe-custom-key-stores --custom-key-store-name ExampleKeyStore',
        );
        storeId = CustomKeyStores[0]?.CustomKeyStoreId ?? '';
        await runTests();
      }, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 900_000);

  const newKey = async () => {
    const { KeyMetadata } = await aws.ask<Key>(`kms create-key --origin AWS_CLOUDHSM --custom-key-store-id ${storeId}`);
    return KeyMetadata;
  };
  /** A file on the command line: `fileb://` takes bytes as they are. */
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return `fileb://${name}`;
  };
  /** Writes the ciphertext to a file, as the AWS documentation does with base64. */
  const encrypt = async (keyId: string, plaintext: string, more = '') => {
    const text = file('plaintext', plaintext);
    const { CiphertextBlob } = await aws.ask<Ciphertext>(`kms encrypt --key-id ${keyId} --plaintext ${text}${more}`);
    return file('ciphertext', Buffer.from(CiphertextBlob, 'base64'));
  };
  const decrypt = async (ciphertext: string, more = '') => {
    const { Plaintext } = await aws.ask<Plaintext>(`kms decrypt --ciphertext-blob ${ciphertext}${more}`);
    return Buffer.from(Plaintext, 'base64').toString();
  };

  test('what happened to a key, as CloudTrail tells it', async () => {
    const { KeyId, Arn } = await newKey();
    await aws.run(`kms disable-key --key-id ${KeyId}`);
    await aws.refusal(`kms encrypt --key-id ${KeyId} --plaintext ${file('plaintext', 'x')}`);
    const lookUp = 'cloudtrail lookup-events';
    const { Events } = await aws.ask<{ Events: readonly Record<string, unknown>[] }>(
      `${lookUp} --lookup-attributes AttributeKey=ResourceName,AttributeValue=${Arn}`,
    );
    expect(Events.map(({ EventName, ReadOnly }) => [EventName, ReadOnly])).toEqual([
      ['Encrypt', 'true'],
      ['DisableKey', 'false'],
      ['CreateKey', 'false'],
    ]);
    expect(Events[0]).toMatchObject({
      Username: 'keystorm',
      EventSource: 'kms.amazonaws.com',
      Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: Arn }],
      CloudTrailEvent: expect.stringContaining('"errorCode":"DisabledException"') as string,
    });
    expect(await aws.ask<object>(`${lookUp} --start-time 2020-01-01 --end-time 2020-01-02`)).toEqual({ Events: [] });
    expect(await aws.refusal(`${lookUp} --start-time 2020-01-02 --end-time 2020-01-01`)).toContain(
      'An error occurred (InvalidTimeRangeException) when calling the LookupEvents operation',
    );
    expect(await aws.refusal(`${lookUp} --max-results 51`)).toContain('(InvalidMaxResultsException)');
  });

  test('who am I', async () => {
    expect(await aws.ask('sts get-caller-identity')).toEqual({
      UserId: expect.any(String) as string,
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/keystorm`,
    });
  });

  test('the key store is connected to an active cluster', async () => {
    const { Clusters } = await aws.ask<{ Clusters: { ClusterId: string; State: string; Hsms: { State: string }[] }[] }>(
      'cloudhsmv2 describe-clusters',
    );
    expect(Clusters).toMatchObject([
      { State: 'ACTIVE', Hsms: [{ State: 'ACTIVE' }, { State: 'ACTIVE' }, { State: 'ACTIVE' }] },
    ]);
    const { CustomKeyStores } = await aws.ask<{ CustomKeyStores: unknown[] }>('kms describe-custom-key-stores');
    expect(CustomKeyStores).toMatchObject([
      {
        CustomKeyStoreId: storeId,
        CustomKeyStoreName: 'ExampleKeyStore',
        CloudHsmClusterId: Clusters[0]?.ClusterId,
        ConnectionState: 'CONNECTED',
        CustomKeyStoreType: 'AWS_CLOUDHSM',
      },
    ]);
  });

  test('a key in the store is created and described', async () => {
    const key = await newKey();
    expect(key).toMatchObject({
      AWSAccountId: ACCOUNT,
      Arn: expect.stringMatching(ARN) as string,
      CustomKeyStoreId: storeId,
      Enabled: true,
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_CLOUDHSM',
    });
    await aws.ask(`kms update-key-description --key-id ${key.KeyId} --description described`);
    for (const name of [key.KeyId, key.Arn]) {
      const { KeyMetadata } = await aws.ask<Key>(`kms describe-key --key-id ${name}`);
      expect(KeyMetadata).toEqual({ ...key, Description: 'described' });
    }
  });

  test('encrypts and decrypts, with an encryption context too', async () => {
    const { KeyId, Arn } = await newKey();
    const ciphertext = await encrypt(KeyId, 'attack at dawn');
    expect(await decrypt(ciphertext)).toBe('attack at dawn');
    expect(await aws.ask(`kms decrypt --ciphertext-blob ${ciphertext} --key-id ${Arn}`)).toEqual({
      KeyId: Arn,
      Plaintext: Buffer.from('attack at dawn').toString('base64'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
    const bound = await encrypt(KeyId, 'attack at dusk', ' --encryption-context purpose=test');
    expect(await decrypt(bound, ' --encryption-context purpose=test')).toBe('attack at dusk');
    expect(await aws.refusal(`kms decrypt --ciphertext-blob ${bound} --encryption-context purpose=other`)).toBe(
      'An error occurred (InvalidCiphertextException) when calling the Decrypt operation:',
    );
  });

  test('re-encrypts from one key to another', async () => {
    const [source, destination] = [await newKey(), await newKey()];
    const ciphertext = await encrypt(source.KeyId, 'moved');
    const { CiphertextBlob, ...answer } = await aws.ask<Ciphertext>(
      `kms re-encrypt --ciphertext-blob ${ciphertext} --destination-key-id ${destination.KeyId}`,
    );
    expect(answer).toEqual({
      SourceKeyId: source.Arn,
      KeyId: destination.Arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
    const moved = file('moved', Buffer.from(CiphertextBlob, 'base64'));
    expect(await decrypt(moved, ` --key-id ${destination.KeyId}`)).toBe('moved');
    expect(await aws.refusal(`kms decrypt --ciphertext-blob ${moved} --key-id ${source.KeyId}`)).toBe(
      'An error occurred (IncorrectKeyException) when calling the Decrypt operation: The key ID in the request does not identify a CMK that can perform this operation.',
    );
  });

  test('generates data keys and random bytes', async () => {
    const { KeyId, Arn } = await newKey();
    const { Plaintext, CiphertextBlob, ...named } = await aws.ask<Ciphertext & Plaintext>(
      `kms generate-data-key --key-id ${KeyId} --key-spec AES_256`,
    );
    expect(named).toEqual({ KeyId: Arn });
    const bytes = Buffer.from(Plaintext, 'base64');
    expect(bytes).toHaveLength(32);
    const wrapped = file('data-key', Buffer.from(CiphertextBlob, 'base64'));
    const decrypted = await aws.ask<Plaintext>(`kms decrypt --ciphertext-blob ${wrapped}`);
    expect(decrypted.Plaintext).toBe(Plaintext);
    const without = await aws.ask<Ciphertext>(
      `kms generate-data-key-without-plaintext --key-id ${KeyId} --number-of-bytes 48`,
    );
    expect(Object.keys(without).toSorted()).toEqual(['CiphertextBlob', 'KeyId']);
    for (const more of ['', ` --custom-key-store-id ${storeId}`]) {
      const random = await aws.ask<{ Plaintext: string }>(`kms generate-random --number-of-bytes 24${more}`);
      expect(Buffer.from(random.Plaintext, 'base64')).toHaveLength(24);
    }
  });

  test('an alias names a key, then another one, then none', async () => {
    const [first, second] = [await newKey(), await newKey()];
    await aws.ask(`kms create-alias --alias-name alias/moving --target-key-id ${first.KeyId}`);
    expect(await decrypt(await encrypt('alias/moving', 'by alias'), ` --key-id ${first.KeyId}`)).toBe('by alias');
    await aws.ask(`kms update-alias --alias-name alias/moving --target-key-id ${second.KeyId}`);
    const { Aliases } = await aws.ask<{ Aliases: unknown[] }>(`kms list-aliases --key-id ${second.KeyId}`);
    expect(Aliases).toMatchObject([
      {
        AliasName: 'alias/moving',
        AliasArn: `arn:aws:kms:us-east-1:${ACCOUNT}:alias/moving`,
        TargetKeyId: second.KeyId,
      },
    ]);
    const again = `kms create-alias --alias-name alias/moving --target-key-id ${first.KeyId}`;
    expect(await aws.refusal(again)).toBe(
      `An error occurred (AlreadyExistsException) when calling the CreateAlias operation: An alias with the name arn:aws:kms:us-east-1:${ACCOUNT}:alias/moving already exists`,
    );
    await aws.ask('kms delete-alias --alias-name alias/moving');
    expect(await aws.refusal('kms describe-key --key-id alias/moving')).toContain('(NotFoundException)');
  });

  test('a key is disabled, scheduled for deletion, saved from it, enabled', async () => {
    const { KeyId, Arn } = await newKey();
    const ciphertext = await encrypt(KeyId, 'kept');
    const stateOf = async () => (await aws.ask<Key>(`kms describe-key --key-id ${KeyId}`)).KeyMetadata.KeyState;
    const refused = () => aws.refusal(`kms decrypt --ciphertext-blob ${ciphertext}`);
    await aws.ask(`kms disable-key --key-id ${KeyId}`);
    expect(await refused()).toBe(
      `An error occurred (DisabledException) when calling the Decrypt operation: ${Arn} is disabled.`,
    );
    expect(await aws.ask(`kms schedule-key-deletion --key-id ${KeyId} --pending-window-in-days 7`)).toMatchObject({
      KeyId: Arn,
      KeyState: 'PendingDeletion',
      PendingWindowInDays: 7,
    });
    expect(await stateOf()).toBe('PendingDeletion');
    expect(await refused()).toBe(
      `An error occurred (KMSInvalidStateException) when calling the Decrypt operation: ${Arn} is pending deletion.`,
    );
    expect(await aws.ask(`kms cancel-key-deletion --key-id ${KeyId}`)).toEqual({ KeyId: Arn });
    expect(await stateOf()).toBe('Disabled');
    await aws.ask(`kms enable-key --key-id ${KeyId}`);
    expect(await decrypt(ciphertext)).toBe('kept');
  });

  test('tags and policies are kept', async () => {
    const { KeyId } = await newKey();
    await aws.ask(`kms tag-resource --key-id ${KeyId} --tags TagKey=team,TagValue=red TagKey=stage,TagValue=test`);
    await aws.ask(`kms untag-resource --key-id ${KeyId} --tag-keys stage`);
    expect(await aws.ask(`kms list-resource-tags --key-id ${KeyId}`)).toEqual({
      Tags: [{ TagKey: 'team', TagValue: 'red' }],
    });
    expect(await aws.ask(`kms list-key-policies --key-id ${KeyId}`)).toEqual({
      PolicyNames: ['default'],
    });
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(POLICY));
    await aws.ask(`kms put-key-policy --key-id ${KeyId} --policy-name default --policy file://policy.json`);
    const { Policy } = await aws.ask<{ Policy: string }>(`kms get-key-policy --key-id ${KeyId} --policy-name default`);
    expect(JSON.parse(Policy)).toEqual(POLICY);
  });

  test('lists come whole, page by page', async () => {
    const { KeyId, Arn } = await newKey();
    const { Keys } = await aws.ask<{ Keys: { KeyId: string; KeyArn: string }[] }>('kms list-keys --page-size 2');
    expect(new Set(Keys.map(({ KeyArn }) => KeyArn)).size).toBe(Keys.length);
    expect(Keys).toContainEqual({ KeyId, KeyArn: Arn });
    const { Aliases } = await aws.ask<{ Aliases: { AliasName: string }[] }>('kms list-aliases --page-size 1');
    expect(Aliases.map(({ AliasName }) => AliasName)).toContain('alias/example');
  });

  test("a rule of the cluster's security group decides whether its keys can be used", async () => {
    const { KeyId, Arn } = await newKey();
    const ciphertext = await encrypt(KeyId, 'behind a wall');
    const { Clusters } = await aws.ask<{ Clusters: { ClusterId: string; SecurityGroup: string }[] }>(
      'cloudhsmv2 describe-clusters',
    );
    const { ClusterId = '', SecurityGroup = '' } = Clusters[0] ?? {};
    const { SecurityGroups } = await aws.ask<{ SecurityGroups: { GroupName: string }[] }>(
      `ec2 describe-security-groups --group-ids ${SecurityGroup}`,
    );
    expect(SecurityGroups).toMatchObject([{ GroupName: `cloudhsm-cluster-${ClusterId}-sg` }]);
    const rule = `--group-id ${SecurityGroup} --protocol tcp --port 2223-2225 --source-group ${SecurityGroup}`;
    await aws.ask(`ec2 revoke-security-group-ingress ${rule}`);
    expect(await aws.refusal(`kms decrypt --ciphertext-blob ${ciphertext}`)).toContain('(KMSInvalidStateException)');
    await aws.ask(`ec2 authorize-security-group-ingress ${rule}`);
    await expect.poll(() => decrypt(ciphertext).catch(() => ''), { timeout: 60_000 }).toBe('behind a wall');
    expect((await aws.ask<Key>(`kms describe-key --key-id ${Arn}`)).KeyMetadata.KeyState).toBe('Enabled');
    expect(
      await aws.refusal(`ec2 revoke-security-group-egress --group-id sg-00000000000000000 --ip-permissions []`),
    ).toContain('(InvalidGroup.NotFound) when calling the RevokeSecurityGroupEgress operation');
  });

  test('subnets and interfaces are made, filtered and removed', async () => {
    const { Vpcs } = await aws.ask<{ Vpcs: { VpcId: string; CidrBlock: string }[] }>('ec2 describe-vpcs');
    expect(Vpcs).toMatchObject([{ IsDefault: true }]);
    const { VpcId = '', CidrBlock = '' } = Vpcs[0] ?? {};
    const range = CidrBlock.replace('.0.0/16', '.200.0/28');
    const { Subnet } = await aws.ask<{ Subnet: { SubnetId: string; AvailableIpAddressCount: number } }>(
      `ec2 create-subnet --vpc-id ${VpcId} --cidr-block ${range} --availability-zone us-east-1a`,
    );
    const { SubnetId } = Subnet;
    expect(Subnet.AvailableIpAddressCount).toBe(11);
    const { NetworkInterface } = await aws.ask<{ NetworkInterface: { NetworkInterfaceId: string } }>(
      `ec2 create-network-interface --subnet-id ${SubnetId} --description mine`,
    );
    const { NetworkInterfaceId } = NetworkInterface;
    const { NetworkInterfaces } = await aws.ask<{ NetworkInterfaces: { NetworkInterfaceId: string }[] }>(
      `ec2 describe-network-interfaces --filters Name=subnet-id,Values=${SubnetId}`,
    );
    expect(NetworkInterfaces).toMatchObject([{ NetworkInterfaceId, Description: 'mine', Status: 'available' }]);
    expect(await aws.refusal(`ec2 delete-subnet --subnet-id ${SubnetId}`)).toBe(
      `An error occurred (DependencyViolation) when calling the DeleteSubnet operation: The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
    );
    await aws.ask(`ec2 delete-network-interface --network-interface-id ${NetworkInterfaceId}`);
    await aws.ask(`ec2 delete-subnet --subnet-id ${SubnetId}`);
  });

  test('errors are those of AWS, down to the exit code', async () => {
    expect(await aws.refusal(`kms describe-key --key-id ${ABSENT}`)).toBe(
      `An error occurred (NotFoundException) when calling the DescribeKey operation: Key 'arn:aws:kms:us-east-1:${ACCOUNT}:key/${ABSENT}' does not exist`,
    );
    expect(await aws.refusal('kms describe-custom-key-stores --custom-key-store-name Nobody')).toContain(
      'An error occurred (CustomKeyStoreNotFoundException) when calling the DescribeCustomKeyStores operation:',
    );
    expect(await aws.refusal('kms generate-random')).toBe(
      'An error occurred (ValidationException) when calling the GenerateRandom operation: NumberOfBytes is required.',
    );
    expect(await aws.with({ AWS_SECRET_ACCESS_KEY: 'wrong' }).refusal('kms list-keys')).toContain(
      'An error occurred (InvalidSignatureException) when calling the ListKeys operation: The request signature we calculated does not match',
    );
    expect(await aws.with({ AWS_ACCESS_KEY_ID: 'nobody' }).refusal('kms list-keys')).toBe(
      'An error occurred (UnrecognizedClientException) when calling the ListKeys operation: The security token included in the request is invalid.',
    );
    expect(await aws.with({ AWS_ACCESS_KEY_ID: 'nobody' }).refusal('sts get-caller-identity')).toContain(
      'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation:',
    );
    expect((await aws.run('kms encrypt')).code).toBe(MISUSED);
  });
});
