import { createHash } from 'node:crypto';
import { connectedStore, failureCounts, KMS_PASSWORD, OFFICER_PASSWORD } from '../worlds/fixture.ts';
import { type SimulatedWorld, withSimulatedWorld } from '../worlds/simulated-world.ts';
import { advanceDays, callAws, clusterOf } from '../worlds/world.ts';
import { Guest, GUEST_PASSWORDS } from './guest.ts';
import { isLinearizable } from './linearizability.ts';
import { ALIAS, KEY, STORE, USER } from './models.ts';
import { Nemesis } from './nemesis.ts';
import { Workload } from './workload.ts';

const CLIENTS = 3;
const RAGE_MS = { min: 1_500, max: 4_500 };
/** How long the system may take to be whole again once nothing goes wrong any more, virtual milliseconds. */
const CALM_MS_MAX = 90_000;
const POLL_MS = 100;

export interface History {
  /** What a property says was violated; empty when all hold. */
  readonly violations: readonly string[];
  /** For people: what the history was like. */
  readonly summary: string;
  /** SHA-256 of the trace, hexadecimal: equal for equal seeds. */
  readonly digest: string;
}

/** One history: a whole system under clients while things go wrong, then calm, then every property is looked at. */
export async function runHistory(seed: string): Promise<History> {
  const violations: string[] = [];
  const secrets = new Secrets([KMS_PASSWORD, OFFICER_PASSWORD, ...GUEST_PASSWORDS]);
  let summary = '';
  let trace: readonly string[] = [];
  try {
    trace = await withSimulatedWorld(
      seed,
      async (world) => {
        const { random } = world.sim;
        const { store, clusterId } = await connectedStore(world, { hsms: 2 + random.int(2) });
        const workload = new Workload(world, store.id);
        await workload.createKey();
        const cluster = await clusterOf(world, clusterId);
        const guest = random.int(2) === 0 ? await Guest.create(world, cluster) : undefined;
        const nemesis = new Nemesis(world, cluster);
        const endMs = world.operator.clock.monotonic() + RAGE_MS.min + random.int(RAGE_MS.max - RAGE_MS.min);
        const owned = random.int(2) === 0 ? [workload.owner(endMs)] : [];
        const clients = Array.from({ length: CLIENTS }, () => workload.client(endMs));
        await Promise.all([nemesis.rage(endMs), ...owned, ...clients, guest?.live(endMs)]);
        violations.push(...(await calm(world, workload, clusterId)));
        if (random.int(3) === 0) violations.push(...(await endOfKey(world, workload, clusterId)));
        violations.push(...linearizability(workload, guest), ...workload.violations, ...(guest?.violations ?? []));
        secrets.found(
          workload.ciphertexts.map(({ plaintext }) => plaintext),
          violations,
        );
        const { done, refused, unknown } = workload.counts;
        summary = `${nemesis.kinds.join('+')}: ${done} done, ${refused} refused, ${unknown} unknown; ${workload.keys.length} keys, ${workload.ciphertexts.length} ciphertexts`;
      },
      (line) => secrets.see(line),
    );
  } catch (error) {
    violations.push(
      `the history came to no end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  return { violations, summary, digest: createHash('sha256').update(trace.join('\n')).digest('hex') };
}

type Converged = (what: string, holds: () => Promise<boolean>) => Promise<void>;

/** Waits for conditions, and notes those that do not come to hold. */
function convergence({ operator: { clock } }: SimulatedWorld, violations: string[]): Converged {
  return async (what, holds) => {
    const giveUpMs = clock.monotonic() + CALM_MS_MAX;
    for (; clock.monotonic() < giveUpMs; await clock.sleep(POLL_MS)) if (await holds().catch(() => false)) return;
    violations.push(`not within ${CALM_MS_MAX / 1000} s of calm: ${what}`);
  };
}

/** After the faults: everything converges, what was acknowledged is there, and nobody locked `kmsuser`. */
async function calm(world: SimulatedWorld, workload: Workload, clusterId: string): Promise<readonly string[]> {
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
async function endOfKey(world: SimulatedWorld, workload: Workload, clusterId: string): Promise<readonly string[]> {
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
async function agree(world: SimulatedWorld, clusterId: string): Promise<boolean> {
  const { hsms } = await clusterOf(world, clusterId);
  const { Keys } = await callAws<{ Keys: readonly unknown[] }>(world, 'kms', 'ListKeys');
  const isWell = hsms.every(({ state, ailment, keys }) => state === 'ACTIVE' && ailment === '' && keys === Keys.length);
  return isWell && new Set(hsms.map(({ keysDigest }) => keysDigest)).size === 1;
}

function linearizability({ keyCalls, aliasCalls, storeCalls }: Workload, guest: Guest | undefined): readonly string[] {
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

/** Reads every log line for what must not be in one. */
class Secrets {
  readonly #lines: string[] = [];
  readonly #passwords: readonly string[];

  constructor(passwords: readonly string[]) {
    this.#passwords = passwords;
  }

  see(line: { readonly fields: object; readonly message: string }): void {
    this.#lines.push(`${line.message} ${JSON.stringify(line.fields, errorsAsText)}`);
  }

  found(plaintexts: readonly string[], violations: string[]): void {
    const text = this.#lines.join('\n');
    for (const secret of [...this.#passwords, ...plaintexts.filter((plaintext) => plaintext.startsWith('canary'))])
      if (text.includes(secret) || text.includes(Buffer.from(secret).toString('base64')))
        violations.push(`a secret is in a log line: ${secret}`);
  }
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.stack}${value.cause instanceof Error ? value.cause.stack : ''}` : value;
}
