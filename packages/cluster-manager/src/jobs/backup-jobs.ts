import { abandonCopy, copyBackup, failCopy } from '../backups/copy-backup.ts';
import { abandonBackup, takeBackup } from '../backups/take-backup.ts';
import type { JobPlan } from './plans.ts';

export const CREATE_BACKUP: JobPlan = {
  steps: [
    { name: 'prepare it', wait: 'backUp' },
    { name: 'take it', run: (parts, { subject }) => takeBackup(parts, subject) },
  ],
  giveUp: () => Promise.resolve(),
  abandoned: (parts, { subject }) => abandonBackup(parts, subject),
};

export const COPY_BACKUP: JobPlan = {
  steps: [
    { name: 'transfer it', wait: 'copyBackup' },
    { name: 'copy it', run: (parts, { subject }) => copyBackup(parts, subject) },
  ],
  abandoned: (parts, { subject }) => abandonCopy(parts, subject),
  giveUp: (tx, { subject }, { runtime }) => failCopy(tx, subject, runtime.clock.now()),
};
