/** The largest request that a model allows, a key policy in CreateKey, stays far below. */
export const BODY_BYTES_MAX = 1024 * 1024;

/** A request as the dispatcher takes it, from a socket or from a simulation. */
export interface HttpRequest {
  readonly method: string;
  /** With the query, if there is one. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Longer than BODY_BYTES_MAX when it is too long; then not all of it may be there. */
  readonly body: Buffer;
  readonly remoteAddress: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** What follows the body, piece by piece, until it ends or the client goes; then the signal is aborted. */
  readonly stream?: (signal: AbortSignal) => AsyncIterable<string>;
}

/** The first value of a header. */
export function headerOf({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value[0];
}
