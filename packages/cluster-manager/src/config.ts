import { z } from 'zod';

const hostPort = z.string().regex(/^[^:]+:\d{1,5}$/, 'must be host:port');
const pem = z.string().regex(/^-----BEGIN /, 'must be PEM');
const milliseconds = z.int().positive();

/** Where networks come from and how HSMs are reached. */
const NetworkConfig = z.strictObject({
  /** First two numbers of every address, such as `127.0`: each subnet is `<vpcPrefix>.<n>.0/24`. */
  vpcPrefix: z
    .string()
    .regex(/^\d{1,3}\.\d{1,3}$/, 'must be the first two numbers of an address')
    .default('127.0'),
  /** Availability Zones in each Region; the default VPC has one private subnet in each. */
  zones: z.int().min(1).max(6).default(3),
  /**
   * `own`: the data service of an HSM listens on its network interface's address, port 2223. `shared`: on 127.0.0.1 with
   * a port of its own, for machines without loopback aliases; the interface's address is then only shown.
   */
  addressing: z.enum(['own', 'shared']).default('own'),
  /** Ports for data services where addresses are shared, both included. */
  sharedPorts: z
    .strictObject({ first: z.int().min(1), last: z.int().max(65_535) })
    .default({ first: 4700, last: 4799 }),
});

/** Source: AWS CloudHSM User Guide, "AWS CloudHSM quotas". */
const QuotasConfig = z.strictObject({
  clusters: z.int().positive().default(4),
  hsms: z.int().positive().default(6),
  hsmsPerCluster: z.int().positive().max(28).default(28),
});

/**
 * How long the service takes for its work. `instant`: no longer than it really takes. `fast`: a hundredth of `aws`, which
 * is as long as it takes in AWS, on the clock of the simulated world. `manual`: until somebody says so.
 */
const DurationProfile = z.enum(['instant', 'fast', 'aws', 'manual']);
export type DurationProfile = z.output<typeof DurationProfile>;

const TimingsConfig = z.strictObject({
  /** Pause between two health checks of one appliance. */
  healthIntervalMs: milliseconds.default(250),
  /** How long a health check waits for an answer. */
  statusDeadlineMs: milliseconds.default(1000),
  /** Bad health checks in a row after which an HSM is DEGRADED. */
  badChecksMax: z.int().positive().default(3),
  /** Bad health checks in a row after which an HSM is replaced by a new one; without it only when somebody says so. */
  badChecksReplace: z.int().positive().optional(),
  /** Pause between two comparisons of what the HSMs of a cluster hold. */
  comparisonIntervalMs: milliseconds.default(1000),
  /** How long an attempt to get an appliance waits for the appliance to register. */
  registrationWaitMs: milliseconds.default(15_000),
  /** Attempts after which a job gives up. */
  jobAttemptsMax: z.int().positive().default(10),
});

export const ClusterManagerConfig = z.strictObject({
  /** `host:port` of ClusterService and FleetService. */
  listenAddress: hostPort,
  /** The certificate with which the cluster-manager serves and calls, under the fleet's certificate authority; PEM. */
  identity: z.strictObject({ ca: pem, certificate: pem, privateKey: pem }),
  /** Owner of everything, 12 digits. */
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .default('111122223333'),
  /** `unix:PATH` of SupervisorService, which starts appliances. Without it only appliances that register are used. */
  supervisorAddress: z.string().min(1).optional(),
  network: NetworkConfig.prefault({}),
  quotas: QuotasConfig.prefault({}),
  durations: DurationProfile.default('instant'),
  timings: TimingsConfig.prefault({}),
  /** Requests may name clusters, HSMs and backups by ids as AWS's guides print them, such as cluster-1a23b4cdefg. */
  lenientIds: z.boolean().default(false),
  /** Events that are kept of the audit log of one HSM; of a longer one the oldest go. */
  logEventsMax: z.int().positive().default(100_000),
});

/** As one writes it: members with defaults may be left out. */
export type ClusterManagerConfigInput = z.input<typeof ClusterManagerConfig>;
export type ClusterManagerConfig = z.output<typeof ClusterManagerConfig>;
