/** A state machine as a table: event → states in which it may happen, and the state that follows. */
export type Transitions<State extends string> = Readonly<
  Record<string, { readonly from: readonly State[]; readonly to: State }>
>;

/** The state that follows `state` on `event`; throws IllegalTransitionError when the table has no such row. */
export function next<const T extends Transitions<string>, Event extends keyof T & string>(
  transitions: T,
  state: string,
  event: Event,
): T[Event]['to'] {
  const transition = transitions[event];
  if (!transition?.from.includes(state)) throw new IllegalTransitionError(state, event);
  return transition.to;
}

/** Whether `event` may happen in `state`. */
export function may<const T extends Transitions<string>>(
  transitions: T,
  state: string,
  event: keyof T & string,
): boolean {
  return transitions[event]?.from.includes(state) ?? false;
}

export class IllegalTransitionError extends Error {
  override name = 'IllegalTransitionError';
  readonly state: string;
  readonly event: string;

  constructor(state: string, event: string) {
    super(`'${event}' cannot happen in state ${state}`);
    this.state = state;
    this.event = event;
  }
}
