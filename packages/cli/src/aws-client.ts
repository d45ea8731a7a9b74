import { type AccessKey, signRequest } from '@keystorm/aws-api';
import type { Clock } from '@keystorm/runtime';
import { CommandError } from './command-error.ts';

/** What every client uses unless the system was given others. */
export const ACCESS_KEY: AccessKey = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Longer than any operation takes. */
const CALL_MS = 30_000;

const TARGETS = {
  kms: { prefix: 'TrentService', scope: 'kms' },
  cloudhsmv2: { prefix: 'BaldrApiService', scope: 'cloudhsm' },
} as const;

/** An error that the service answered. */
export class AwsError extends CommandError {
  readonly code: string;

  constructor(operation: string, code: string, message: string) {
    super(`${operation}: ${code}: ${message}`);
    this.code = code;
  }
}

/** No answer, or one that says that the fault is not the caller's: another attempt may have more luck. */
export class AwayError extends CommandError {
  /** Of the exception, or `NoAnswer`. */
  readonly code: string;

  constructor(operation: string, code: string, message: string) {
    super(`${operation}: ${message}`);
    this.code = code;
  }
}

/** A client of the AWS endpoint: signs, calls, returns the decoded answer. */
export class AwsClient {
  readonly #endpoint: string;
  readonly #region: string;
  readonly #accessKey: AccessKey;
  readonly #clock: Clock;

  constructor(endpoint: string, region: string, accessKey: AccessKey, clock: Clock) {
    this.#endpoint = endpoint;
    this.#region = region;
    this.#accessKey = accessKey;
    this.#clock = clock;
  }

  async call<T>(service: keyof typeof TARGETS, operation: string, input: object): Promise<T> {
    const { prefix, scope } = TARGETS[service];
    const body = Buffer.from(JSON.stringify(input));
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${prefix}.${operation}` };
    const signed = signRequest({ method: 'POST', host: new URL(this.#endpoint).host, headers, body }, this.#accessKey, {
      region: this.#region,
      service: scope,
      hostMs: this.#clock.host(),
    });
    const { status, text } = await this.#send(operation, signed, body);
    const answer = (text === '' ? {} : JSON.parse(text)) as { __type?: string; message?: string; Message?: string };
    if (status === 200) return answer as T;
    const code = answer.__type ?? `HTTP ${status}`;
    if (status >= 500) throw new AwayError(operation, code, code);
    throw new AwsError(operation, code, answer.message ?? answer.Message ?? '');
  }

  async #send(operation: string, headers: Record<string, string>, body: Buffer<ArrayBuffer>) {
    try {
      const init = { method: 'POST', headers, body, signal: AbortSignal.timeout(CALL_MS) };
      const response = await fetch(this.#endpoint, init);
      return { status: response.status, text: await response.text() };
    } catch {
      throw new AwayError(operation, 'NoAnswer', `${this.#endpoint} does not answer`);
    }
  }
}
