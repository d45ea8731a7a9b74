import { BackupState, ClusterState, HsmState } from '@keystorm/aws-api/cloudhsmv2';
import { IllegalTransitionError, next, type Transitions } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import { BACKUP } from '../backups/backup.ts';
import { APPLIANCE } from '../fleet/appliance.ts';
import { CLUSTER } from './cluster.ts';
import { HSM } from './hsm.ts';

interface Machine {
  readonly noun: string;
  readonly table: Transitions<string>;
  readonly states: readonly string[];
  /** Every way that there is: `STATE event STATE`. */
  readonly ways: readonly string[];
}

const MACHINES: readonly Machine[] = [
  {
    noun: 'a cluster',
    table: CLUSTER,
    states: ClusterState,
    ways: [
      'CREATE_IN_PROGRESS created UNINITIALIZED',
      'CREATE_IN_PROGRESS restored ACTIVE',
      'CREATE_IN_PROGRESS failed DEGRADED',
      'CREATE_IN_PROGRESS delete DELETE_IN_PROGRESS',
      'UNINITIALIZED initialize INITIALIZE_IN_PROGRESS',
      'UNINITIALIZED delete DELETE_IN_PROGRESS',
      'INITIALIZE_IN_PROGRESS initialized INITIALIZED',
      'INITIALIZE_IN_PROGRESS failed DEGRADED',
      'INITIALIZE_IN_PROGRESS delete DELETE_IN_PROGRESS',
      'INITIALIZED activated ACTIVE',
      'INITIALIZED delete DELETE_IN_PROGRESS',
      'ACTIVE modify MODIFY_IN_PROGRESS',
      'ACTIVE rollBack ROLLBACK_IN_PROGRESS',
      'MODIFY_IN_PROGRESS modified ACTIVE',
      'MODIFY_IN_PROGRESS failed DEGRADED',
      'MODIFY_IN_PROGRESS delete DELETE_IN_PROGRESS',
      'ROLLBACK_IN_PROGRESS modified ACTIVE',
      'ROLLBACK_IN_PROGRESS failed DEGRADED',
      'ROLLBACK_IN_PROGRESS delete DELETE_IN_PROGRESS',
      'ACTIVE delete DELETE_IN_PROGRESS',
      'DEGRADED delete DELETE_IN_PROGRESS',
      'DELETE_IN_PROGRESS deleted DELETED',
    ],
  },
  {
    noun: 'an HSM',
    table: HSM,
    states: HsmState,
    ways: [
      'CREATE_IN_PROGRESS created ACTIVE',
      'CREATE_IN_PROGRESS failed DEGRADED',
      'ACTIVE lost DEGRADED',
      'ACTIVE delete DELETE_IN_PROGRESS',
      'DEGRADED returned ACTIVE',
      'DEGRADED delete DELETE_IN_PROGRESS',
      'DELETE_IN_PROGRESS deleted DELETED',
    ],
  },
  {
    noun: 'a backup',
    table: BACKUP,
    states: BackupState,
    ways: [
      'CREATE_IN_PROGRESS taken READY',
      'CREATE_IN_PROGRESS failed DELETED',
      'READY delete PENDING_DELETION',
      'PENDING_DELETION restore READY',
      'PENDING_DELETION purged DELETED',
    ],
  },
  {
    noun: 'an appliance',
    table: APPLIANCE,
    states: ['ORDERED', 'BLANK', 'CLAIMED', 'RELEASING', 'FOREIGN'],
    ways: [
      'ORDERED delivered CLAIMED',
      'ORDERED release RELEASING',
      'BLANK claim CLAIMED',
      'BLANK estranged FOREIGN',
      'CLAIMED release RELEASING',
      'RELEASING released BLANK',
      'FOREIGN erased BLANK',
    ],
  },
];

describe.each(MACHINES)('the states of $noun', ({ table, states, ways }) => {
  test.each(states.flatMap((state) => Object.keys(table).map((event) => ({ state, event }))))(
    '$event in $state',
    ({ state, event }) => {
      const way = ways.find((candidate) => candidate.startsWith(`${state} ${event} `));
      if (way === undefined) expect(() => next(table, state, event)).toThrow(IllegalTransitionError);
      else expect(`${state} ${event} ${next(table, state, event)}`).toBe(way);
    },
  );
});
