import { createHash } from 'node:crypto';
import { Guest, GUEST_PASSWORDS } from '../histories/guest.ts';
import { calm, endOfKey, linearizability } from '../histories/judgement.ts';
import { Workload } from '../histories/workload.ts';
import { connectedStore, KMS_PASSWORD, OFFICER_PASSWORD } from '../worlds/fixture.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';
import { clusterOf } from '../worlds/world.ts';
import { Nemesis } from './nemesis.ts';

const CLIENTS = 3;
const RAGE_MS = { min: 1_500, max: 4_500 };

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
        const workload = new Workload(world, random, store.id);
        await workload.createKey();
        const cluster = await clusterOf(world, clusterId);
        const guest = random.int(2) === 0 ? await Guest.create(world, random, cluster) : undefined;
        const nemesis = new Nemesis(world, cluster);
        const endMs = world.operator.clock.monotonic() + RAGE_MS.min + random.int(RAGE_MS.max - RAGE_MS.min);
        const goesOn = () => world.operator.clock.monotonic() < endMs;
        const owned = random.int(2) === 0 ? [workload.owner(goesOn)] : [];
        const clients = Array.from({ length: CLIENTS }, () => workload.client(goesOn));
        await Promise.all([nemesis.rage(goesOn), ...owned, ...clients, guest?.live(goesOn)]);
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
      { log: (line) => secrets.see(line) },
    );
  } catch (error) {
    violations.push(
      `the history came to no end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  return { violations, summary, digest: createHash('sha256').update(trace.join('\n')).digest('hex') };
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
