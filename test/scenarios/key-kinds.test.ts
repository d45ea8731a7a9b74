import {
  CreateKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  GenerateDataKeyPairCommand,
  GenerateMacCommand,
  GetKeyRotationStatusCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  type KMS,
  ListKeyRotationsCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import { expect } from 'vitest';
import { connectedStore } from '../worlds/fixture.ts';
import { drill } from '../worlds/scenario.ts';
import { answerOf } from '../worlds/world.ts';

/** Of keys that no custom key store holds. */
const OTHER_KINDS = [
  { KeySpec: 'RSA_2048' },
  { KeySpec: 'HMAC_256' },
  { MultiRegion: true },
  { KeyUsage: 'GENERATE_VERIFY_MAC' },
] as const;

drill(
  'D33: what is not for keys in a custom key store is refused, whether its store is connected or not',
  async (world) => {
    const { store } = await connectedStore(world.programs?.without ?? world);
    const { id: KeyId, arn } = await store.newKey();
    const origin = `${arn} origin is AWS_CLOUDHSM which is not valid for this operation.`;

    const refusals = async (kms: KMS) => {
      const import_ = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
      const signature = { Message: Buffer.from('m'), SigningAlgorithm: 'ECDSA_SHA_256' } as const;
      const mac = { Message: Buffer.from('m'), MacAlgorithm: 'HMAC_SHA_256' } as const;
      const calls = [
        kms.send(new EnableKeyRotationCommand({ KeyId })),
        kms.send(new DisableKeyRotationCommand({ KeyId })),
        kms.send(new GetKeyRotationStatusCommand({ KeyId })),
        kms.send(new ListKeyRotationsCommand({ KeyId })),
        kms.send(new RotateKeyOnDemandCommand({ KeyId })),
        kms.send(new GetParametersForImportCommand({ KeyId, ...import_ })),
        kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'ECC_NIST_P256' })),
        kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' })),
        kms.send(new GetPublicKeyCommand({ KeyId })),
        kms.send(new SignCommand({ KeyId, ...signature })),
        kms.send(new GenerateMacCommand({ KeyId, ...mac })),
      ];
      const outcomes = await Promise.allSettled(calls);
      return outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'ok'));
    };
    const expected = [
      ...Array.from({ length: 7 }, () => `UnsupportedOperationException: ${origin}`),
      `UnsupportedOperationException: ${arn} is not a multi-region primary key.`,
      `UnsupportedOperationException: ${arn}'s KeySpec is SYMMETRIC_DEFAULT which is not valid for GetPublicKey`,
      `InvalidKeyUsageException: ${arn} key usage is ENCRYPT_DECRYPT which is not valid for Sign.`,
      `InvalidKeyUsageException: ${arn} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.`,
    ];
    expect(await refusals(world.kms())).toEqual(expected);
    for (const kind of OTHER_KINDS) {
      const creation = new CreateKeyCommand({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: store.id, ...kind });
      expect(await answerOf(world.kms().send(creation))).toMatch(/^UnsupportedOperationException: /);
    }
    await store.disconnect();
    expect(await refusals((world.programs?.without ?? world).kms())).toEqual(expected);
  },
);
