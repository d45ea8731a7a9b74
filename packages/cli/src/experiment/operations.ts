import type { Random } from '@keystorm/runtime';
import type { AwsClient } from '../aws-client.ts';

const PLAINTEXT_BYTES_MAX = 256;
/** Ciphertexts that are kept, of each client. The oldest stay for good, the others make room for new ones. */
const KEPT_MAX = 64;
const OLDEST = 16;

/** What the service has acknowledged: it must be there for ever. */
export interface Sealed {
  readonly ciphertext: string;
  readonly plaintext: string;
  readonly keyArn: string;
}

/** What one client knows. */
export interface ClientState {
  readonly aws: Pick<AwsClient, 'call'>;
  readonly random: Random;
  readonly keyId: string;
  readonly storeId: string;
  /** Keys that the traffic has made, of all clients. */
  readonly madeKeys: string[];
  readonly kept: Sealed[];
}

/** Resolves to whether the answer is right. Throws what the client throws. */
type Operation = (state: ClientState) => Promise<boolean>;

export const OPERATIONS = {
  encrypt,
  decrypt: (state) => {
    const sealed = state.kept[state.random.int(state.kept.length || 1)];
    return sealed === undefined ? encrypt(state) : decrypts(state, sealed);
  },
  'generate-data-key': async (state) => {
    const { CiphertextBlob, Plaintext, KeyId } = await state.aws.call<{
      CiphertextBlob: string;
      Plaintext: string;
      KeyId: string;
    }>('kms', 'GenerateDataKey', { KeyId: keyOf(state), KeySpec: 'AES_256' });
    keep(state, { ciphertext: CiphertextBlob, plaintext: Plaintext, keyArn: KeyId });
    return true;
  },
  'describe-key': async (state) => {
    const { KeyMetadata } = await state.aws.call<{ KeyMetadata: { Enabled: boolean } }>('kms', 'DescribeKey', {
      KeyId: keyOf(state),
    });
    return KeyMetadata.Enabled;
  },
  'create-key': async (state) => {
    const { KeyMetadata } = await state.aws.call<{ KeyMetadata: { KeyId: string } }>('kms', 'CreateKey', {
      Origin: 'AWS_CLOUDHSM',
      CustomKeyStoreId: state.storeId,
      Description: 'made by an experiment',
    });
    state.madeKeys.push(KeyMetadata.KeyId);
    return true;
  },
} as const satisfies Record<string, Operation>;
export type TrafficOperation = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly TrafficOperation[];

async function encrypt(state: ClientState): Promise<boolean> {
  const plaintext = state.random.bytes(1 + state.random.int(PLAINTEXT_BYTES_MAX)).toString('base64');
  const { CiphertextBlob, KeyId } = await state.aws.call<{ CiphertextBlob: string; KeyId: string }>('kms', 'Encrypt', {
    KeyId: keyOf(state),
    Plaintext: plaintext,
  });
  keep(state, { ciphertext: CiphertextBlob, plaintext, keyArn: KeyId });
  return true;
}

/** Whether it is still what was encrypted. */
export async function decrypts({ aws }: Pick<ClientState, 'aws'>, sealed: Sealed): Promise<boolean> {
  const { Plaintext, KeyId } = await aws.call<{ Plaintext: string; KeyId: string }>('kms', 'Decrypt', {
    CiphertextBlob: sealed.ciphertext,
  });
  return Plaintext === sealed.plaintext && KeyId === sealed.keyArn;
}

function keyOf({ random, keyId, madeKeys }: ClientState): string {
  return madeKeys[random.int(madeKeys.length + 1)] ?? keyId;
}

function keep({ kept, random }: ClientState, sealed: Sealed): void {
  if (kept.length < KEPT_MAX) kept.push(sealed);
  else kept[OLDEST + random.int(KEPT_MAX - OLDEST)] = sealed;
}
