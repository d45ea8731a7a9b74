import type { DurationProfile } from '../config.ts';

/**
 * How long AWS takes for what happens here at once, milliseconds of the simulated world. The whole of a creation is
 * `prepareHsm` and `copyHsm`, that of a removal `retireHsm` and `backUp`.
 * Source: AWS CloudHSM User Guide, "Getting started", and what its users measured.
 */
const AWS_MS = {
  createCluster: 30_000,
  initializeCluster: 60_000,
  deleteCluster: 30_000,
  prepareHsm: 240_000,
  copyHsm: 60_000,
  retireHsm: 60_000,
  replaceHsm: 300_000,
  migrateHsm: 1_800_000,
  backUp: 60_000,
  copyBackup: 60_000,
} as const;

/** Work of the service that takes its time. */
export type Phase = keyof typeof AWS_MS;

const SHARE: Readonly<Record<Exclude<DurationProfile, 'manual'>, number>> = { instant: 0, fast: 0.01, aws: 1 };

/** How long a phase lasts; undefined when it lasts until somebody releases it. */
export function durationMs(profile: DurationProfile, phase: Phase): number | undefined {
  return profile === 'manual' ? undefined : AWS_MS[phase] * SHARE[profile];
}
