import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HSM_SERVICE, HsmError, type HsmServiceDefinition, isHsmError } from '@keystorm/protocol';
import { type Handlers, type Peer, type Server, serving, table } from '@keystorm/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IMPLEMENTATIONS, ProcessMachine, type Subject } from './implementations.ts';

const THINGS = table<number>('things');
const DEADLINE = { deadlineMs: 5_000 };
const SHORT = { deadlineMs: 300 };

/** Counts what it is asked; unary calls and those of the stream alike. */
function counting(count: () => void): Handlers<HsmServiceDefinition> {
  const refuse = () => {
    throw new HsmError('NOT_PERMITTED', 'not here');
  };
  const methods = Object.keys(HSM_SERVICE.methods).map((method) => [method, refuse]);
  const answer = () => {
    count();
    return {};
  };
  const handlers = Object.fromEntries(methods) as Handlers<HsmServiceDefinition>;
  return { ...handlers, Probe: answer, ListUsers: answer };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return isHsmError(error) ? error.code : String(error);
  }
}

const both = (peer: Peer<HsmServiceDefinition>, options: { readonly deadlineMs: number }) =>
  Promise.all([codeOf(peer.call('Probe', {}, options)), codeOf(peer.call('ListUsers', {}, options))]);

describe.each(IMPLEMENTATIONS)('faults of the network, %s', (_name, create) => {
  let subject: Subject;
  let server: Server;
  let peer: Peer<HsmServiceDefinition>;
  let carriedOut: number;

  beforeEach(async () => {
    subject = create();
    carriedOut = 0;
    await subject.run(async () => {
      const services = [
        serving(
          HSM_SERVICE,
          counting(() => (carriedOut += 1)),
        ),
      ];
      server = await subject.a.network.serve({ address: `${subject.host}:0`, services });
      peer = subject.b.network.connect(HSM_SERVICE, { address: server.address });
    });
  });
  afterEach(async () => {
    await subject.run(async () => {
      peer.close();
      await server.close();
    });
    subject.end();
  });

  test('what does not come to the server is not carried out', async () => {
    await subject.run(async () => {
      expect(await both(peer, DEADLINE)).toEqual(['ok', 'ok']);
      subject.faults.cut('b', 'a');
      expect(await both(peer, SHORT)).toEqual(['NO_ANSWER', 'NO_ANSWER']);
      expect(carriedOut).toBe(2);
      subject.faults.heal();
      expect(await both(peer, DEADLINE)).toEqual(['ok', 'ok']);
    });
  });

  test('what is answered and does not come back was carried out', async () => {
    await subject.run(async () => {
      expect(await both(peer, DEADLINE)).toEqual(['ok', 'ok']);
      subject.faults.cut('a', 'b');
      expect(await both(peer, SHORT)).toEqual(['NO_ANSWER', 'NO_ANSWER']);
      expect(carriedOut).toBe(4);
      subject.faults.heal();
      expect(await both(peer, DEADLINE)).toEqual(['ok', 'ok']);
    });
  });

  test.each([
    ['b', 'a'],
    ['a', 'b'],
  ] as const)('a cut from %s to %s that falls into the setting up of a connection is survived', async (from, to) => {
    await subject.run(async () => {
      subject.faults.cut(from, to);
      const codes = await both(peer, SHORT);
      expect(codes).not.toContain('ok');
      expect(carriedOut).toBe(0);
      subject.faults.heal();
      let code: string;
      do code = await codeOf(peer.call('Probe', {}, DEADLINE));
      while (code !== 'ok');
    });
  });

  test('a delay is one of each way', async () => {
    await subject.run(async () => {
      const { clock } = subject.b;
      expect(await both(peer, DEADLINE)).toEqual(['ok', 'ok']);
      subject.faults.delay('a', 'b', 30);
      subject.faults.delay('b', 'a', 30);
      for (const method of ['Probe', 'ListUsers'] as const) {
        const began = clock.monotonic();
        await peer.call(method, {}, DEADLINE);
        // Timers of a process count whole milliseconds.
        expect(clock.monotonic() - began).toBeGreaterThanOrEqual(58);
      }
    });
  });
});

describe.each(IMPLEMENTATIONS)('a disk that fails, %s', (_name, create) => {
  test('refuses writes and keeps what it has; what is written afterwards is there', async () => {
    const subject = create();
    await subject.run(async () => {
      const { storage } = subject.a;
      const store = await storage.open('main', 1);
      const put = (value: number) => store.transaction((tx) => tx.put(THINGS, 'thing', value));
      await put(1);
      await storage.writeFile('file', Buffer.from('old'));
      subject.faults.failDisk(true);
      await expect(put(2)).rejects.toThrow();
      await expect(storage.writeFile('file', Buffer.from('new'))).rejects.toThrow();
      expect(await store.get(THINGS, 'thing')).toBe(1);
      expect((await storage.readFile('file'))?.toString()).toBe('old');
      subject.faults.failDisk(false);
      await put(3);
      await storage.writeFile('file', Buffer.from('new'));
      expect(await store.get(THINGS, 'thing')).toBe(3);
      expect((await storage.readFile('file'))?.toString()).toBe('new');
      await store.close();
    });
    subject.end();
  });
});

describe('what only processes have', () => {
  let folder: string;
  let a: ProcessMachine;
  let b: ProcessMachine;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keystorm-faults-'));
    a = new ProcessMachine('a', folder);
    b = new ProcessMachine('b', folder);
  });
  afterEach(() => {
    a.end();
    b.end();
    rmSync(folder, { recursive: true, force: true });
  });

  async function withServer(work: (peer: Peer<HsmServiceDefinition>) => Promise<void>): Promise<void> {
    const services = [
      serving(
        HSM_SERVICE,
        counting(() => undefined),
      ),
    ];
    const server = await a.runtime.network.serve({ address: '127.0.0.1:0', services });
    const peer = b.runtime.network.connect(HSM_SERVICE, { address: server.address });
    await work(peer);
    peer.close();
    await server.close();
  }

  test('a reset breaks the connections with a host, and no others', () =>
    withServer(async (peer) => {
      await peer.call('Probe', {}, DEADLINE);
      let losses = 0;
      peer.onConnectionLost(() => (losses += 1));
      b.faults.network.reset(['127.0.0.99']);
      await peer.call('Probe', {}, DEADLINE);
      expect(losses).toBe(0);
      const lost = new Promise<void>((resolve) => peer.onConnectionLost(resolve));
      b.faults.network.reset(['127.0.0.1']);
      await lost;
      await peer.call('ListUsers', {}, DEADLINE);
    }));

  test('a lost message comes only when it has been sent again', () =>
    withServer(async (peer) => {
      await peer.call('Probe', {}, DEADLINE);
      a.link('b', { lossRate: 1 });
      expect(await codeOf(peer.call('Probe', {}, { deadlineMs: 150 }))).toBe('NO_ANSWER');
      a.heal();
      await peer.call('Probe', {}, DEADLINE);
    }));

  test.each([
    { failure: 'full', code: 'ENOSPC' },
    { failure: 'broken', code: 'EIO' },
  ] as const)('a $failure disk says $code', async ({ failure, code }) => {
    const store = await a.runtime.storage.open('main', 1);
    a.disk({ slowMs: 0, failure, corrupt: false });
    await expect(store.transaction((tx) => tx.put(THINGS, 'thing', 1))).rejects.toMatchObject({ code });
    await store.close();
  });

  test('a slow disk writes after its time', async () => {
    const { clock, storage } = a.runtime;
    const store = await storage.open('main', 1);
    a.disk({ slowMs: 50, corrupt: false });
    const began = clock.monotonic();
    await store.transaction((tx) => tx.put(THINGS, 'thing', 1));
    expect(clock.monotonic() - began).toBeGreaterThanOrEqual(49);
    expect(await store.get(THINGS, 'thing')).toBe(1);
    await store.close();
  });

  test('a corrupt store cannot be opened, and is as it was when the fault is over', async () => {
    const store = await a.runtime.storage.open('main', 1);
    await store.transaction((tx) => tx.put(THINGS, 'thing', 1));
    a.disk({ slowMs: 0, corrupt: true });
    expect(await store.get(THINGS, 'thing')).toBe(1);
    await store.close();
    await expect(a.runtime.storage.open('main', 1)).rejects.toThrow('not a database');
    a.disk(undefined);
    const reopened = await a.runtime.storage.open('main', 1);
    expect(await reopened.get(THINGS, 'thing')).toBe(1);
    await reopened.close();
  });

  test('a clock that goes wrong wakes who waits for its time, and never runs backwards', async () => {
    const { clock } = a.runtime;
    const [now, host] = [clock.now(), clock.host()];
    const waiting = clock.sleepUntil(now + 3_600_000);
    const skewed = (skewMs: number) => a.faults.follow({ links: [], skewMs, service: [] });
    skewed(3_600_000);
    await waiting;
    expect(clock.host()).toBeGreaterThanOrEqual(host + 3_600_000);
    const ahead = clock.now();
    skewed(-3_600_000);
    expect(clock.host()).toBeLessThan(host);
    expect(clock.now()).toBeGreaterThanOrEqual(ahead);
  });
});
