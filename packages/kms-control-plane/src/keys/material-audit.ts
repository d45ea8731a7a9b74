import type { Runtime } from '@keystorm/runtime';
import type { KeyStores } from '../key-stores/index.ts';
import type { KeyRegistry } from './key-registry.ts';

/** A KMS key whose key object is not in its cluster. */
export interface MissingMaterial {
  readonly region: string;
  readonly keyArn: string;
  readonly customKeyStoreId: string;
  readonly clusterId: string;
  readonly keyHandle: string;
}

export interface AuditParts {
  readonly registry: KeyRegistry;
  readonly keyStores: KeyStores;
}

/** How long after the start the first audit is made: by then the sessions are there. */
const FIRST_MS = 10_000;

/**
 * Looks again and again, on the world's clock, whether the key objects of all keys are there. A key without one is
 * Unavailable from then on, until an audit finds it again or the store is connected to a cluster that has it.
 * Source: AWS KMS Developer Guide, "How to fix unavailable KMS keys", on deleted key material.
 */
export async function auditMaterials(
  { clock, log }: Runtime,
  parts: AuditParts,
  periodMs: number,
  signal: AbortSignal,
): Promise<void> {
  await clock.sleep(FIRST_MS, signal);
  for (;;) {
    const missing = await auditNow(parts);
    if (missing.length > 0) log.warn({ missing }, 'keys without key object');
    await clock.sleepUntil(clock.now() + periodMs, signal);
  }
}

/** One audit of all stores that are CONNECTED; the others' keys are unavailable anyhow. */
export async function auditNow({ registry, keyStores }: AuditParts): Promise<readonly MissingMaterial[]> {
  const missing: MissingMaterial[] = [];
  for (const region of keyStores.regions()) {
    for (const { customKeyStoreId, cloudHsmClusterId: clusterId } of keyStores.describe(region, {})) {
      const keys = registry.keys(region).filter((key) => key.customKeyStoreId === customKeyStoreId);
      const found = await keyStores.auditMaterials(
        region,
        customKeyStoreId,
        keys.map(({ material }) => material),
      );
      const rows = found.map(({ keyArn, handle }) => ({ keyArn, keyHandle: String(handle) }));
      missing.push(...rows.map((row) => ({ region, customKeyStoreId, clusterId, ...row })));
    }
  }
  return missing;
}
