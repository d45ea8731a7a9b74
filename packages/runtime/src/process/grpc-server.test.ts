import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUPERVISOR_SERVICE } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { type Handlers, serving } from '../index.ts';
import { ProcessNetwork } from './network.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };
const DEADLINE = { deadlineMs: 30_000 };

test('on a Unix socket, the end of one client does not end the others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-'));
  const network = new ProcessNetwork(SILENT);
  const address = `unix:${join(folder, 'socket')}`;
  const lost = Promise.withResolvers<void>();
  const handlers = {
    ListProcesses: () => ({ processes: [] }),
    ShutDown(_request: object, { connection }: { readonly connection: { readonly closed: AbortSignal } }) {
      connection.closed.addEventListener('abort', () => lost.resolve());
      return {};
    },
  } as unknown as Handlers<NonNullable<(typeof SUPERVISOR_SERVICE)['definition']>>;
  const server = await network.serve({ address, services: [serving(SUPERVISOR_SERVICE, handlers)] });
  const [first, second] = [
    network.connect(SUPERVISOR_SERVICE, { address }),
    network.connect(SUPERVISOR_SERVICE, { address }),
  ];
  await first.call('ListProcesses', {}, DEADLINE);
  await second.call('ShutDown', {}, DEADLINE);
  second.close();
  await lost.promise;
  expect(await first.call('ListProcesses', {}, DEADLINE)).toEqual({ processes: [] });
  first.close();
  await server.close();
  rmSync(folder, { recursive: true });
});
