import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listeningAddress } from '@keystorm/hsm-node';
import { isServing } from '@keystorm/runtime/process';
import { z } from 'zod';
import { CommandError } from '../command-error.ts';

const DEADLINE_MS = 2_000;

/** Where a daemon listens: the endpoint, the cluster-manager's services, or an appliance's admin service. */
const Listening = z.looseObject({
  fleetDir: z.string(),
  http: z.looseObject({ port: z.int() }).optional(),
  listenAddress: z.string().optional(),
  adminAddress: z.string().optional(),
  listenHost: z.string().optional(),
});

/** Asks a daemon on this machine whether it serves. Throws CommandError when it does not. */
export async function health(configFile: string): Promise<void> {
  const config = Listening.parse(JSON.parse(readFileSync(configFile, 'utf8')));
  const serves = await ask(config).catch((error: unknown) => {
    throw new CommandError(`It does not answer: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!serves) throw new CommandError('It does not serve.');
}

async function ask({ fleetDir, http, ...config }: z.output<typeof Listening>): Promise<boolean> {
  if (http !== undefined) {
    const url = `http://127.0.0.1:${http.port}/_keystorm/health`;
    return (await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) })).ok;
  }
  const address = config.listenAddress ?? (config.adminAddress && listeningAddress(config.adminAddress, config));
  if (address === undefined) throw new Error('the configuration names no address');
  const read = (name: string) => readFileSync(join(fleetDir, name), 'utf8');
  const tls = { trustAnchor: read('ca.crt'), certificate: read('operator.crt'), privateKey: read('operator.key') };
  return isServing({ address, tls }, DEADLINE_MS);
}
