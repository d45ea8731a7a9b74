import type { ClientIdentity } from '@keystorm/hsm-client';
import { z } from 'zod';
import { CommandError } from '../command-error.ts';
import { IDENTITY_ENTRIES, readIdentity } from './client-identity.ts';
import { configuredServers, type ConfiguredServer, readConfiguration, ServerEntry } from './server-file.ts';
import type { ToolFiles } from './tool-io.ts';

const ClusterEntry = z.strictObject({
  cluster_id: z.string().min(1),
  servers: z.array(ServerEntry).min(1),
  /** By what its HSMs know the tool; neither, or both. */
  [IDENTITY_ENTRIES.certificate]: z.string().optional(),
  [IDENTITY_ENTRIES.privateKey]: z.string().optional(),
});

/** Whether calls that an HSM is too busy for are made again. Source: AWS CloudHSM User Guide, "HSM throttling". */
export const RETRY_MODES = ['standard', 'off'] as const;
export type RetryMode = (typeof RETRY_MODES)[number];

/** What cloudhsm-cli knows. Source: AWS CloudHSM User Guide, "Client SDK 5 configure tool". */
const CliFile = z.strictObject({
  /** The first one is meant where a command names none. */
  clusters: z.array(ClusterEntry).min(1),
  disable_key_availability_check: z.boolean().default(false),
  default_retry_mode: z.enum(RETRY_MODES).default('standard'),
});

export type CliFileContent = z.output<typeof CliFile>;

const REMEDY = 'npx configure-cli -a <IP address of an HSM>';

export interface CliConfiguration {
  readonly clusters: readonly {
    readonly clusterId: string;
    readonly servers: readonly ConfiguredServer[];
    readonly identity: ClientIdentity | undefined;
  }[];
  readonly checkAvailability: boolean;
  readonly retryMode: RetryMode;
}

/** Throws CommandError. */
export async function readCliFile(files: ToolFiles, path: string): Promise<CliConfiguration> {
  const { clusters, disable_key_availability_check, default_retry_mode } = await readCliContent(files, path);
  return {
    clusters: await Promise.all(
      clusters.map(async (entry) => ({
        clusterId: entry.cluster_id,
        servers: configuredServers(path, entry.servers),
        identity: await identityOf(files, path, entry),
      })),
    ),
    checkAvailability: !disable_key_availability_check,
    retryMode: default_retry_mode,
  };
}

/** Throws CommandError. */
async function identityOf(
  files: ToolFiles,
  path: string,
  { client_cert_hsm_tls_path: certificate, client_key_hsm_tls_path: privateKey }: z.output<typeof ClusterEntry>,
): Promise<ClientIdentity | undefined> {
  if (certificate === undefined && privateKey === undefined) return undefined;
  if (certificate !== undefined && privateKey !== undefined)
    return await readIdentity(files, { certificate, privateKey });
  throw new CommandError(
    `${path} has one of ${Object.values(IDENTITY_ENTRIES).join(' and ')}, and they belong together.`,
  );
}

export function readCliContent(files: ToolFiles, path: string): Promise<CliFileContent> {
  return readConfiguration(files, path, CliFile, REMEDY);
}

export function cliFile(content: z.input<typeof CliFile>): Buffer {
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}
