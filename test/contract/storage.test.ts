import { NewerDataError, type Store, table } from '@keystorm/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IMPLEMENTATIONS, type Subject } from './implementations.ts';

const THINGS = table<{ readonly n: number; readonly bytes?: Buffer }>('things');
const OTHERS = table<string>('others');

describe.each(IMPLEMENTATIONS)('storage, %s', (_name, create) => {
  let subject: Subject;
  let store: Store;

  beforeEach(async () => {
    subject = create();
    store = await subject.run(() => subject.a.storage.open('main', 3));
  });
  afterEach(async () => {
    await subject.run(() => store.close());
    subject.end();
  });

  test('a committed transaction is there after the store is opened again, Buffers included', async () => {
    await subject.run(async () => {
      await store.transaction((tx) => tx.put(THINGS, 'k', { n: 1, bytes: Buffer.from('secret') }));
      await store.close();
      store = await subject.reopen().storage.open('main', 3);
      expect(await store.get(THINGS, 'k')).toEqual({ n: 1, bytes: Buffer.from('secret') });
    });
  });

  test('a transaction that throws writes nothing', async () => {
    await subject.run(async () => {
      const failing = store.transaction((tx) => {
        tx.put(THINGS, 'k', { n: 1 });
        tx.put(OTHERS, 'k', 'x');
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await store.list(THINGS)).toEqual([]);
      expect(await store.list(OTHERS)).toEqual([]);
    });
  });

  test('a transaction sees what it has written, others do not before it ends', async () => {
    await subject.run(async () => {
      await store.transaction((tx) => tx.put(THINGS, 'a', { n: 1 }));
      await store.transaction(async (tx) => {
        tx.put(THINGS, 'b', { n: 2 });
        tx.delete(THINGS, 'a');
        expect(await tx.get(THINGS, 'a')).toBeUndefined();
        expect(await tx.list(THINGS)).toEqual([['b', { n: 2 }]]);
        expect(await store.list(THINGS)).toEqual([['a', { n: 1 }]]);
      });
      expect(await store.list(THINGS)).toEqual([['b', { n: 2 }]]);
    });
  });

  test('transactions run one after the other, however long they take', async () => {
    await subject.run(async () => {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.transaction(async (tx) => {
            const { n } = (await tx.get(THINGS, 'counter')) ?? { n: 0 };
            await subject.a.clock.sleep(1);
            tx.put(THINGS, 'counter', { n: n + 1 });
          }),
        ),
      );
      expect(await store.get(THINGS, 'counter')).toEqual({ n: 20 });
    });
  });

  test.each([
    { name: 'all, in order', range: {}, keys: ['a', 'b', 'c', 'd'] },
    { name: 'backwards', range: { reverse: true }, keys: ['d', 'c', 'b', 'a'] },
    { name: 'from, included', range: { from: 'b' }, keys: ['b', 'c', 'd'] },
    { name: 'to, not included', range: { to: 'c' }, keys: ['a', 'b'] },
    { name: 'limited', range: { from: 'b', limit: 2 }, keys: ['b', 'c'] },
    { name: 'limited, backwards', range: { to: 'd', limit: 1, reverse: true }, keys: ['c'] },
  ])('list gives $name', async ({ range, keys }) => {
    await subject.run(async () => {
      await store.transaction((tx) => {
        for (const [n, key] of ['c', 'a', 'd', 'b'].entries()) tx.put(THINGS, key, { n });
      });
      expect((await store.list(THINGS, range)).map(([key]) => key)).toEqual(keys);
      await store.transaction(async (tx) => {
        tx.put(THINGS, 'zzz', { n: 9 });
        tx.delete(THINGS, 'zzz');
        expect((await tx.list(THINGS, range)).map(([key]) => key)).toEqual(keys);
      });
    });
  });

  test('data of a newer version is refused and left alone', async () => {
    await subject.run(async () => {
      await store.transaction((tx) => tx.put(THINGS, 'k', { n: 1 }));
      await store.close();
      await expect(subject.reopen().storage.open('main', 2)).rejects.toThrow(NewerDataError);
      store = await subject.reopen().storage.open('main', 3);
      expect(await store.get(THINGS, 'k')).toEqual({ n: 1 });
    });
  });

  test('files are replaced whole, listed by prefix, and removed', async () => {
    await subject.run(async () => {
      const { storage } = subject.a;
      expect(await storage.readFile('backups/1')).toBeUndefined();
      await storage.writeFile('backups/1', Buffer.from('long content'));
      await storage.writeFile('backups/1', Buffer.from('short'));
      await storage.writeFile('key', Buffer.from('k'));
      expect((await storage.readFile('backups/1'))?.toString()).toBe('short');
      expect(await storage.listFiles('backups/')).toEqual(['backups/1']);
      await storage.removeFile('backups/1');
      await storage.removeFile('backups/1');
      expect(await storage.listFiles('backups/')).toEqual([]);
    });
  });
});
