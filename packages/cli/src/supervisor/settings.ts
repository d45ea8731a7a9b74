import { z } from 'zod';
import { PORT, ZONES } from '../defaults.ts';

/** Version of the data directory's layout. A directory with a higher one is left alone. */
export const LAYOUT_VERSION = 1;

export const Port = z.int().min(PORT.min).max(PORT.max);
export const Zones = z.int().min(ZONES.min).max(ZONES.max);
export const VpcPrefix = z
  .string()
  .regex(
    /^127\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/,
    'must be the first two numbers of loopback addresses, such as 127.5',
  );
export const AccountId = z.string().regex(/^\d{12}$/, 'must be 12 digits');
export const Credentials = z
  .array(z.strictObject({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) }))
  .min(1);

/** What a data directory remembers of how its system is to run. */
export const Settings = z.strictObject({
  version: z.int(),
  /** Port of the AWS endpoint on 127.0.0.1. */
  port: Port,
  /** First two numbers of the addresses of HSMs, such as `127.65`. */
  vpcPrefix: VpcPrefix,
  /** Availability Zones per Region. */
  zones: Zones,
  accountId: AccountId.optional(),
  credentials: Credentials.optional(),
  /** How long things take; for cluster-manager and control plane. */
  durations: z.string().optional(),
  /** For the cluster-manager, which has defaults for both. */
  quotas: z.record(z.string(), z.number()).optional(),
  timings: z.record(z.string(), z.number().optional()).optional(),
  /** For the control plane: how many requests are let in, and how often key objects are looked for. */
  rates: z.unknown().optional(),
  auditPeriodMs: z.unknown().optional(),
  /** For both of them. */
  lenientIds: z.boolean().optional(),
  /** The cluster, key store and key of the example: never made, to be made or finished, or made and now the owner's. */
  example: z.enum(['none', 'wanted', 'made']),
  /** How often the system was reset. */
  resets: z.int().min(0),
  /** A reset has begun; whoever finds this erases what the system had made before anything else. */
  resetting: z.boolean(),
});
export type Settings = z.output<typeof Settings>;

/** Undefined when it says none. */
export function readLayoutVersion(content: unknown): number | undefined {
  return z.looseObject({ version: z.int() }).safeParse(content).data?.version;
}
