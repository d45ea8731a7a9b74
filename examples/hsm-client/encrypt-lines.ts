/**
 * Encrypts every line of standard input under a key of its own, and decrypts it again, while HSMs come and go. See
 * README.md beside it.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type ClusterSession, type HsmEndpoint, openClusterSession } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';

const READY_MS = 30_000;
/** A key object counts as created when it is on so many HSMs. */
const COPIES = 2;

const { values, positionals } = parseArgs({
  options: { ca: { type: 'string' }, user: { type: 'string' } },
  allowPositionals: true,
});
const password = process.env.KEYSTORM_HSM_PASSWORD;
if (values.ca === undefined || values.user === undefined || password === undefined || positionals.length < COPIES) {
  console.error('KEYSTORM_HSM_PASSWORD=… encrypt-lines.ts --ca customerCA.crt --user NAME HSM=ADDRESS HSM=ADDRESS …');
  process.exit(2);
}

const runtime = createProcessRuntime({ name: 'example', dataDir: tmpdir(), logLevel: 'silent' });
const session = openClusterSession(runtime, {
  endpoints: positionals.map(endpointOf),
  trustAnchor: readFileSync(values.ca, 'utf8'),
  credentials: {
    userType: 'USER_TYPE_CU',
    userName: values.user,
    passwords: [{ password: new Secret(password) }],
  },
});
try {
  const ready = await session.ready(positionals.length, READY_MS);
  console.log(`logged in on ${ready} of ${positionals.length} HSMs`);
  await encryptLines(session);
} finally {
  await session.close();
}

async function encryptLines(hsms: ClusterSession): Promise<void> {
  const id = runtime.random.bytes(16);
  const { handle } = await hsms.createKey({ label: 'example', id, lengthBytes: 32, extractable: false });
  console.log(`created key object ${handle}`);
  for await (const line of createInterface({ input: process.stdin })) {
    const requestId = runtime.random.uuid();
    const ciphertext = await hsms.encrypt(handle, Buffer.from(line), id, requestId);
    const plaintext = await hsms.decrypt(handle, ciphertext, id, requestId);
    const states = hsms.health().map(({ endpoint, state }) => `${endpoint.hsmId} ${state}`);
    console.log(`${ciphertext.length} bytes of ciphertext give: ${plaintext.toString()} (${states.join(', ')})`);
  }
  await hsms.deleteKey(handle);
  console.log(`deleted key object ${handle}`);
}

function endpointOf(text: string): HsmEndpoint {
  const [hsmId = '', address = ''] = text.split('=');
  return { hsmId, address };
}
