import { HSM_SERVICE, type HsmServiceDefinition, isHsmError } from '@keystorm/protocol';
import { expect, onTestFinished, test } from 'vitest';
import type { Peer, ServeOptions } from '../runtime.ts';
import { type Handlers, serving } from '../index.ts';
import { unsupervised } from './faults/supervision.ts';
import { CALLS_AT_ONCE_MAX, CALLS_PER_MESSAGE_MAX } from './limits.ts';
import { createProcessLog } from './log.ts';
import { ProcessNetwork } from './network.ts';

const DEADLINE = { deadlineMs: 60_000 };
const LOCALHOST = '127.0.0.1';

interface Subject {
  /** A client of the server with a connection of its own. */
  connect(): Peer<HsmServiceDefinition>;
}

async function serve(
  handlers: Partial<Handlers<HsmServiceDefinition>>,
  options: Partial<ServeOptions> = {},
  supervision = unsupervised(),
): Promise<Subject> {
  const log = createProcessLog('test', 'silent');
  const services = [serving(HSM_SERVICE, handlers as Handlers<HsmServiceDefinition>)];
  const server = await new ProcessNetwork(log, supervision).serve({ address: `${LOCALHOST}:0`, services, ...options });
  onTestFinished(() => server.close());
  return {
    connect() {
      const peer = new ProcessNetwork(log).connect(HSM_SERVICE, { address: server.address });
      onTestFinished(() => peer.close());
      return peer;
    },
  };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (isHsmError(error)) return error.code;
    throw error;
  }
}

test('a connection above the limit is closed at once, and one that ends makes room', async () => {
  const { connect } = await serve({ Probe: () => ({}) }, { connectionsMax: 2 });
  const [first, second, third] = [connect(), connect(), connect()];
  expect(await codeOf(first.call('Probe', {}, DEADLINE))).toBe('ok');
  expect(await codeOf(second.call('Probe', {}, DEADLINE))).toBe('ok');
  expect(await codeOf(third.call('GetInfo', {}, DEADLINE))).toMatch(/HSM_UNREACHABLE|NO_ANSWER/);
  expect(await codeOf(first.call('Probe', {}, DEADLINE))).toBe('ok');
  second.close();
  await expect.poll(() => codeOf(third.call('Probe', {}, DEADLINE)), { timeout: DEADLINE.deadlineMs }).toBe('ok');
});

test('of a connection so many calls are answered at once, and the next one waits', async () => {
  const gate = Promise.withResolvers<void>();
  let underWay = 0;
  const { connect } = await serve({
    Probe: () => ({}),
    async ListUsers() {
      underWay += 1;
      await gate.promise;
      return {};
    },
  });
  const [greedy, other] = [connect(), connect()];
  const calls = Array.from({ length: CALLS_AT_ONCE_MAX + 1 }, () => greedy.call('ListUsers', {}, DEADLINE));
  await expect.poll(() => underWay, { timeout: DEADLINE.deadlineMs }).toBe(CALLS_AT_ONCE_MAX);
  await other.call('Probe', {}, DEADLINE);
  expect(underWay).toBe(CALLS_AT_ONCE_MAX);
  gate.resolve();
  await Promise.all(calls);
  expect(underWay).toBe(CALLS_AT_ONCE_MAX + 1);
});

test('a request that is too large does not reach its handler, and the connection goes on', async () => {
  const arrived: number[] = [];
  const handlers: Partial<Handlers<HsmServiceDefinition>> = {
    ImportMaskedKey({ maskedKey }) {
      arrived.push(maskedKey.length);
      return {};
    },
  };
  const { connect } = await serve(handlers, { requestBytesMax: 1_000 });
  const peer = connect();
  const send = (bytes: number) => peer.call('ImportMaskedKey', { maskedKey: Buffer.alloc(bytes) }, DEADLINE);
  await expect(send(1_001)).rejects.toThrow('larger than max');
  await send(900);
  expect(arrived).toEqual([900]);
});

test('calls that a stream carries are never too large together', async () => {
  const bytes = 1_000;
  const { connect } = await serve(
    { Encrypt: ({ plaintext }) => ({ ciphertext: plaintext }) },
    { requestBytesMax: CALLS_PER_MESSAGE_MAX * (bytes + 100) },
  );
  const peer = connect();
  const calls = Array.from({ length: 3 * CALLS_PER_MESSAGE_MAX }, () =>
    codeOf(peer.call('Encrypt', { plaintext: Buffer.alloc(bytes) }, DEADLINE)),
  );
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['ok']));
});

test('a call whose deadline has passed before it begins does not begin', async () => {
  const supervision = unsupervised();
  const begun: string[] = [];
  const handlers: Partial<Handlers<HsmServiceDefinition>> = {
    Probe: () => ({}),
    DeleteUser({ userName }) {
      begun.push(userName);
      return {};
    },
  };
  const { connect } = await serve(handlers, {}, supervision);
  const peer = connect();
  await peer.call('Probe', {}, DEADLINE);
  const late = { hosts: [LOCALHOST], cut: false, delayMs: 200, jitterMs: 0, lossRate: 0 };
  supervision.faults.network.set([late]);
  expect(await codeOf(peer.call('DeleteUser', { userName: 'late' }, { deadlineMs: 50 }))).toBe('NO_ANSWER');
  // What comes later overtakes nothing.
  await peer.call('DeleteUser', { userName: 'in-time' }, DEADLINE);
  expect(begun).toEqual(['in-time']);
});
