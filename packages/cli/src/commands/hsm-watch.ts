import { isHsmError } from '@keystorm/protocol';
import type { Clock } from '@keystorm/runtime';
import { isServing } from '@keystorm/runtime/process';
import { durationMs } from '../duration.ts';
import { type ReachedHsm, withHsms } from '../hsm-access.ts';
import { withInterrupt } from '../interrupt.ts';
import type { HsmOptions } from './hsm.ts';

const INTERVAL_MS = 500;
const HEALTH_MS = 5_000;

export interface WatchOptions extends HsmOptions {
  /** A duration such as `30s`. */
  readonly for?: string;
  /** Lines after which it ends. */
  readonly lines?: number;
}

/** What is watched of an HSM. While it does not answer, only `health` says so. */
interface Observation {
  readonly health: string;
  readonly state?: string;
  readonly level?: boolean;
  readonly sessions?: number;
  readonly keys?: number;
}

type Value = Observation[keyof Observation];
type Change = readonly [property: string, from: Value, to: Value];

/** Prints a line whenever something about an HSM has changed; the first line of each HSM says how it is. */
export async function watch(target: string, options: WatchOptions): Promise<void> {
  const endsAfterMs = options.for === undefined ? undefined : durationMs(options.for);
  const over = new AbortController();
  let left = options.lines ?? Number.POSITIVE_INFINITY;
  const print = (line: string) => {
    if (over.signal.aborted) return;
    console.log(line);
    left -= 1;
    if (left === 0) over.abort();
  };
  await withInterrupt((interrupted) =>
    withHsms(target, options.dataDir, async (hsms, clock) => {
      const signal = AbortSignal.any([interrupted, over.signal]);
      const render = options.json ? asJson : forPeople;
      const follow = hsms.map((hsm) =>
        observeUntil(signal, hsm, clock, (changes) =>
          print(render(new Date(clock.host()).toISOString(), hsm.endpoint.hsmId, changes)),
        ),
      );
      if (endsAfterMs !== undefined) void pause(clock, endsAfterMs, signal).then(() => over.abort());
      await Promise.all(follow);
    }),
  );
}

async function observeUntil(
  signal: AbortSignal,
  hsm: ReachedHsm,
  clock: Clock,
  report: (changes: readonly Change[]) => void,
): Promise<void> {
  let last: Observation | undefined;
  while (!signal.aborted) {
    const seen: Observation = { ...last, ...(await observe(hsm)) };
    const changes = differences(last, seen);
    if (changes.length > 0) report(changes);
    last = seen;
    await pause(clock, INTERVAL_MS, signal);
  }
}

async function observe({ connection, endpoint: { address }, trustAnchor }: ReachedHsm): Promise<Observation> {
  try {
    const { state, level, sessions, keys } = await connection.info();
    const serving = await isServing({ address, tls: { trustAnchor } }, HEALTH_MS);
    const health = serving ? 'SERVING' : 'NOT_SERVING';
    return { health, state: state.replace('HSM_STATE_', ''), level, sessions, keys };
  } catch (error) {
    return { health: isHsmError(error) ? error.code : 'HSM_UNREACHABLE' };
  }
}

function differences(before: Observation | undefined, now: Observation): Change[] {
  return Object.entries(now)
    .map(([property, to]: [string, Value]): Change => [property, before?.[property as keyof Observation], to])
    .filter(([, from, to]) => from !== to);
}

function forPeople(time: string, hsmId: string, changes: readonly Change[]): string {
  const said = changes.map(([property, from, to]) =>
    from === undefined ? `${property} ${String(to)}` : `${property} ${String(from)} -> ${String(to)}`,
  );
  return `${time} ${hsmId}  ${said.join(', ')}`;
}

function asJson(time: string, hsmId: string, changes: readonly Change[]): string {
  return JSON.stringify({ time, hsmId, ...Object.fromEntries(changes.map(([property, , to]) => [property, to])) });
}

/** Waits, or until it is over. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return clock.sleep(ms, signal).catch(() => undefined);
}
