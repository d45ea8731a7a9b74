import type { Life } from './machine.ts';

interface Event {
  readonly atMs: number;
  readonly sequence: number;
  readonly run: () => void;
  /** The process to which it happens; undefined for the world's own events. */
  readonly life: Life | undefined;
}

/** Virtual time: events in order, ties broken by the order of planning. */
export class Scheduler {
  readonly #events = new EventHeap();
  #sequence = 0;
  #nowMs = 0;
  #held = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Plans `run` in a process (it is dropped if the process is over by then), or in none. */
  at(atMs: number, life: Life | undefined, run: () => void): void {
    this.#sequence += 1;
    this.#events.push({ atMs: Math.max(atMs, this.#nowMs), sequence: this.#sequence, run, life });
  }

  /** Real asynchronous work (WebCrypto) is under way: virtual time stands still until as many releases. */
  hold(): () => void {
    this.#held += 1;
    let released = false;
    return () => {
      if (!released) this.#held -= 1;
      released = true;
    };
  }

  /** Lets virtual time pass until `done` says so. Throws when nothing is left that could happen. */
  async runUntil(done: () => boolean): Promise<void> {
    for (;;) {
      await drainMicrotasks();
      if (this.#held > 0) continue;
      if (done()) return;
      const event = this.#events.pop();
      if (event === undefined) throw new Error('the simulation is stuck: nothing is left that could happen');
      this.#nowMs = event.atMs;
      this.#happen(event);
    }
  }

  #happen({ life, run }: Event): void {
    if (life?.over) return;
    if (life?.machine.paused) life.machine.backlog.push(run);
    else run();
  }
}

/** All promise continuations have run when a macrotask runs. */
function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

class EventHeap {
  readonly #items: Event[] = [];

  push(event: Event): void {
    const items = this.#items;
    items.push(event);
    for (let child = items.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#before(child, parent)) break;
      this.#swap(child, parent);
      child = parent;
    }
  }

  pop(): Event | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    items[0] = last;
    for (let parent = 0; ; ) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < items.length && this.#before(child, least)) least = child;
      if (least === parent) return first;
      this.#swap(parent, least);
      parent = least;
    }
  }

  #before(a: number, b: number): boolean {
    const left = this.#items[a] as Event;
    const right = this.#items[b] as Event;
    return left.atMs < right.atMs || (left.atMs === right.atMs && left.sequence < right.sequence);
  }

  #swap(a: number, b: number): void {
    const item = this.#items[a] as Event;
    this.#items[a] = this.#items[b] as Event;
    this.#items[b] = item;
  }
}
