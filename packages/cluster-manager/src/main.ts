import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProcessRuntime, MisuseError, runProcess } from '@keystorm/runtime/process';
import { z } from 'zod';
import { createClusterManager } from './cluster-manager.ts';
import { ClusterManagerConfig } from './config.ts';

/** The configuration file of a cluster-manager that is a process. */
const ConfigFile = ClusterManagerConfig.omit({ identity: true }).extend({
  /** Folder that holds the fleet's material; `ca.crt`, `cluster-manager.crt` and `.key` are read. */
  fleetDir: z.string().min(1),
  /** Folder for everything that outlives the process. */
  dataDir: z.string().min(1),
  /** pino's level. */
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** End when standard input reaches its end: then whoever started the process is gone. */
  exitWithParent: z.boolean().default(false),
});

await runProcess({
  name: 'cluster-manager',
  parse(content) {
    const parsed = ConfigFile.safeParse(content);
    if (parsed.success) return parsed.data;
    throw new MisuseError(`The configuration file has mistakes:\n${z.prettifyError(parsed.error)}`);
  },
  async start({ fleetDir, dataDir, logLevel, exitWithParent: _exitWithParent, ...config }, supervision) {
    const runtime = createProcessRuntime({ name: 'cluster-manager', dataDir, logLevel, supervision });
    const read = (name: string) => readFile(join(fleetDir, name), 'utf8');
    const identity = {
      ca: await read('ca.crt'),
      certificate: await read('cluster-manager.crt'),
      privateKey: await read('cluster-manager.key'),
    };
    const manager = createClusterManager(runtime, { ...config, identity });
    await manager.start();
    return manager;
  },
});
