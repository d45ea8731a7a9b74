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
  /** By the answered calls that were done and the state: the unanswered ones that were done. */
  const tried = new Map<string, bigint[]>();

  /** Also when fewer unanswered calls were needed to come so far: what is left of them need not happen. */
  const wasTried = (done: bigint, state: string): boolean => {
    const configuration = `${done & known} ${state}`;
    const unanswered = done & ~known;
    const before = tried.get(configuration) ?? [];
    if (before.some((fewer) => (fewer & unanswered) === fewer)) return true;
    tried.set(configuration, [...before, unanswered]);
    return false;
  };
  const search = (done: bigint, state: S): boolean => {
    if ((done & known) === known) return true;
    for (const index of candidates(ordered, done)) {
      const { input, output } = ordered[index] as Observed<I, O>;
      for (const following of model.next(state, input, output)) {
        const next = done | bit(index);
        if (!wasTried(next, JSON.stringify(following)) && search(next, following)) return true;
      }
    }
    return false;
  };
  wasTried(0n, JSON.stringify(model.initial));
  return search(0n, model.initial);
}

/**
 * Calls that may come next: those that began before any other of the rest had returned, the answered ones first. Of
 * unanswered calls with the same input only the first: it can be wherever the others can.
 */
function candidates<I, O>(ordered: readonly Observed<I, O>[], done: bigint): readonly number[] {
  const rest = ordered.flatMap((call, index) => ((done & bit(index)) === 0n ? [{ call, index }] : []));
  const firstReturn = rest.reduce(
    (earliest, { call }) => Math.min(earliest, call.returnedAt),
    Number.POSITIVE_INFINITY,
  );
  const possible = rest.filter(({ call }) => call.calledAt <= firstReturn);
  const answered = possible.filter(({ call }) => call.output !== undefined);
  const unanswered = new Map<string, number>();
  for (const { call, index } of possible) {
    const input = JSON.stringify(call.input);
    if (call.output === undefined && !unanswered.has(input)) unanswered.set(input, index);
  }
  return [...answered.map(({ index }) => index), ...unanswered.values()];
}

function bit(index: number): bigint {
  return 1n << BigInt(index);
}
