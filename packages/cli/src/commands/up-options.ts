import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ClusterManagerConfig } from '@keystorm/cluster-manager/config';
import { ControlPlaneConfig } from '@keystorm/kms-control-plane/config';
import { z } from 'zod';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { AccountId, Credentials, Port, type Settings, VpcPrefix, Zones } from '../supervisor/settings.ts';

const { quotas, durations, timings } = ClusterManagerConfig.shape;
const { rates, auditPeriodMs } = ControlPlaneConfig.shape;

/** The file of `up --config`: every option under the name of its flag, and what has no flag. */
const ConfigFile = z.strictObject({
  /** Relative to the file. */
  dataDir: z.string().min(1).optional(),
  port: Port.optional(),
  azs: Zones.optional(),
  vpcPrefix: VpcPrefix.optional(),
  empty: z.boolean().optional(),
  detach: z.boolean().optional(),
  /** Owner of everything, 12 digits. */
  accountId: AccountId.optional(),
  /** Access keys that may sign requests; the first is the one that `keystorm env` prints. */
  credentials: Credentials.optional(),
  quotas: quotas.unwrap().optional(),
  durations: durations.unwrap().optional(),
  timings: timings.unwrap().optional(),
  rates: rates.unwrap().optional(),
  auditPeriodMs: auditPeriodMs.unwrap().optional(),
  lenientIds: z.boolean().optional(),
});
type ConfigFile = z.output<typeof ConfigFile>;

/** The flags of `up`, as they were typed. */
export interface UpFlags {
  readonly dataDir?: string;
  readonly port?: number;
  readonly azs?: number;
  readonly vpcPrefix?: string;
  readonly empty?: boolean;
  readonly detach?: boolean;
  readonly config?: string;
  readonly json?: boolean;
}

export type UpOptions = ConfigFile & { readonly dataDir: string; readonly json: boolean };

/** What is asked for: flags win over the file. Throws CommandError with all mistakes of the file. */
export function upOptions(flags: UpFlags, dataDirDefault: string): UpOptions {
  const { config, json = false, ...rest } = flags;
  const file: ConfigFile = config === undefined ? {} : readConfigFile(config);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...file, ...given, dataDir: rest.dataDir ?? file.dataDir ?? dataDirDefault, json };
}

function readConfigFile(path: string): ConfigFile {
  const file = ConfigFile.safeParse(readJson(path));
  if (!file.success)
    throw new CommandError(
      `The configuration file ${path} has mistakes; nothing was started:\n${z.prettifyError(file.error)}`,
      EXIT_MISUSED,
    );
  const { dataDir } = file.data;
  return { ...file.data, ...(dataDir === undefined ? {} : { dataDir: resolve(dirname(path), dataDir) }) };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CommandError(
      `The configuration file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      EXIT_MISUSED,
    );
  }
}

/** Networks and names are made with these, so a data directory keeps the ones that it began with. */
const UNCHANGEABLE = [
  ['--azs', 'azs', 'zones'],
  ['--vpc-prefix', 'vpcPrefix', 'vpcPrefix'],
  ['accountId', 'accountId', 'accountId'],
] as const;

/** Refuses what cannot change any more. */
export function refuseChanges(options: UpOptions, kept: Settings): void {
  for (const [name, option, setting] of UNCHANGEABLE) {
    const asked = options[option];
    if (asked === undefined || asked === kept[setting]) continue;
    throw new CommandError(
      `This data directory was made with ${name} ${kept[setting] ?? 'left at its default'}, and everything in it belongs to that. Leave it out, or name another --data-dir.`,
    );
  }
}
