import { HSM_SERVICE, type HsmServiceDefinition } from '@keystorm/protocol';
import { type Handlers, serving } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { issueCredential } from '../../../hsm-node/src/crypto/certificates.ts';
import { HsmServer } from './hsm-server.ts';
import { TypedFiles } from './typed-terminal.fixture.ts';

/** Of an HSM that answers, to a tool that knows no certificate authority. */
const ANSWERS = 'MISSING_TRUST_ANCHOR';

test('an HSM that is back is found at the next look, however long it was away', async () => {
  const runtime = createProcessRuntime({ name: 'test', dataDir: tmpdir(), logLevel: 'silent' });
  const authority = await issueCredential(runtime, 'authority', 'authority');
  const tls = await issueCredential(runtime, 'hsm', 'transport', authority);
  const handlers: Partial<Handlers<HsmServiceDefinition>> = { GetInfo: () => ({ hsmId: 'hsm-aaaaaaaaaaa' }) };
  const services = [serving(HSM_SERVICE, handlers as Handlers<HsmServiceDefinition>)];
  const serve = (address: string) => runtime.network.serve({ address, services, tls });

  const first = await serve('127.0.0.1:0');
  const [hostname = '', port] = first.address.split(':');
  const configured = { name: hostname, hostname, port: Number(port), trustAnchorPath: '/ca.crt' };
  const server = new HsmServer(runtime, new TypedFiles({}), 0, configured);
  onTestFinished(() => server.close());
  expect(await server.look()).toBe(ANSWERS);
  await first.close();
  // Each attempt that fails makes a connection wait longer before the next.
  for (let looks = 0; looks < 5; looks += 1) expect(await server.look()).toBe('DISCONNECTED');
  const second = await serve(first.address);
  onTestFinished(() => second.close());
  expect(await server.look()).toBe(ANSWERS);
});
