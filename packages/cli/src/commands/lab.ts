import { CommandError } from '../command-error.ts';
import { durationMs, UNIT_MS } from '../duration.ts';
import { until } from '../example/example-system.ts';
import { tableLines } from '../table.ts';
import { commandRuntime, HARNESS_MS, harness, stateOf, withSystem } from '../system.ts';

const CALL_MS = 5_000;
/** Its steps have limits of their own, and fail sooner. */
const RESET_MS_MAX = 900_000;

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

/** Moves the clock of the simulated world forward. */
export async function advance(duration: string, { dataDir, json }: Options): Promise<void> {
  const byMs = durationMs(duration);
  const { aheadMs, hostMs } = await withSystem(dataDir, async (system) => ({
    ...(await harness<{ aheadMs: number }>(system, 'lab/advance', HARNESS_MS.work, { byMs })),
    hostMs: commandRuntime(system.directory).clock.host(),
  }));
  const now = new Date(hostMs + aheadMs).toISOString();
  if (json) console.log(JSON.stringify({ aheadMs, now }));
  else console.log(`The simulated world is at ${now}, ${(aheadMs / UNIT_MS.d).toFixed(2)} days ahead.`);
}

/** Takes a backup of a cluster now. */
export async function backup(
  clusterId: string,
  { dataDir, json, region }: Options & { readonly region: string },
): Promise<void> {
  const { backupId } = await withSystem(dataDir, (system) =>
    harness<{ backupId: string }>(system, 'lab/backup', HARNESS_MS.work, { clusterId, region }),
  );
  console.log(json ? JSON.stringify({ backupId }) : backupId);
}

/** Brings the system back to what `up` had made, and waits until it is ready again. */
export async function reset({ dataDir, json }: Options): Promise<void> {
  const resets = await withSystem(dataDir, async (system) => {
    const asked = await system.supervisor.call('Reset', {}, { deadlineMs: CALL_MS });
    let shown = '';
    const wait = { runtime: commandRuntime(system.directory), waitMs: RESET_MS_MAX };
    await until(wait, 'the system does not get ready', async () => {
      const { ready, step, failure, resets: done } = await stateOf(system);
      if (step !== shown && step !== '') console.error(`  ${(shown = step)} …`);
      if (failure !== '') throw new CommandError(`The system was emptied, but does not get ready again: ${failure}`);
      return (ready && done >= asked.resets) || undefined;
    });
    return asked.resets;
  });
  console.log(json ? JSON.stringify({ resets }) : 'Everything is as it was after the first start.');
}

interface Audited {
  readonly missing: readonly {
    readonly region: string;
    readonly keyArn: string;
    readonly customKeyStoreId: string;
    readonly clusterId: string;
    readonly keyHandle: string;
  }[];
}

/** Looks now for keys whose key objects are gone; they are Unavailable from then on. */
export async function audit({ dataDir, json }: Options): Promise<void> {
  const { missing } = await withSystem(dataDir, (system) => harness<Audited>(system, 'lab/audit', HARNESS_MS.work, {}));
  if (json) console.log(JSON.stringify({ missing }));
  else if (missing.length === 0) console.log('Every key in a connected key store has its key object.');
  else
    for (const line of tableLines(
      ['KEY', 'KEY STORE', 'CLUSTER', 'HANDLE'],
      missing.map(({ keyArn, customKeyStoreId, clusterId, keyHandle }) => [
        keyArn,
        customKeyStoreId,
        clusterId,
        keyHandle,
      ]),
    ))
      console.log(line);
}
