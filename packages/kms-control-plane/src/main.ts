import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProcessRuntime, MisuseError, runProcess } from '@keystorm/runtime/process';
import { z } from 'zod';
import { ControlPlaneFile } from './config.ts';
import { createControlPlane } from './control-plane.ts';
import { serveHttp } from './http/server.ts';

await runProcess({
  name: 'kms-control-plane',
  parse(content) {
    const parsed = ControlPlaneFile.safeParse(content);
    if (parsed.success) return parsed.data;
    throw new MisuseError(`The configuration file has mistakes:\n${z.prettifyError(parsed.error)}`);
  },
  async start({ http, fleetDir, dataDir, logLevel, exitWithParent: _exitWithParent, ...config }, supervision) {
    const runtime = createProcessRuntime({ name: 'control-plane', dataDir, logLevel, supervision });
    const read = (name: string) => readFile(join(fleetDir, name), 'utf8');
    const identity = {
      ca: await read('ca.crt'),
      certificate: await read('control-plane.crt'),
      privateKey: await read('control-plane.key'),
    };
    const controlPlane = createControlPlane(runtime, { ...config, identity });
    await controlPlane.start();
    const server = await serveHttp(http, (request) => controlPlane.handle(request));
    runtime.log.info({ host: http.host, port: server.port }, 'control plane is ready');
    return {
      async stop() {
        await server.close();
        await controlPlane.stop();
      },
    };
  },
});
