import { z } from 'zod';
import { configuredServers, type ConfiguredServer, readConfiguration, ServerEntry } from './server-file.ts';
import type { ToolFiles } from './tool-io.ts';

const ClusterEntry = z.strictObject({ cluster_id: z.string().min(1), servers: z.array(ServerEntry).min(1) });

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
  readonly clusters: readonly { readonly clusterId: string; readonly servers: readonly ConfiguredServer[] }[];
  readonly checkAvailability: boolean;
  readonly retryMode: RetryMode;
}

/** Throws CommandError. */
export async function readCliFile(files: ToolFiles, path: string): Promise<CliConfiguration> {
  const { clusters, disable_key_availability_check, default_retry_mode } = await readCliContent(files, path);
  return {
    clusters: clusters.map(({ cluster_id, servers }) => ({
      clusterId: cluster_id,
      servers: configuredServers(path, servers),
    })),
    checkAvailability: !disable_key_availability_check,
    retryMode: default_retry_mode,
  };
}

export function readCliContent(files: ToolFiles, path: string): Promise<CliFileContent> {
  return readConfiguration(files, path, CliFile, REMEDY);
}

export function cliFile(content: z.input<typeof CliFile>): Buffer {
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}
