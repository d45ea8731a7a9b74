/** What a table says, row by row and column by column; undefined is a value as well. */
type Table<Value> = Readonly<Record<string, Readonly<Partial<Record<string, Value>>>>>;

interface Mutations<Value> {
  readonly columns: readonly string[];
  /** All that a cell can say. */
  readonly values: readonly Value[];
  /** Throws when a test of this row of the table would fail. */
  readonly checkRow: (row: string) => void;
}

/**
 * Lets each cell say each of the other values, one mutation at a time. Returns the cells in which `checkRow` did not
 * notice one. The table is afterwards as it was.
 */
export function unnoticedMutations<Value>(
  table: Table<Value>,
  { columns, values, checkRow }: Mutations<Value>,
): readonly string[] {
  const cells = Object.entries(table).flatMap(([row, said]) => columns.map((column) => ({ row, said, column })));
  return cells.flatMap(({ row, said, column }) => {
    const others = values.filter((value) => value !== said[column]);
    const isNoticed = others.every((value) => {
      try {
        Object.assign(table, { [row]: { ...said, [column]: value } });
        return throws(() => {
          checkRow(row);
        });
      } finally {
        Object.assign(table, { [row]: said });
      }
    });
    return isNoticed ? [] : [`${row}, ${column}`];
  });
}

function throws(check: () => void): boolean {
  try {
    check();
    return false;
  } catch {
    return true;
  }
}
