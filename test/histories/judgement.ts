import { failureCounts } from '../worlds/fixture.ts';
import { advanceDays, callAws, clusterOf, type World } from '../worlds/world.ts';
import type { Guest } from './guest.ts';
import { isLinearizable } from './linearizability.ts';
import { ALIAS, KEY, STORE, USER } from './models.ts';
import type { Workload } from './workload.ts';

/** How long the system may take to be whole again once nothing goes wrong any more, milliseconds of the world's clock. */
const CALM_MS_MAX = 90_000;
const POLL_MS = 100;

type Converged = (what: string, holds: () => Promise<boolean>) => Promise<void>;

/** Waits for conditions, and notes those that do not come to hold. */
function convergence({ operator: { clock } }: World, violations: string[]): Converged {
  return async (what, holds) => {
    const giveUpMs = clock.monotonic() + CALM_MS_MAX;
    for (; clock.monotonic() < giveUpMs; await clock.sleep(POLL_MS)) if (await holds().catch(() => false)) return;
    violations.push(`not within ${CALM_MS_MAX / 1000} s of calm: ${what}`);
  };
}

/** After the faults: everything converges, what was acknowledged is there, and nobody locked `kmsuser`. */
export async function calm(world: World, workload: Workload, clusterId: string): Promise<string[]> {
  const violations: string[] = [];
  const converged = convergence(world, violations);
  await converged('jobs finish', async () => {
    const { jobs } = await world.clusterService.call('ListClusters', { region: '' }, { deadlineMs: 1_000 });
    return jobs.length === 0;
  });
  await converged('the store connects', async () => {
    const state = await workload.storeCall('describe');
    if (state === 'DISCONNECTED') await workload.storeCall('connect');
    if (state === 'FAILED') await workload.storeCall('disconnect');
    return state === 'CONNECTED';
  });
  await converged('every key is enabled', async () => {
    const states = [];
    for (const keyId of workload.keys) {
      const state = await workload.keyCall(keyId, 'describe');
      if (state === 'PendingDeletion') await workload.keyCall(keyId, 'cancel deletion');
      else if (state === 'Disabled') await workload.keyCall(keyId, 'enable');
      states.push(state);
    }
    return states.every((state) => state === 'Enabled');
  });
  for (const ciphertext of workload.ciphertexts)
    await converged(`a ciphertext of ${ciphertext.keyId} decrypts`, () => workload.decrypt(ciphertext));
  await converged('the HSMs hold the keys of the store, and nothing else', () => agree(world, clusterId));
  const failures = await failureCounts(world, clusterId);
  if (failures.some((count) => count !== 0)) violations.push(`failed logins of kmsuser: ${failures.join(', ')}`);
  return violations;
}

/** A key is deleted while an HSM is away, which must not bring it back. */
export async function endOfKey(world: World, workload: Workload, clusterId: string): Promise<readonly string[]> {
  const violations: string[] = [];
  const converged = convergence(world, violations);
  const { hsms } = await clusterOf(world, clusterId);
  const [KeyId] = workload.keys;
  const away = hsms.at(-1);
  if (KeyId === undefined || away === undefined) return violations;
  await callAws(world, 'kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  await world.chaos.kill(away.hsmId, { stayDown: true });
  await advanceDays(world, 8);
  await converged('the key is gone', async () => {
    const { Keys } = await callAws<{ Keys: readonly { KeyId: string }[] }>(world, 'kms', 'ListKeys');
    return Keys.every((key) => key.KeyId !== KeyId);
  });
  await world.chaos.start(away.hsmId);
  await converged('no HSM holds the key object of a deleted key', () => agree(world, clusterId));
  return violations;
}

/** Whether all HSMs are well and hold the key objects of the store's keys, and nothing else. */
async function agree(world: World, clusterId: string): Promise<boolean> {
  const { hsms } = await clusterOf(world, clusterId);
  const { Keys } = await callAws<{ Keys: readonly unknown[] }>(world, 'kms', 'ListKeys');
  const isWell = hsms.every(({ state, ailment, keys }) => state === 'ACTIVE' && ailment === '' && keys === Keys.length);
  return isWell && new Set(hsms.map(({ keysDigest }) => keysDigest)).size === 1;
}

export function linearizability(
  { keyCalls, aliasCalls, storeCalls }: Workload,
  guest: Guest | undefined,
): readonly string[] {
  const violations: string[] = [];
  for (const [hsmId, calls] of guest?.calls ?? [])
    if (!isLinearizable(USER, calls))
      violations.push(`the history of a user on ${hsmId} is not linearizable: ${shown(calls)}`);
  for (const [keyId, calls] of keyCalls)
    if (!isLinearizable(KEY, calls))
      violations.push(`the history of key ${keyId} is not linearizable: ${shown(calls)}`);
  for (const [name, calls] of aliasCalls)
    if (!isLinearizable(ALIAS, calls)) violations.push(`the history of ${name} is not linearizable: ${shown(calls)}`);
  if (!isLinearizable(STORE, storeCalls))
    violations.push(`the history of the store is not linearizable: ${shown(storeCalls)}`);
  return violations;
}

function shown(
  calls: readonly {
    readonly input: unknown;
    readonly output: unknown;
    readonly calledAt: number;
    readonly returnedAt: number;
  }[],
): string {
  return calls
    .toSorted((a, b) => a.calledAt - b.calledAt)
    .map(
      ({ input, output, calledAt, returnedAt }) =>
        `${calledAt.toFixed(1)}-${returnedAt.toFixed(1)} ${JSON.stringify(input)} → ${JSON.stringify(output) ?? '?'}`,
    )
    .join('; ');
}
