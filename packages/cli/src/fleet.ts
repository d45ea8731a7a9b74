import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';

/** Makes the fleet's certificates and keys in a folder, once. */
export async function ensureFleet(folder: string, progress: (step: string) => void): Promise<void> {
  if (existsSync(join(folder, 'complete'))) return;
  progress('making the fleet’s certificates');
  const { manufactureFleet, writeFleet } = await import('@keystorm/hsm-node');
  const runtime = createProcessRuntime({ name: 'manufacture', dataDir: folder, logLevel: 'silent' });
  await writeFleet(runtime.storage, await manufactureFleet(runtime));
  await runtime.storage.writeFile('complete', Buffer.alloc(0));
}
