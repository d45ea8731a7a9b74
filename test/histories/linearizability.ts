/** One call as its client saw it. Times are of one clock. */
export interface Observed<I, O> {
  readonly input: I;
  /** What the client was told; undefined when it was told nothing, so that the call may have happened or not. */
  readonly output: O | undefined;
  readonly calledAt: number;
  /** Infinity while nothing was told: such a call may still happen, at any time. */
  readonly returnedAt: number;
}

/** What an object does when its calls come one after the other. */
export interface Model<S, I, O> {
  readonly initial: S;
  /** States that may follow; none when the object cannot have answered so. */
  next(state: S, input: I, output: O | undefined): readonly S[];
}

/**
 * Whether there is an order of the calls that the object could have executed one by one, each between its call and its
 * return. Source: Wing and Gong, "Testing and verifying concurrent objects"; Lowe, "Testing for linearizability", for
 * the memory of configurations that were tried before.
 */
export function isLinearizable<S, I, O>(model: Model<S, I, O>, calls: readonly Observed<I, O>[]): boolean {
  const ordered = calls.toSorted((a, b) => a.calledAt - b.calledAt);
  const known = ordered.reduce((mask, { output }, index) => (output === undefined ? mask : mask | bit(index)), 0n);
  const tried = new Set<string>();

  const search = (done: bigint, state: S): boolean => {
    if ((done & known) === known) return true;
    for (const index of candidates(ordered, done)) {
      const { input, output } = ordered[index] as Observed<I, O>;
      for (const following of model.next(state, input, output)) {
        const configuration = `${done | bit(index)} ${JSON.stringify(following)}`;
        if (tried.has(configuration)) continue;
        tried.add(configuration);
        if (search(done | bit(index), following)) return true;
      }
    }
    return false;
  };
  return search(0n, model.initial);
}

/** Calls that may come next: those that began before any other of the rest had returned. */
function candidates<I, O>(ordered: readonly Observed<I, O>[], done: bigint): readonly number[] {
  const rest = ordered.flatMap((call, index) => ((done & bit(index)) === 0n ? [{ call, index }] : []));
  const firstReturn = rest.reduce(
    (earliest, { call }) => Math.min(earliest, call.returnedAt),
    Number.POSITIVE_INFINITY,
  );
  return rest.filter(({ call }) => call.calledAt <= firstReturn).map(({ index }) => index);
}

function bit(index: number): bigint {
  return 1n << BigInt(index);
}
