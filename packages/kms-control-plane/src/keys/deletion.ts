import type { Runtime } from '@keystorm/runtime';
import type { KeyStores } from '../key-stores/index.ts';
import { deletionNotice, deleteKeyEvent } from '../trail/index.ts';
import type { KeyRegistry } from './key-registry.ts';
import type { KeyUsages } from './key-usages.ts';
import type { KmsKey, MaterialToDelete } from './kms-key.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/**
 * How long to wait at most before looking again. A key that is scheduled while we wait is due in seven days at the
 * earliest, so looking more often than that finds every one in time.
 */
const LOOK_AGAIN_MS = 6 * DAY_MS;
/** After a failure of our own storage. */
const RETRY_MS = 10_000;

export interface DeletionParts {
  readonly registry: KeyRegistry;
  readonly keyStores: KeyStores;
  readonly usages: KeyUsages;
  readonly accountId: string;
}

/**
 * Deletes keys at the end of their waiting period, for as long as the control plane runs: first the KMS key with its
 * aliases and tags, then, in one attempt, the key object in the cluster. The attempt is written down before the KMS
 * key goes, so a crash in between repeats it, which is harmless. A service event tells how it ended.
 * Source: AWS KMS Developer Guide, "Deleting KMS keys from a CloudHSM key store".
 */
export async function deleteDueKeys(
  runtime: Runtime,
  { registry, keyStores, usages, accountId }: DeletionParts,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = runtime;
  const isDue = (key: KmsKey) => key.deletionAtMs !== undefined && key.deletionAtMs <= clock.now();
  while (!signal.aborted) {
    try {
      await deleteWhatIsDue();
    } catch (error) {
      log.error({ err: error }, 'keys could not be deleted; trying again');
      await clock.sleep(RETRY_MS, signal);
      continue;
    }
    await clock.sleepUntil(nextLookMs(registry, clock.now()), signal);
  }

  async function deleteWhatIsDue(): Promise<void> {
    for (const { region, keyId, arn } of pendingKeys(registry).filter(isDue)) {
      await registry.remove(region, keyId, isDue, ({ arn: keyArn, customKeyStoreId, material }) => {
        const store = keyStores.find(region, customKeyStoreId);
        return {
          deletion: { region, keyId, customKeyStoreId, material, ...(store && { clusterId: store.cloudHsmClusterId }) },
          notice: deletionNotice(runtime, { accountId, region, keyId, keyArn }),
        };
      });
      usages.forget(arn);
      log.info({ region, keyId }, 'kms key deleted');
    }
    for (const deletion of await registry.materialToDelete()) {
      if (signal.aborted) return;
      await deleteMaterial(deletion);
    }
  }

  async function deleteMaterial(deletion: MaterialToDelete): Promise<void> {
    const { region, keyId, customKeyStoreId, clusterId, material } = deletion;
    const { keyArn, handle, backingKeyId } = material;
    const fields = { region, keyId, customKeyStoreId, handle };
    const deletionStatus = await keyStores.deleteMaterial(region, customKeyStoreId, material).then(
      () => 'SUCCESS' as const,
      (error: unknown) => {
        if (!signal.aborted) log.warn({ ...fields, err: error }, 'key object left behind in the cluster');
        return 'FAILURE' as const;
      },
    );
    if (signal.aborted && deletionStatus === 'FAILURE') return;
    log.info({ ...fields, deletionStatus }, 'key object: deletion attempted');
    const key = { accountId, region, keyId, keyArn };
    const object =
      clusterId === undefined ? undefined : { customKeyStoreId, clusterId, handle, backingKeyId, deletionStatus };
    await registry.forgetMaterial(deletion, deleteKeyEvent(runtime, key, object));
  }
}

function pendingKeys(registry: KeyRegistry): readonly KmsKey[] {
  return registry.regions().flatMap((region) => registry.keys(region).filter((key) => key.deletionAtMs !== undefined));
}

function nextLookMs(registry: KeyRegistry, nowMs: number): number {
  const dueMs = pendingKeys(registry).map((key) => key.deletionAtMs ?? Number.POSITIVE_INFINITY);
  return dueMs.reduce((earliest, due) => Math.min(earliest, due), nowMs + LOOK_AGAIN_MS);
}
