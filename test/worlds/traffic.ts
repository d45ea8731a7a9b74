import { DecryptCommand, EncryptCommand, type KMSClient, KMSServiceException } from '@aws-sdk/client-kms';
import { until, type World } from './world.ts';

const PLAINTEXT_BYTES_MAX = 256;
/** Ciphertexts that clients choose from when they decrypt. The oldest stay for good, the others make room for new ones. */
const KEPT_MAX = 512;
const OLDEST = 64;
/** A client that was refused waits so long before it asks again, as any client should. */
const PAUSE_AFTER_FAILURE_MS = 10;

export interface TrafficOptions {
  readonly keyIds: readonly string[];
  /** Clients at once; each sends one request after the other. */
  readonly clients?: number;
  /** How many requests of a hundred are Encrypt; the others are Decrypt. */
  readonly encryptPercent?: number;
  /** Requests of one client at most: forgotten traffic ends by itself. */
  readonly requestsMax?: number;
}

/** What the clients have met in some time. */
export interface Tally {
  readonly succeeded: number;
  /** How many requests failed, by the exception's name or the system's error code. */
  readonly failed: Readonly<Record<string, number>>;
  /** Decryptions that gave other bytes than were encrypted, or named another key. */
  readonly wrong: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

/** Clients that encrypt and decrypt until they are told to stop. Every decryption is compared with what was encrypted. */
export interface Traffic {
  /** What was met since the last lap. */
  lap(): Tally;
  /** Waits until every client has been answered that often more, with success or without. */
  answers(count: number): Promise<void>;
  /** Goes on for that long. */
  during(ms: number): Promise<void>;
  stop(): Promise<Tally>;
}

interface Sealed {
  readonly keyId: string;
  readonly plaintext: Buffer;
  readonly context: Record<string, string>;
  readonly ciphertext: Uint8Array;
}

/** Starts traffic in either world. The clients share the SDK's connections, which are kept alive. */
export function startTraffic(world: World, options: TrafficOptions): Traffic {
  const { clients = 16, keyIds, encryptPercent = 50, requestsMax = 100_000 } = options;
  const counts = new Counts();
  const load = { world, kms: world.kms(), keyIds, encryptPercent, kept: [], counts };
  const answered = Array.from({ length: clients }, () => 0);
  let isOver = false;
  const running = answered.map(async (_, client) => {
    for (let sent = 0; sent < requestsMax && !isOver; sent += 1) {
      const succeeded = await request(load);
      answered[client] = sent + 1;
      if (!succeeded) await world.operator.clock.sleep(PAUSE_AFTER_FAILURE_MS);
    }
  });
  return {
    lap: () => counts.lap(),
    async answers(count) {
      const before = [...answered];
      await until(world, 'the clients are not answered', () =>
        Promise.resolve(answered.every((now, client) => now - before[client]! >= count) || undefined),
      );
    },
    during: (ms) => world.operator.clock.sleep(ms),
    async stop() {
      isOver = true;
      await Promise.all(running);
      return counts.lap();
    },
  };
}

interface Load {
  readonly world: World;
  readonly kms: KMSClient;
  readonly keyIds: readonly string[];
  readonly encryptPercent: number;
  readonly kept: Sealed[];
  readonly counts: Counts;
}

/** One request; false when it failed. */
async function request(load: Load): Promise<boolean> {
  const { clock, random } = load.world.operator;
  const sealed = random.int(100) < load.encryptPercent ? undefined : load.kept[random.int(load.kept.length || 1)];
  const sentAt = clock.monotonic();
  try {
    const isRight = sealed === undefined ? await encrypt(load) : await decrypts(load, sealed);
    load.counts.succeeded(clock.monotonic() - sentAt, isRight);
    return true;
  } catch (error) {
    load.counts.failed(clock.monotonic() - sentAt, failureCode(error));
    return false;
  }
}

async function encrypt({ world, kms, keyIds, kept }: Load): Promise<true> {
  const { random } = world.operator;
  const keyId = keyIds[random.int(keyIds.length)]!;
  const plaintext = random.bytes(1 + random.int(PLAINTEXT_BYTES_MAX));
  const context = { purpose: `traffic ${random.int(10)}` };
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: keyId, Plaintext: plaintext, EncryptionContext: context }),
  );
  const sealed = { keyId, plaintext, context, ciphertext: CiphertextBlob! };
  if (kept.length < KEPT_MAX) kept.push(sealed);
  else kept[OLDEST + random.int(KEPT_MAX - OLDEST)] = sealed;
  return true;
}

async function decrypts({ kms }: Load, { keyId, plaintext, context, ciphertext }: Sealed): Promise<boolean> {
  const { KeyId, Plaintext } = await kms.send(
    new DecryptCommand({ CiphertextBlob: ciphertext, EncryptionContext: context }),
  );
  return KeyId?.endsWith(`/${keyId}`) === true && Buffer.from(Plaintext ?? []).equals(plaintext);
}

/** The name of an exception that the endpoint answered, or the code of what went wrong on the way to it. */
function failureCode(error: unknown): string {
  if (error instanceof KMSServiceException) return error.name;
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}

class Counts {
  #latenciesMs: number[] = [];
  #failed = new Map<string, number>();
  #wrong = 0;
  #failures = 0;

  succeeded(latencyMs: number, isRight: boolean): void {
    this.#latenciesMs.push(latencyMs);
    if (!isRight) this.#wrong += 1;
  }

  failed(latencyMs: number, code: string): void {
    this.#latenciesMs.push(latencyMs);
    this.#failures += 1;
    this.#failed.set(code, (this.#failed.get(code) ?? 0) + 1);
  }

  lap(): Tally {
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    const tally = {
      succeeded: sorted.length - this.#failures,
      failed: Object.fromEntries(this.#failed),
      wrong: this.#wrong,
      medianMs: sorted[sorted.length >> 1] ?? 0,
      slowestMs: sorted.at(-1) ?? 0,
    };
    this.#latenciesMs = [];
    this.#failed = new Map();
    this.#wrong = 0;
    this.#failures = 0;
    return tally;
  }
}

/** A tally in one line, for people. */
export function describeTally({ succeeded, failed, wrong, medianMs, slowestMs }: Tally): string {
  const failures = Object.entries(failed).map(([code, count]) => `${count} ${code}`);
  const numbers = [`${succeeded} succeeded`, ...failures, ...(wrong > 0 ? [`${wrong} WRONG`] : [])];
  return `${numbers.join(', ')}; median ${medianMs.toFixed(1)} ms, slowest ${slowestMs.toFixed(0)} ms`;
}
