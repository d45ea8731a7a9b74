import { OPERATIONS, type OperationName } from '@keystorm/aws-api/kms';
import { z } from 'zod';
import { AWS_RATES } from './rates.ts';

const hostPort = z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port');
const pem = z.string().regex(/^-----BEGIN /, 'must be PEM');

const perSecond = z.number().positive();

/** Requests per second; what is left out has no limit. */
export const RateLimitsConfig = z.strictObject({
  perStore: perSecond.optional(),
  symmetricCryptography: perSecond.optional(),
  operations: z.partialRecord(z.enum(Object.keys(OPERATIONS) as OperationName[]), perSecond).optional(),
});

/** By name: the quotas of AWS, or none at all. */
const RatesConfig = z.union([
  z.enum(['aws', 'none']).transform((name) => (name === 'aws' ? AWS_RATES : {})),
  RateLimitsConfig,
]);

const HOUR_MS = 3_600_000;

export const ControlPlaneConfig = z.strictObject({
  /** `host:port` of the cluster-manager's services. */
  clusterManagerAddress: hostPort,
  /** The certificate with which the control plane calls, under the fleet's certificate authority; PEM. */
  identity: z.strictObject({ ca: pem, certificate: pem, privateKey: pem }),
  /** `unix:PATH` of SupervisorService, which resets the system. Without it there is no reset. */
  supervisorAddress: z.string().min(1).optional(),
  /**
   * Addresses that may use the paths under `/_keystorm/` beside this machine's own: the gateway of a container's network,
   * from which everything comes that was sent to a published port.
   */
  harnessAddresses: z.array(z.ipv4()).default([]),
  /** Owner of everything, 12 digits. */
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .default('111122223333'),
  /** Access keys that may sign requests. */
  credentials: z
    .array(z.strictObject({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) }))
    .min(1)
    .default([{ accessKeyId: 'test', secretAccessKey: 'test' }]),
  /** How many requests are let in. */
  rates: RatesConfig.default({}),
  /**
   * How long a connect takes, by the names that the cluster-manager has for how long its work does. With `manual`, which
   * is about jobs of the cluster-manager, it takes no longer than it really does; a fault can hold each of its steps.
   */
  durations: z.enum(['instant', 'fast', 'aws', 'manual']).default('instant'),
  /** Milliseconds of the world's clock between two looks for missing key objects. */
  auditPeriodMs: z.union([z.int().positive(), z.literal('off')]).default(HOUR_MS),
  /** Requests may name clusters, HSMs and backups by ids as AWS's guides print them, such as cluster-1a23b4cdefg. */
  lenientIds: z.boolean().default(false),
});

/** As one writes it: members with defaults may be left out. */
export type ControlPlaneConfigInput = z.input<typeof ControlPlaneConfig>;
export type ControlPlaneConfig = z.output<typeof ControlPlaneConfig>;

/** The configuration file of a control plane that is a process. */
export const ControlPlaneFile = ControlPlaneConfig.omit({ identity: true }).extend({
  /** Where the AWS endpoint listens. */
  http: z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535) }),
  /** Folder that holds the fleet's material; `ca.crt`, `control-plane.crt` and `.key` are read. */
  fleetDir: z.string().min(1),
  /** Folder for everything that outlives the process. */
  dataDir: z.string().min(1),
  /** pino's level. */
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** End when standard input reaches its end: then whoever started the process is gone. */
  exitWithParent: z.boolean().default(false),
});
export type ControlPlaneFile = z.output<typeof ControlPlaneFile>;
