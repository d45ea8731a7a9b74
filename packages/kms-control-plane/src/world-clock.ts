import { type ClusterServiceDefinition, isHsmError } from '@keystorm/protocol';
import { type Peer, type Runtime, type Store, table } from '@keystorm/runtime';

const CLOCK = table<number>('clock');
const CLOCK_KEY = 'aheadMs';

const ASK_DEADLINE_MS = 1_000;
const ASK_AGAIN_MS = 2_000;

/** Keeps this process's clock with that of the simulated world, which the cluster-manager owns. */
export interface WorldClock {
  readonly aheadMs: number;
  /** Takes the time of the cluster-manager, or, while it is away, the last one known. */
  start(): Promise<void>;
  /** Moves the clock forward to an offset, which is on disk before anybody sees it. A smaller one changes nothing. */
  follow(aheadMs: number): Promise<void>;
  /** Goes on asking the cluster-manager until aborted. */
  keepAsking(signal: AbortSignal): Promise<void>;
}

export function createWorldClock(runtime: Runtime, store: Store, clusters: Peer<ClusterServiceDefinition>): WorldClock {
  const { clock, log } = runtime;

  async function follow(aheadMs: number): Promise<void> {
    if (aheadMs <= clock.aheadMs) return;
    await store.transaction(async (tx) => {
      const known = (await tx.get(CLOCK, CLOCK_KEY)) ?? 0;
      if (aheadMs > known) tx.put(CLOCK, CLOCK_KEY, aheadMs);
    });
    clock.advanceTo(aheadMs);
    log.info({ aheadMs }, 'clock moved');
  }

  async function ask(): Promise<void> {
    try {
      const { aheadMs } = await clusters.call('GetClock', {}, { deadlineMs: ASK_DEADLINE_MS });
      await follow(aheadMs);
    } catch (error) {
      // Asked again soon: the cluster-manager may be away, and the disk may refuse.
      if (!isHsmError(error)) log.error({ err: error }, 'clock not moved');
    }
  }

  return {
    get aheadMs() {
      return clock.aheadMs;
    },
    async start() {
      clock.advanceTo((await store.get(CLOCK, CLOCK_KEY)) ?? 0);
      await ask();
    },
    follow,
    async keepAsking(signal) {
      while (!signal.aborted) {
        await clock.sleep(ASK_AGAIN_MS, signal);
        await ask();
      }
    },
  };
}
