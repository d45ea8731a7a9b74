import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AddressInUseError } from '@keystorm/runtime';
import { BODY_BYTES_MAX, type HttpRequest, type HttpResponse } from './messages.ts';

const CONNECTIONS_MAX = 10_000;
/** A client that sends its request more slowly is cut off. */
const REQUEST_MS_MAX = 30_000;
/** Longer than clients keep a connection for later, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000;
/** What stopping waits for requests under way. */
const STOP_MS_MAX = 2_000;

export interface HttpServer {
  /** Where it listens. */
  readonly port: number;
  /** Stops listening, lets requests under way end, closes every connection. */
  close(): Promise<void>;
}

/** Listens for HTTP. Rejects with AddressInUseError when something else listens there. */
export async function serveHttp(
  { host, port }: { readonly host: string; readonly port: number },
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<HttpServer> {
  const closing = new AbortController();
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS_MAX },
    (incoming, outgoing) => {
      answer(incoming, outgoing, handle, closing.signal).catch(() => outgoing.destroy());
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, host, port);
  return { port: (server.address() as AddressInfo).port, close: () => close(server, closing) };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw isTaken ? new AddressInUseError(`${host}:${port}`) : error;
  }
}

async function close(server: Server, closing: AbortController): Promise<void> {
  const closed = once(server, 'close');
  closing.abort(new Error('the server closes'));
  server.close();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), STOP_MS_MAX);
  await closed;
  clearTimeout(force);
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: HttpRequest) => Promise<HttpResponse>,
  closing: AbortSignal,
): Promise<void> {
  const body = await readBody(incoming);
  const response = await handle({
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body,
    remoteAddress: incoming.socket.remoteAddress ?? '',
  });
  if (response.stream !== undefined) return stream(outgoing, response, response.stream, closing);
  // What was not read stands in the way of a next request.
  send(outgoing, incoming.complete ? response : { ...response, headers: { ...response.headers, connection: 'close' } });
}

/** Of one that is too long, no more than shows that it is. */
async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Left early, it must not take the connection with it: the answer is still to go out.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > BODY_BYTES_MAX) break;
  }
  const [only = Buffer.alloc(0)] = chunks;
  return chunks.length > 1 ? Buffer.concat(chunks) : only;
}

/** Head and body leave in one piece, which a client on the same machine notices. */
function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}

/** A client that does not read holds up what produces the stream, and nothing else. */
async function stream(
  outgoing: ServerResponse,
  { status, headers }: HttpResponse,
  produce: NonNullable<HttpResponse['stream']>,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort(new Error('the client is gone')));
  const signal = AbortSignal.any([gone.signal, closing]);
  outgoing.writeHead(status, { ...headers, connection: 'close' });
  for await (const piece of produce(signal)) {
    if (signal.aborted) break;
    if (!outgoing.write(piece)) await once(outgoing, 'drain', { signal }).catch(() => undefined);
  }
  outgoing.end();
}
