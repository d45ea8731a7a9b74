/** How often an operation was answered with a code. */
export interface RequestCount {
  readonly operation: string;
  readonly code: string;
  readonly count: number;
}

/** Counts what becomes of requests. Operations that are not there count as one, so that nobody can make up more of them. */
export class RequestCounts {
  readonly #operations: object;
  readonly #counts = new Map<string, Map<string, number>>();

  /** `operations`: its members are the names of those that are there. */
  constructor(operations: object) {
    this.#operations = operations;
  }

  add(operation: string, code: string): void {
    const known = Object.hasOwn(this.#operations, operation) ? operation : 'unknown';
    let codes = this.#counts.get(known);
    if (codes === undefined) this.#counts.set(known, (codes = new Map<string, number>()));
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }

  list(): readonly RequestCount[] {
    return [...this.#counts].flatMap(([operation, codes]) =>
      [...codes].map(([code, count]) => ({ operation, code, count })),
    );
  }
}
