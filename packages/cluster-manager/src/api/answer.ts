/** What an API answers over HTTP. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}
