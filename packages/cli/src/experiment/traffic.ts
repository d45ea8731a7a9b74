import type { Clock, Random } from '@keystorm/runtime';
import { type AwsClient, AwsError, AwayError } from '../aws-client.ts';
import type { TrafficPlan } from './experiment-file.ts';
import type { Sample } from './measures.ts';
import { type ClientState, decrypts, OPERATIONS, type TrafficOperation } from './operations.ts';

/** A client that was refused waits so long before it asks again, as any client should. */
const PAUSE_AFTER_FAILURE_MS = 10;
/** AWS's shortest waiting period. */
const WAITING_PERIOD_DAYS = 7;

export interface TrafficParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly aws: Pick<AwsClient, 'call'>;
  readonly storeId: string;
}

/** Clients that use a key until they are told to stop. Every decryption is compared with what was encrypted. */
export class Traffic {
  readonly samples: Sample[] = [];
  readonly startedAtMs: number;
  readonly #parts: TrafficParts;
  readonly #plan: TrafficPlan;
  readonly #clients: readonly ClientState[];
  readonly #running: Promise<unknown>;
  #isOver = false;
  #isCalm = false;

  constructor(parts: TrafficParts, plan: TrafficPlan) {
    this.#parts = parts;
    this.#plan = plan;
    this.startedAtMs = parts.clock.monotonic();
    const madeKeys: string[] = [];
    const { aws, random, storeId } = parts;
    this.#clients = Array.from({ length: plan.clients }, () => ({
      aws,
      random,
      storeId,
      keyId: plan.key,
      madeKeys,
      kept: [],
    }));
    this.#running = Promise.all(this.#clients.map((client, index) => this.#run(client, index)));
  }

  /** Milliseconds since the beginning. */
  get nowMs(): number {
    return this.#parts.clock.monotonic() - this.startedAtMs;
  }

  /** From now on it makes no keys: HSMs that get new ones never hold the same at the same moment. */
  calm(): void {
    this.#isCalm = true;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Once more everything that was acknowledged and kept. Resolves to what of it is lost, by the code of the error. */
  async lost(): Promise<readonly string[]> {
    const lost: string[] = [];
    for (const client of this.#clients)
      for (const sealed of client.kept) {
        const isRight = await decrypts(client, sealed).catch((error: unknown) => codeOf(error));
        if (isRight !== true)
          lost.push(`${sealed.keyArn}: ${isRight === false ? 'decrypts to something else' : isRight}`);
      }
    return lost;
  }

  /** The keys that it has made are deleted in time. */
  async tidy(): Promise<void> {
    const input = { PendingWindowInDays: WAITING_PERIOD_DAYS };
    for (const KeyId of this.#clients[0]?.madeKeys ?? [])
      await this.#parts.aws.call('kms', 'ScheduleKeyDeletion', { KeyId, ...input }).catch(ignoreRefusal);
  }

  async #run(client: ClientState, index: number): Promise<void> {
    const { clock } = this.#parts;
    const { rate, clients } = this.#plan;
    const pauseMs = rate === undefined ? 0 : (1_000 * clients) / rate;
    for (let dueMs = (pauseMs * index) / clients; !this.#isOver; dueMs += pauseMs) {
      if (dueMs > this.nowMs) await clock.sleep(dueMs - this.nowMs);
      if (this.#isOver) return;
      const failed = await this.#send(client);
      if (failed) await clock.sleep(PAUSE_AFTER_FAILURE_MS);
      // Who is late does not send all at once what was due meanwhile.
      dueMs = Math.max(dueMs, this.nowMs - pauseMs);
    }
  }

  async #send(client: ClientState): Promise<boolean> {
    const operation: (client: ClientState) => Promise<boolean> = OPERATIONS[this.#choose()];
    const atMs = this.nowMs;
    try {
      const isRight = await operation(client);
      this.samples.push({ atMs, tookMs: this.nowMs - atMs, error: undefined, wrong: !isRight });
      return false;
    } catch (error) {
      this.samples.push({ atMs, tookMs: this.nowMs - atMs, error: codeOf(error), wrong: false });
      return true;
    }
  }

  #choose(): TrafficOperation {
    const shares = Object.entries(this.#plan.mix) as [TrafficOperation, number][];
    const total = shares.reduce((sum, [, share]) => sum + share, 0);
    const point = (this.#parts.random.int(1_000_000) / 1_000_000) * total;
    let passed = 0;
    const chosen = shares.find(([, share]) => (passed += share) > point)?.[0] ?? 'encrypt';
    return this.#isCalm && chosen === 'create-key' ? 'encrypt' : chosen;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AwsError || error instanceof AwayError) return error.code;
  throw error;
}

function ignoreRefusal(error: unknown): void {
  codeOf(error);
}
