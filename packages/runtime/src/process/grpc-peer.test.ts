import { createServer, type Server, type Socket } from 'node:net';
import { HSM_SERVICE, isHsmError } from '@keystorm/protocol';
import { afterEach, expect, test } from 'vitest';
import { serving } from '../index.ts';
import { ProcessNetwork } from './network.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };
const network = new ProcessNetwork(SILENT);
const held: Socket[] = [];
let silent: Server | undefined;

afterEach(async () => {
  for (const socket of held.splice(0)) socket.destroy();
  const server = silent;
  silent = undefined;
  if (server?.listening) await new Promise((resolve) => server.close(resolve));
});

// grpc-js by itself stays CONNECTING for ever here, also after the network heals (grpc-node #2785).
test('a server that accepts and keeps silent is left when its deadline passes, and found when it speaks', async () => {
  silent = createServer((socket) => held.push(socket));
  const { port } = await new Promise<{ port: number }>((resolve) => {
    const server = silent as Server;
    server.listen(0, '127.0.0.1', () => resolve(server.address() as { port: number }));
  });
  const peer = network.connect(HSM_SERVICE, { address: `127.0.0.1:${port}`, tls: { trustAnchor: '' } });
  for (const method of ['GetInfo', 'Probe'] as const) {
    const error: unknown = await peer.call(method, {}, { deadlineMs: 200 }).catch((reason: unknown) => reason);
    expect(isHsmError(error, 'HSM_UNREACHABLE')).toBe(true);
  }
  // The channel is replaced: a call with time enough ends with it, and not by its deadline, which has other words.
  const error: unknown = await peer.call('GetInfo', {}, { deadlineMs: 20_000 }).catch((reason: unknown) => reason);
  expect(isHsmError(error, 'HSM_UNREACHABLE')).toBe(true);
  expect(String(error)).not.toContain('cannot be reached');
  peer.close();
});

test('after a silent phase during set-up, calls go through as soon as the server speaks', async () => {
  const handlers = new Proxy({}, { get: () => () => ({ hsmId: 'hsm-back' }) }) as Parameters<typeof serving<object>>[1];
  silent = createServer((socket) => held.push(socket));
  const { port } = await new Promise<{ port: number }>((resolve) => {
    const server = silent as Server;
    server.listen(0, '127.0.0.1', () => resolve(server.address() as { port: number }));
  });
  const address = `127.0.0.1:${port}`;
  const peer = network.connect(HSM_SERVICE, { address });
  await peer.call('GetInfo', {}, { deadlineMs: 100 }).catch(() => undefined);
  for (const socket of held.splice(0)) socket.destroy();
  await new Promise((resolve) => silent?.close(resolve));
  const server = await network.serve({ address, services: [serving(HSM_SERVICE as never, handlers)] });
  let hsmId: string | undefined;
  while (hsmId === undefined)
    hsmId = (await peer.call('GetInfo', {}, { deadlineMs: 500 }).catch(() => undefined))?.hsmId;
  expect(hsmId).toBe('hsm-back');
  peer.close();
  await server.close();
});
