import { connect } from 'node:net';
import { AddressInUseError } from '@keystorm/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { BODY_BYTES_MAX, type HttpRequest } from './messages.ts';
import { serveHttp } from './server.ts';

async function serving(handle: Parameters<typeof serveHttp>[1]): Promise<string> {
  const server = await serveHttp({ host: '127.0.0.1', port: 0 }, handle);
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

test('passes on the whole request and sends the whole answer', async () => {
  const seen: HttpRequest[] = [];
  const endpoint = await serving((request) => {
    seen.push(request);
    return Promise.resolve({ status: 400, headers: { 'x-amzn-requestid': 'r' }, body: 'ünsinn' });
  });
  const response = await fetch(`${endpoint}/a?b=c`, { method: 'POST', headers: { 'X-Amz-Target': 't' }, body: 'body' });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-length')).toBe('7');
  expect(response.headers.get('x-amzn-requestid')).toBe('r');
  expect(await response.text()).toBe('ünsinn');
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/a?b=c', remoteAddress: '127.0.0.1' });
  expect(seen[0]?.headers).toMatchObject({ 'x-amz-target': 't' });
  expect(seen[0]?.body.toString()).toBe('body');
});

test('passes on no more of a body that is too long than shows it, and closes the connection', async () => {
  const lengths: number[] = [];
  const endpoint = await serving(({ body }) => {
    lengths.push(body.length);
    return Promise.resolve({ status: 413, headers: {}, body: 'too long' });
  });
  const body = Buffer.alloc(BODY_BYTES_MAX + 1);
  const response = await fetch(endpoint, { method: 'POST', body });
  expect(await response.text()).toBe('too long');
  // One that the server stops reading may see its connection go before it sees the answer.
  await fetch(endpoint, { method: 'POST', body: Buffer.alloc(8 * BODY_BYTES_MAX) }).catch(() => undefined);
  expect(lengths[0]).toBe(BODY_BYTES_MAX + 1);
  expect(lengths[1]).toBeLessThan(2 * BODY_BYTES_MAX);
});

test('outlives a client that goes away in the middle of a request', async () => {
  const endpoint = await serving(() => Promise.resolve({ status: 200, headers: {}, body: '' }));
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
  await new Promise<void>((resolve) =>
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc', () => resolve()),
  );
  socket.destroy();
  expect((await fetch(endpoint, { method: 'POST' })).status).toBe(200);
});

test('says which address is taken', async () => {
  const endpoint = await serving(() => Promise.resolve({ status: 200, headers: {}, body: '' }));
  const port = Number(new URL(endpoint).port);
  await expect(serveHttp({ host: '127.0.0.1', port }, () => Promise.reject(new Error('not called')))).rejects.toThrow(
    AddressInUseError,
  );
});

test('closing waits for a request under way', async () => {
  const gate = Promise.withResolvers<void>();
  const server = await serveHttp({ host: '127.0.0.1', port: 0 }, async () => {
    await gate.promise;
    return { status: 200, headers: {}, body: 'done' };
  });
  const response = fetch(`http://127.0.0.1:${server.port}`, { method: 'POST' });
  await new Promise((resolve) => setImmediate(resolve));
  const connected = response.then((answer) => answer.text());
  gate.resolve();
  expect(await connected).toBe('done');
  await server.close();
});

/** Counts up, for as long as somebody listens. */
async function* numbers(signal: AbortSignal, ended: () => void): AsyncGenerator<string> {
  try {
    for (let number = 0; !signal.aborted; number += 1) {
      yield `${number}\n`;
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    ended();
  }
}

test('a stream goes on until the client is gone', async () => {
  const over = Promise.withResolvers<void>();
  const endpoint = await serving(() =>
    Promise.resolve({ status: 200, headers: {}, body: '', stream: (signal) => numbers(signal, over.resolve) }),
  );
  const client = new AbortController();
  const { body } = await fetch(endpoint, { signal: client.signal });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toMatch(/^0\n/);
  client.abort();
  await over.promise;
});

test('closing ends every stream', async () => {
  const over = Promise.withResolvers<void>();
  const server = await serveHttp({ host: '127.0.0.1', port: 0 }, () =>
    Promise.resolve({ status: 200, headers: {}, body: '', stream: (signal) => numbers(signal, over.resolve) }),
  );
  const { body } = await fetch(`http://127.0.0.1:${server.port}`);
  const text = new Response(body).text();
  await server.close();
  await over.promise;
  expect(await text).toMatch(/^0\n1\n/);
});
