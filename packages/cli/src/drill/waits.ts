import { AwsError } from '../aws-client.ts';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { EXAMPLE } from '../example/example-system.ts';
import type { DrillSystem } from './drill-system.ts';

const CALL_MS = 5_000;
const PAUSE_MS = 50;
const WAIT_MS_MAX = 120_000;

export interface StoreState {
  readonly ConnectionState: string;
  readonly ConnectionErrorCode?: string;
}

/** What a drill waits for, by the word after `wait`. Each answers with what there is, and whether that is enough. */
const CONDITIONS: Readonly<
  Record<string, (system: DrillSystem, words: readonly string[]) => Promise<readonly [is: string, done: boolean]>>
> = {
  /** `wait store STORE STATE [CODE]` */
  async store(system, [storeId = '', ...wanted]) {
    const { ConnectionState, ConnectionErrorCode } = await storeState(system, storeId);
    const is = [ConnectionState, ...(ConnectionErrorCode === undefined ? [] : [ConnectionErrorCode])].join(' ');
    return [is, is === wanted.join(' ')];
  },
  /** `wait cluster CLUSTER STATE` */
  async cluster(system, [clusterId = '', wanted]) {
    const is = (await clusterOf(system, clusterId))?.state ?? 'DELETED';
    return [is, is === wanted];
  },
  /** `wait hsms CLUSTER COUNT`: so many HSMs, all of them ACTIVE */
  async hsms(system, [clusterId = '', wanted]) {
    const hsms = (await clusterOf(system, clusterId))?.hsms ?? [];
    const active = hsms.filter(({ state }) => state === 'ACTIVE').length;
    return [`${active} of ${hsms.length} ACTIVE`, active === Number(wanted) && hsms.length === active];
  },
  /** `wait key KEY STATE`; a key that is deleted is `NotFound` */
  async key(system, [keyId = '', wanted]) {
    const is = await keyState(system, keyId);
    return [is, is === wanted];
  },
  /** `wait decrypts CIPHERTEXT`, base64 */
  async decrypts(system, [CiphertextBlob = '']) {
    try {
      await system.aws({ service: 'kms', operation: 'Decrypt', input: { CiphertextBlob } });
      return ['it does', true];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [error.message, false];
    }
  },
};

/** Throws CommandError when it takes too long. */
export async function waitFor(system: DrillSystem, words: readonly string[]): Promise<void> {
  const [kind = '', ...rest] = words;
  const condition = CONDITIONS[kind];
  if (condition === undefined)
    throw new CommandError(
      `A drill waits for: ${Object.keys(CONDITIONS).join(', ')}; not for '${kind}'.`,
      EXIT_MISUSED,
    );
  const { clock } = system.runtime;
  for (const giveUpMs = clock.monotonic() + WAIT_MS_MAX; ; await clock.sleep(PAUSE_MS)) {
    const [is, done] = await condition(system, rest);
    if (done) return;
    if (clock.monotonic() > giveUpMs)
      throw new CommandError(`'wait ${words.join(' ')}' takes longer than ${WAIT_MS_MAX / 1000} s; now: ${is}.`);
  }
}

export async function storeState(system: DrillSystem, CustomKeyStoreId: string): Promise<StoreState> {
  const input = { CustomKeyStoreId };
  const answer = await system.aws({ service: 'kms', operation: 'DescribeCustomKeyStores', input });
  const [store] = (answer as { CustomKeyStores: readonly StoreState[] }).CustomKeyStores;
  return store ?? { ConnectionState: 'gone' };
}

/** `NotFound` for a key that is not there. */
export async function keyState(system: DrillSystem, KeyId: string): Promise<string> {
  try {
    const answer = await system.aws({ service: 'kms', operation: 'DescribeKey', input: { KeyId } });
    return (answer as { KeyMetadata: { KeyState: string } }).KeyMetadata.KeyState;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NotFoundException') return 'NotFound';
    throw error;
  }
}

export async function clusterOf({ clusters }: DrillSystem, clusterId: string) {
  const { cluster } = await clusters.call('GetCluster', { clusterId, region: EXAMPLE.region }, { deadlineMs: CALL_MS });
  return cluster;
}
