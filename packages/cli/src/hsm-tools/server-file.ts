import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { CommandError } from '../command-error.ts';
import type { ToolFiles } from './tool-io.ts';

/** The tools' files in a data directory; on a machine that uses AWS, `etc` is `/opt/cloudhsm/etc`. */
export const ETC_FILES = {
  /** The certificate authority with which the customer signed the cluster's certificate; the operator copies it there. */
  trustAnchor: 'etc/customerCA.crt',
  /** HSMs of cloudhsm_mgmt_util. */
  cmu: 'etc/cloudhsm_mgmt_util.cfg',
  /** HSMs of key_mgmt_util. */
  client: 'etc/cloudhsm_client.cfg',
  /** Clusters of cloudhsm-cli. */
  cli: 'etc/cloudhsm-cli.cfg',
  /** What key_mgmt_util has to say to an operator. */
  clientLog: 'logs/cloudhsm_client.log',
} as const;

export const ServerEntry = z.strictObject({
  /** Address of the HSM's network interface; what the tools print. */
  name: z.string().min(1),
  hostname: z.string().min(1),
  port: z.int().min(1).max(65_535),
  /** Relative to the folder of this file. */
  owner_cert_path: z.string().min(1),
});
const ServerFile = z.strictObject({ servers: z.array(ServerEntry).min(1) });

/**
 * The HSMs that a tool knows, in the order of their server numbers. A tool never asks for others: an HSM that was added
 * since is not there until `configure` is run again.
 * Source: AWS CloudHSM User Guide, "Prepare to run cloudhsm_mgmt_util".
 */
export interface ConfiguredServer {
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
  readonly trustAnchorPath: string;
}

/** `option` is that with which `configure` makes the file. Throws CommandError. */
export async function readServerFile(
  files: ToolFiles,
  path: string,
  option: '--cmu' | '-a' = '--cmu',
): Promise<readonly ConfiguredServer[]> {
  const remedy = `npx configure ${option} <IP address of an HSM>`;
  const { servers } = await readConfiguration(files, path, ServerFile, remedy);
  return configuredServers(path, servers);
}

/** Reads a configuration file; `remedy` is the command that makes it. Throws CommandError. */
export async function readConfiguration<T>(
  files: ToolFiles,
  path: string,
  schema: z.ZodType<T>,
  remedy: string,
): Promise<T> {
  const content = await files.read(path);
  if (content === undefined)
    throw new CommandError(`There is no configuration file ${path}. Make it with \`${remedy}\`.`);
  const file = schema.safeParse(parse(content.toString('utf8')));
  if (file.success) return file.data;
  throw new CommandError(`${path} is damaged:\n${z.prettifyError(file.error)}\nMake it anew with \`${remedy}\`.`);
}

export function configuredServers(
  path: string,
  servers: readonly z.output<typeof ServerEntry>[],
): readonly ConfiguredServer[] {
  return servers.map(({ name, hostname, port, owner_cert_path }) => ({
    name,
    hostname,
    port,
    trustAnchorPath: resolve(dirname(path), owner_cert_path),
  }));
}

/** On which an HSM with an address of its own listens. Source: AWS CloudHSM User Guide, "Cluster security group". */
export const DATA_PORT = 2223;

/** An HSM as the system knows it. */
export interface KnownHsm {
  readonly eniIp: string;
  /** `host:port` of the data service. */
  readonly dataAddress: string;
  /** Number in the order of joining the cluster. */
  readonly slot: number;
}

/** The content of a configuration file: HSMs in the order in which they joined the cluster. */
export function serverFile(hsms: readonly KnownHsm[]): Buffer {
  return Buffer.from(`${JSON.stringify({ servers: serverEntries(hsms) }, null, 2)}\n`);
}

export function serverEntries(hsms: readonly KnownHsm[]): readonly z.output<typeof ServerEntry>[] {
  return [...hsms]
    .sort((a, b) => a.slot - b.slot)
    .map(({ eniIp, dataAddress }) => {
      const colon = dataAddress.lastIndexOf(':');
      return {
        name: eniIp,
        hostname: dataAddress.slice(0, colon),
        port: Number(dataAddress.slice(colon + 1)),
        owner_cert_path: basename(ETC_FILES.trustAnchor),
      };
    });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
