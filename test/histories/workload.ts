import type { Random } from '@keystorm/runtime';
import { AnsweredError, callAws, signedHeaders, type World } from '../worlds/world.ts';
import type { Observed } from './linearizability.ts';
import type { AliasInput, AliasOutput, KeyInput, KeyOutput, StoreInput, StoreOutput } from './models.ts';

const PAUSE_MS_MAX = 60;
/** What is done to keys one time out of sixteen each; enabling twice as often, so that most keys can be used. */
const KEY_INPUTS = ['enable', 'disable', 'schedule deletion', 'cancel deletion', 'describe', 'enable'] as const;
/** Keys of one history: few, so that calls meet. */
const KEYS_MAX = 6;

interface Ciphertext {
  readonly keyId: string;
  readonly blob: string;
  readonly plaintext: string;
}

type Answer = Readonly<Record<string, string>>;
type Outcome = { readonly answer: Answer } | { readonly refusal: AnsweredError } | { readonly unknown: true };

/** What clients do to a system, and everything that they were told. */
export class Workload {
  readonly #world: World;
  readonly #random: Random;
  readonly #aliases: readonly string[];
  readonly #storeId: string;
  /** Ids of the keys whose creation was acknowledged. */
  readonly keys: string[] = [];
  readonly ciphertexts: Ciphertext[] = [];
  readonly violations: string[] = [];
  readonly keyCalls = new Map<string, Observed<KeyInput, KeyOutput>[]>();
  readonly aliasCalls = new Map<string, Observed<AliasInput, AliasOutput>[]>();
  readonly storeCalls: Observed<StoreInput, StoreOutput>[] = [];
  readonly counts = { done: 0, refused: 0, unknown: 0 };
  #plaintexts = 0;

  /** The name tells its aliases from those of other workloads. */
  constructor(world: World, random: Random, storeId: string, name = 'history') {
    this.#world = world;
    this.#random = random;
    this.#aliases = [`alias/${name}-a`, `alias/${name}-b`];
    this.#storeId = storeId;
  }

  /** Calls one operation after the other. */
  async client(goesOn: () => boolean): Promise<void> {
    const { operator } = this.#world;
    while (goesOn()) {
      await this.#something();
      await operator.clock.sleep(this.#int(PAUSE_MS_MAX));
    }
  }

  /** The owner of the store, who disconnects and connects it now and then. */
  async owner(goesOn: () => boolean): Promise<void> {
    const { operator } = this.#world;
    while (goesOn()) {
      await operator.clock.sleep(this.#int(1_500));
      await this.storeCall(this.#pick(['connect', 'disconnect', 'connect', 'describe']));
    }
  }

  /** Whoever can read this text in a log has found a secret. */
  newPlaintext(): string {
    this.#plaintexts += 1;
    return `canary-${this.#plaintexts}-${this.#random.bytes(9).toString('base64url')}`;
  }

  async #something(): Promise<unknown> {
    if (this.keys.length === 0 || (this.keys.length < KEYS_MAX && this.#int(12) === 0)) return this.createKey();
    const keyId = this.#pick(this.keys);
    const dice = this.#int(16);
    const input = KEY_INPUTS[dice];
    if (input !== undefined) return this.keyCall(keyId, input);
    if (dice === 6) return this.#int(2) === 0 ? this.#forgery(keyId) : this.#wrongContext(this.#pick(this.ciphertexts));
    if (dice === 7) return this.#dataKey(keyId);
    if (dice === 8) {
      return this.aliasCall(
        this.#pick(this.#aliases),
        this.#pick([{ create: keyId }, { update: keyId }, 'delete', 'read']),
      );
    }
    const isNew = this.ciphertexts.length === 0 || this.#int(2) === 0;
    return isNew ? this.#encrypt(keyId) : this.decrypt(this.#pick(this.ciphertexts));
  }

  async createKey(): Promise<void> {
    const outcome = await this.#call('CreateKey', { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: this.#storeId });
    if (!('answer' in outcome)) return;
    const { KeyId = '' } = outcome.answer.KeyMetadata as unknown as Answer;
    this.keys.push(KeyId);
  }

  async keyCall(keyId: string, input: Exclude<KeyInput, 'use'>): Promise<KeyOutput | undefined> {
    const operation = KEY_OPERATIONS[input];
    const schedule = input === 'schedule deletion' ? { PendingWindowInDays: 7 } : {};
    return this.#observed(
      this.#callsOfKey(keyId),
      input,
      () => this.#call(operation, { KeyId: keyId, ...schedule }),
      (outcome) => {
        if ('answer' in outcome) return input === 'describe' ? (keyStateOf(outcome.answer) as KeyOutput) : 'done';
        if ('refusal' in outcome) return keyRefusal(outcome.refusal);
        return undefined;
      },
    );
  }

  async aliasCall(AliasName: string, input: AliasInput): Promise<void> {
    let calls = this.aliasCalls.get(AliasName);
    if (calls === undefined) this.aliasCalls.set(AliasName, (calls = []));
    const call = () => {
      if (input === 'read') return this.#call('DescribeKey', { KeyId: AliasName });
      if (input === 'delete') return this.#call('DeleteAlias', { AliasName });
      return 'create' in input
        ? this.#call('CreateAlias', { AliasName, TargetKeyId: input.create })
        : this.#call('UpdateAlias', { AliasName, TargetKeyId: input.update });
    };
    await this.#observed(calls, input, call, (outcome) => {
      if ('answer' in outcome)
        return input === 'read' ? { key: (outcome.answer.KeyMetadata as unknown as Answer).KeyId ?? '' } : 'done';
      if (!('refusal' in outcome)) return undefined;
      if (outcome.refusal.code === 'AlreadyExistsException') return 'exists';
      return outcome.refusal.code === 'NotFoundException' ? 'missing' : 'nothing';
    });
  }

  async storeCall(input: StoreInput): Promise<StoreOutput | undefined> {
    const operation = {
      connect: 'ConnectCustomKeyStore',
      disconnect: 'DisconnectCustomKeyStore',
      describe: 'DescribeCustomKeyStores',
    }[input];
    const call = () => this.#call(operation, { CustomKeyStoreId: this.#storeId });
    return this.#observed(this.storeCalls, input, call, (outcome) => {
      if ('refusal' in outcome)
        return outcome.refusal.code === 'CustomKeyStoreInvalidStateException' ? 'refused' : 'nothing';
      if (!('answer' in outcome)) return undefined;
      const [store] = (outcome.answer.CustomKeyStores ?? []) as unknown as readonly Answer[];
      return input === 'describe' ? (store?.ConnectionState as StoreOutput) : 'done';
    });
  }

  /** Decrypts what was acknowledged; anything but the same plaintext, or a refusal, is a violation. */
  async decrypt({ keyId, blob, plaintext }: Ciphertext): Promise<boolean> {
    const outcome = await this.#use(keyId, 'Decrypt', { CiphertextBlob: blob });
    if ('refusal' in outcome && ['InvalidCiphertextException', 'AccessDeniedException'].includes(outcome.refusal.code))
      this.violations.push(`an acknowledged ciphertext was refused: ${outcome.refusal.code}`);
    if (!('answer' in outcome)) return false;
    if (Buffer.from(outcome.answer.Plaintext ?? '', 'base64').toString() !== plaintext)
      this.violations.push('a decryption returned wrong bytes');
    return true;
  }

  async #encrypt(keyId: string): Promise<void> {
    const plaintext = this.newPlaintext();
    const outcome = await this.#use(keyId, 'Encrypt', {
      KeyId: keyId,
      Plaintext: Buffer.from(plaintext).toString('base64'),
    });
    if ('answer' in outcome) this.ciphertexts.push({ keyId, blob: outcome.answer.CiphertextBlob ?? '', plaintext });
  }

  async #dataKey(keyId: string): Promise<void> {
    const outcome = await this.#use(keyId, 'GenerateDataKey', { KeyId: keyId, KeySpec: 'AES_256' });
    if (!('answer' in outcome)) return;
    const { CiphertextBlob: blob = '', Plaintext = '' } = outcome.answer;
    this.ciphertexts.push({ keyId, blob, plaintext: Buffer.from(Plaintext, 'base64').toString() });
  }

  /** What nobody signed, or what was changed since, is answered with nothing. */
  async #forgery(keyId: string): Promise<void> {
    const body = Buffer.from(JSON.stringify({ KeyId: keyId, Plaintext: 'QQ==' }));
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Encrypt' };
    const signed = this.#int(2) === 0 ? signedHeaders(this.#world, 'kms', headers, Buffer.from('{}')) : headers;
    const answer = await this.#world.send({ headers: signed, body }).catch(() => undefined);
    if (answer?.status === 200) this.violations.push('a request without a valid signature was answered');
  }

  /** A ciphertext opens in its own encryption context only. */
  async #wrongContext(ciphertext: Ciphertext | undefined): Promise<void> {
    if (ciphertext === undefined) return;
    const EncryptionContext = { not: 'the one it was encrypted in' };
    const outcome = await this.#use(ciphertext.keyId, 'Decrypt', {
      CiphertextBlob: ciphertext.blob,
      EncryptionContext,
    });
    if ('answer' in outcome) this.violations.push('a ciphertext was decrypted in another encryption context');
  }

  async #use(keyId: string, operation: string, input: object): Promise<Outcome> {
    let kept: Outcome = { unknown: true };
    const call = async () => (kept = await this.#call(operation, input));
    await this.#observed(this.#callsOfKey(keyId), 'use', call, (outcome) => {
      if ('answer' in outcome) return 'done';
      if (!('refusal' in outcome)) return 'nothing';
      if (outcome.refusal.code === 'DisabledException') return 'disabled';
      return keyRefusal(outcome.refusal);
    });
    return kept;
  }

  /** Notes a call with its times. `nothing` says that the outcome tells nothing, and that nothing was changed. */
  async #observed<I, O>(
    calls: Observed<I, O>[],
    input: I,
    call: () => Promise<Outcome>,
    read: (outcome: Outcome) => O | 'nothing' | undefined,
  ): Promise<O | undefined> {
    const { clock } = this.#world.operator;
    const calledAt = clock.monotonic();
    const outcome = await call();
    const output = read(outcome);
    if (output === 'nothing') return undefined;
    const returnedAt = output === undefined ? Number.POSITIVE_INFINITY : clock.monotonic();
    calls.push({ input, output, calledAt, returnedAt });
    return output;
  }

  #callsOfKey(keyId: string): Observed<KeyInput, KeyOutput>[] {
    let calls = this.keyCalls.get(keyId);
    if (calls === undefined) this.keyCalls.set(keyId, (calls = []));
    return calls;
  }

  async #call(operation: string, input: object): Promise<Outcome> {
    try {
      const answer = await callAws<Answer>(this.#world, 'kms', operation, input);
      this.counts.done += 1;
      return { answer };
    } catch (error) {
      // A fault of the service may have come after the deed.
      if (!(error instanceof AnsweredError) || error.status >= 500) {
        this.counts.unknown += 1;
        return { unknown: true };
      }
      this.counts.refused += 1;
      if (
        error.code === 'NotFoundException' &&
        !operation.includes('Alias') &&
        !JSON.stringify(input).includes('alias/')
      )
        this.violations.push(`an acknowledged key was not found by ${operation}`);
      return { refusal: error };
    }
  }

  #int(below: number): number {
    return this.#random.int(below);
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#int(values.length)] as T;
  }
}

const KEY_OPERATIONS = {
  enable: 'EnableKey',
  disable: 'DisableKey',
  'schedule deletion': 'ScheduleKeyDeletion',
  'cancel deletion': 'CancelKeyDeletion',
  describe: 'DescribeKey',
} as const;

function keyStateOf(answer: Answer): string {
  return (answer.KeyMetadata as unknown as Answer).KeyState ?? '';
}

/** What a refusal says about the key; the cluster's troubles say nothing. */
function keyRefusal({ message }: AnsweredError): KeyOutput | 'nothing' {
  if (message.endsWith('is not pending deletion.')) return 'not pending';
  return message.endsWith('is pending deletion.') ? 'pending' : 'nothing';
}
