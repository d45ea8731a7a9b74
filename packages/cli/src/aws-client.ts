import { type AccessKey, signRequest } from '@keystorm/aws-api';
import { CommandError } from './command-error.ts';

/** What every client uses unless it was told otherwise. */
export const ACCESS_KEY: AccessKey = { accessKeyId: 'test', secretAccessKey: 'test' };

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

/** A client of the AWS endpoint: signs, calls, returns the decoded answer. */
export class AwsClient {
  readonly #endpoint: string;
  readonly #region: string;

  constructor(endpoint: string, region: string) {
    this.#endpoint = endpoint;
    this.#region = region;
  }

  async call<T>(service: keyof typeof TARGETS, operation: string, input: object): Promise<T> {
    const { prefix, scope } = TARGETS[service];
    const body = Buffer.from(JSON.stringify(input));
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${prefix}.${operation}` };
    const signed = signRequest({ method: 'POST', host: new URL(this.#endpoint).host, headers, body }, ACCESS_KEY, {
      region: this.#region,
      service: scope,
      hostMs: Date.now(),
    });
    const response = await fetch(this.#endpoint, { method: 'POST', headers: signed, body });
    const text = await response.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as { __type?: string; message?: string; Message?: string };
    if (response.ok) return answer as T;
    throw new AwsError(operation, answer.__type ?? `HTTP ${response.status}`, answer.message ?? answer.Message ?? '');
  }
}
