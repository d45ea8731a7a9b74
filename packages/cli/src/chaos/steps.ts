/**
 * Work that faults can hold, and its steps: the connect of a key store, and the jobs of the cluster-manager by their kinds. A
 * test compares them with the code.
 */
export const STEPS: Readonly<Record<string, readonly string[]>> = {
  connect: ['look up', 'attach', 'reach', 'log in', 'rotate', 'open'],
  CreateCluster: ['set it up', 'make it usable'],
  InitializeCluster: ['initialize it', 'give the HSM its certificate', 'record it'],
  DeleteCluster: ['take it down', 'remove it'],
  CreateHsm: [
    'prepare it',
    'get an appliance',
    'claim it',
    'begin a backup to copy',
    'copy an HSM',
    'fill it',
    'bring it level',
    'put it in service',
  ],
  DeleteHsm: [
    'take it out of service',
    'begin a backup',
    'prepare the backup',
    'hand over what only it holds',
    'back it up',
    'remove it',
  ],
  CreateBackup: ['prepare it', 'take it'],
  CopyBackup: ['transfer it', 'copy it'],
  ReplaceHsm: [
    'prepare a new one',
    'exchange it',
    'erase the old one',
    'get an appliance',
    'claim it',
    'fill it',
    'bring it level',
    'put it in service',
  ],
  MigrateHsm: [
    'begin a backup',
    'back it up',
    'prepare a new one',
    'exchange it',
    'erase the old one',
    'get an appliance',
    'claim it',
    'fill it',
    'bring it level',
    'put it in service',
  ],
  ModifyCluster: ['limit what users may change', 'exchange its HSMs', 'admit changes again', 'record it'],
};

/** Such as `connect/rotate`. */
export const STEP_NAMES = Object.entries(STEPS).flatMap(([work, steps]) => steps.map((step) => `${work}/${step}`));
