/** How often a call was made; whoever makes it adds one. */
export interface CallCount {
  readonly call: string;
  count: number;
}

/** How often each call of the data service was made since the start of the process. */
export class CallCounts {
  readonly #counts = new Map<string, CallCount>();

  /** To be asked for once, and then added to: what counting costs on the way of a call. */
  of(call: string): CallCount {
    let count = this.#counts.get(call);
    if (count === undefined) this.#counts.set(call, (count = { call, count: 0 }));
    return count;
  }

  /** Those that were made. */
  made(): CallCount[] {
    return [...this.#counts.values()].filter(({ count }) => count > 0);
  }
}
