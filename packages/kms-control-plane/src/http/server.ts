import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AddressInUseError } from '@keystorm/runtime';
import type { HttpRequest, HttpResponse } from './messages.ts';

/** The largest request that a model allows, a key policy in CreateKey, stays far below. */
const BODY_BYTES_MAX = 1024 * 1024;
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
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS_MAX },
    (incoming, outgoing) => {
      answer(incoming, outgoing, handle).catch(() => outgoing.destroy());
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, host, port);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
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

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
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
): Promise<void> {
  const body = await readBody(incoming);
  if (body === undefined) {
    send(outgoing, { status: 413, headers: { connection: 'close' }, body: '' });
    return;
  }
  const response = await handle({
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body,
    remoteAddress: incoming.socket.remoteAddress ?? '',
  });
  send(outgoing, response);
}

/** Undefined when it is too long. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

/** Head and body leave in one piece, which a client on the same machine notices. */
function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
