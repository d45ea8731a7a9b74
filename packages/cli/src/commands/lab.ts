import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { harness, withSystem } from '../system.ts';

const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** Milliseconds of a duration such as `8d` or `1d12h`. */
export function durationMs(text: string): number {
  if (!/^(\d+[dhms])+$/.test(text))
    throw new CommandError(`'${text}' is no duration; write 8d, 12h, 30m, 45s, or 1d12h.`, EXIT_MISUSED);
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS],
    0,
  );
}

/** Moves the clock of the simulated world forward. */
export async function advance(duration: string, { dataDir }: { readonly dataDir: string }): Promise<void> {
  const byMs = durationMs(duration);
  await withSystem(dataDir, async (system) => {
    const { aheadMs } = await harness<{ aheadMs: number }>(system, 'lab/advance', { byMs });
    console.log(
      `The simulated world is at ${new Date(Date.now() + aheadMs).toISOString()}, ${(aheadMs / UNIT_MS.d).toFixed(2)} days ahead.`,
    );
  });
}

/** Takes a backup of a cluster now. */
export async function backup(
  clusterId: string,
  { dataDir, region }: { readonly dataDir: string; readonly region: string },
): Promise<void> {
  await withSystem(dataDir, async (system) => {
    const { backupId } = await harness<{ backupId: string }>(system, 'lab/backup', { clusterId, region });
    console.log(backupId);
  });
}
