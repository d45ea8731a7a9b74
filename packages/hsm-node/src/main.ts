import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProcessRuntime, MisuseError, runProcess } from '@keystorm/runtime/process';
import { z } from 'zod';
import { HsmNodeFile } from './config.ts';
import { createHsmNode } from './hsm-node.ts';
import { readFleet } from './manufacture.ts';

function absentIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

await runProcess({
  name: 'hsm-node',
  parse(content) {
    const parsed = HsmNodeFile.safeParse(content);
    if (parsed.success) return parsed.data;
    throw new MisuseError(`The configuration file has mistakes:\n${z.prettifyError(parsed.error)}`);
  },
  async start({ fleetDir, dataDir, logLevel, exitWithParent: _exitWithParent, ...config }, supervision) {
    const fleet = await readFleet({ readFile: (name) => readFile(join(fleetDir, name)).catch(absentIfMissing) });
    if (fleet === undefined) throw new MisuseError(`There is no fleet in ${fleetDir}.`);
    const runtime = createProcessRuntime({ name: `appliance-${config.applianceId}`, dataDir, logLevel, supervision });
    const node = createHsmNode(runtime, { ...config, fleet });
    await node.start();
    return node;
  },
});
