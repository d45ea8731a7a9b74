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

/** HSMs of a cluster. Source: AWS CloudHSM User Guide, "AWS CloudHSM quotas". */
const NODES_MAX = 28;

/** Settings of key_mgmt_util that a person writes. Source: AWS CloudHSM User Guide, "Key synchronization and durability settings in AWS CloudHSM". */
const ClientSettings = z.strictObject({
  /** On how many HSMs a new key must be, for the command that makes it to succeed. */
  create_object_minimum_nodes: z.int().min(1).max(NODES_MAX).optional(),
});
const ClientFile = ServerFile.extend({ client: ClientSettings.optional() });

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

/** Throws CommandError. */
export async function readServerFile(files: ToolFiles, path: string): Promise<readonly ConfiguredServer[]> {
  const { servers } = await readConfiguration(files, path, ServerFile, 'npx configure --cmu <IP address of an HSM>');
  return configuredServers(path, servers);
}

/** What key_mgmt_util knows. */
export interface ClientConfiguration {
  readonly servers: readonly ConfiguredServer[];
  /** On how many HSMs a new key must be. */
  readonly minimumNodes: number;
}

/** Throws CommandError. */
export async function readClientFile(files: ToolFiles, path: string): Promise<ClientConfiguration> {
  const { servers, client } = await readConfiguration(
    files,
    path,
    ClientFile,
    'npx configure -a <IP address of an HSM>',
  );
  return { servers: configuredServers(path, servers), minimumNodes: client?.create_object_minimum_nodes ?? 1 };
}

/** The file with other HSMs and the settings that it has, if it can be read. */
export async function serverFileAt(files: ToolFiles, path: string, hsms: readonly KnownHsm[]): Promise<Buffer> {
  const { data } = ClientFile.safeParse(parse((await files.read(path))?.toString('utf8') ?? ''));
  return serverFile(hsms, data?.client);
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
export function serverFile(hsms: readonly KnownHsm[], client?: z.output<typeof ClientSettings>): Buffer {
  return Buffer.from(`${JSON.stringify({ servers: serverEntries(hsms), client }, null, 2)}\n`);
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
