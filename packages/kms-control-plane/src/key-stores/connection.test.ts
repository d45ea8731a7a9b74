import { IllegalTransitionError, next } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import { unnoticedMutations } from '../table-mutations.fixture.ts';
import { ADMISSION, admit, CONNECTION, type StoreOperation } from './connection.ts';
import type { ConnectionState } from './contract.ts';

const STATES = ['DISCONNECTED', 'CONNECTING', 'CONNECTED', 'DISCONNECTING', 'FAILED'] as const;
type Row<Cell> = readonly [disconnected: Cell, connecting: Cell, connected: Cell, disconnecting: Cell, failed: Cell];

const RUNS = 'runs';
const NOTHING = 'changes nothing';
const REFUSED = 'refused';

// Source: AWS KMS API Reference, the operations on custom key stores, each with "CustomKeyStoreInvalidStateException".
const ADMITTED: Record<StoreOperation, Row<string>> = {
  connect: [RUNS, NOTHING, NOTHING, REFUSED, REFUSED],
  disconnect: [REFUSED, RUNS, RUNS, REFUSED, RUNS],
  rename: [RUNS, REFUSED, RUNS, REFUSED, REFUSED],
  reconfigure: [RUNS, REFUSED, REFUSED, REFUSED, REFUSED],
  delete: [RUNS, REFUSED, REFUSED, REFUSED, REFUSED],
  use: [REFUSED, REFUSED, RUNS, REFUSED, REFUSED],
};
const OPERATIONS = Object.keys(ADMITTED) as StoreOperation[];

function outcome(operation: StoreOperation, state: ConnectionState): string {
  try {
    return admit(operation, { id: 'cks-1', state }) ? RUNS : NOTHING;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    const text = `The custom key store cks-1 is ${state}. This operation is not valid in this state.`;
    expect({ code, message }).toEqual({ code: 'CustomKeyStoreInvalidStateException', message: text });
    return REFUSED;
  }
}

function checkRow(operation: StoreOperation): void {
  expect(STATES.map((state) => outcome(operation, state))).toEqual(ADMITTED[operation]);
}

describe('what a store can be asked to do', () => {
  test.each(OPERATIONS)('%s, in every connection state', checkRow);

  test('a mutation of any cell turns its row red', () => {
    const missed = unnoticedMutations(ADMISSION, {
      columns: STATES,
      values: [RUNS, NOTHING, REFUSED],
      checkRow: (row) => {
        checkRow(row as StoreOperation);
      },
    });
    expect(missed).toEqual([]);
  });
});

const NO = undefined;
const FOLLOWS: Record<keyof typeof CONNECTION, Row<ConnectionState | undefined>> = {
  connect: ['CONNECTING', NO, NO, NO, NO],
  connected: [NO, 'CONNECTED', NO, NO, NO],
  connectFailed: [NO, 'FAILED', NO, NO, NO],
  disconnect: [NO, 'DISCONNECTING', 'DISCONNECTING', NO, 'DISCONNECTING'],
  disconnected: [NO, NO, NO, 'DISCONNECTED', NO],
};

const TRANSITIONS = Object.entries(FOLLOWS) as [keyof typeof CONNECTION, Row<ConnectionState | undefined>][];
test.each(TRANSITIONS)('the state that follows on %s, from every connection state', (event, row) => {
  for (const [at, state] of STATES.entries()) {
    const to = row[at];
    if (to === undefined) expect(() => next(CONNECTION, state, event)).toThrow(IllegalTransitionError);
    else expect(next(CONNECTION, state, event)).toBe(to);
  }
});
