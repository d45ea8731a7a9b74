import { expect, test } from 'vitest';
import { durationMs, type Phase } from './durations.ts';

/** In the simulated world's seconds, as they add up for whoever waits. */
const AS_IN_AWS: Readonly<Record<string, readonly [seconds: number, ...phases: Phase[]]>> = {
  'creation of a cluster': [30, 'createCluster'],
  initialization: [60, 'initializeCluster'],
  'deletion of a cluster': [30, 'deleteCluster'],
  'creation of an HSM': [300, 'prepareHsm', 'copyHsm'],
  'removal of an HSM, with its backup': [120, 'retireHsm', 'backUp'],
  'replacement of an HSM': [300, 'replaceHsm'],
  'migration of an HSM': [1800, 'migrateHsm'],
  backup: [60, 'backUp'],
  'copy of a backup': [60, 'copyBackup'],
};

test.each(Object.entries(AS_IN_AWS))(
  '%s takes as long as in AWS, a hundredth of it, no time, or as long as it is held',
  (_what, [seconds, ...phases]) => {
    const totalMs = (profile: 'aws' | 'fast' | 'instant') =>
      phases.reduce((sum, phase) => sum + (durationMs(profile, phase) ?? Number.NaN), 0);
    expect(totalMs('aws')).toBe(seconds * 1000);
    expect(totalMs('fast')).toBe(seconds * 10);
    expect(totalMs('instant')).toBe(0);
    for (const phase of phases) expect(durationMs('manual', phase)).toBeUndefined();
  },
);
