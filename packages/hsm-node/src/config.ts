import { z } from 'zod';

/**
 * Sessions, and encrypted channels, that may be open at once. Source: AWS CloudHSM User Guide, "Getting CloudWatch
 * metrics for AWS CloudHSM": HsmSessionCount, HsmSslCtxsOccupied.
 */
export const SESSIONS_MAX_DEFAULT = 2_048;
export const CONNECTIONS_MAX_DEFAULT = 2_048;
const AUDIT_RECORDS_MAX_DEFAULT = 10_000;

const Pem = z.string().startsWith('-----BEGIN ');
const HostAndPort = z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port');

const Credential = z.strictObject({
  /** PEM. */
  certificate: Pem,
  /** PKCS #8, PEM. */
  privateKey: Pem,
});

/** Who is known to the fleet by a certificate, beside the appliances. The name is the certificate's common name. */
export const FLEET_IDENTITIES = ['cluster-manager', 'control-plane', 'operator'] as const;

/** What a fleet is made of: who may talk to whom, whose hardware it is, and what opens its backups. */
export const FleetMaterial = z.strictObject({
  /** Issues the certificates for mutual TLS between the processes. */
  ca: Credential,
  /** Vouches for the cards, as their manufacturer. */
  manufacturerRoot: Credential,
  /** Vouches for the cards, as AWS. */
  awsRoot: Credential,
  /** Opens the backups of this fleet; 32 bytes. */
  backupKey: z.instanceof(Buffer).refine((key) => key.length === 32, 'must have 32 bytes'),
  /** Certificates, issued by `ca`, with which the other processes present themselves. */
  identities: z.record(z.enum(FLEET_IDENTITIES), Credential),
});
export type FleetMaterial = z.output<typeof FleetMaterial>;

const Members = z.strictObject({
  /** Kept over restarts. */
  applianceId: z.uuid(),
  /** Availability Zone in which the appliance stands, such as `us-east-1a`. */
  availabilityZone: z.string().min(1),
  /** `host:port` of the admin service; port 0 takes a free one. */
  adminAddress: HostAndPort,
  /**
   * Where it listens, on the same ports, instead of the hosts of its addresses: for a machine that others reach by
   * addresses which it does not have itself, such as those of Kubernetes services.
   */
  listenHost: z.ipv4().optional(),
  /** The address that its network interface must have, where the appliance cannot listen on another. */
  fixedIp: z.ipv4().optional(),
  /** `host:port` of the cluster-manager's services. */
  clusterManagerAddress: HostAndPort,
  fleet: FleetMaterial,
  /** Logins that may be open at once; a further one gets NO_FREE_SESSION. */
  sessionsMax: z.int().min(1).default(SESSIONS_MAX_DEFAULT),
  /** Connections of the data service that may be open at once. */
  connectionsMax: z.int().min(1).default(CONNECTIONS_MAX_DEFAULT),
  /** Records of the audit log that the HSM keeps; the cluster-manager has collected older ones long since. */
  auditRecordsMax: z.int().min(1).default(AUDIT_RECORDS_MAX_DEFAULT),
});
const PORT_NEEDED = {
  path: ['adminAddress'],
  error: 'must name a port where listenHost is set: others know the appliance by it',
};
const namesPort = ({
  listenHost,
  adminAddress,
}: {
  readonly listenHost?: string | undefined;
  readonly adminAddress: string;
}) => listenHost === undefined || !adminAddress.endsWith(':0');

/** Configuration of one appliance. */
export const HsmNodeConfig = Members.refine(namesPort, PORT_NEEDED);
/** What `createHsmNode` takes; members with a default may be left out. */
export type HsmNodeOptions = z.input<typeof HsmNodeConfig>;
export type HsmNodeConfig = z.output<typeof HsmNodeConfig>;

/** Where to listen for what comes to an address: `host:port`. */
export function listeningAddress(
  address: string,
  { listenHost }: { readonly listenHost?: string | undefined },
): string {
  return listenHost === undefined ? address : `${listenHost}${address.slice(address.lastIndexOf(':'))}`;
}

/** The configuration file of an appliance that is a process. */
export const HsmNodeFile = Members.omit({ fleet: true })
  .extend({
    /** Folder that holds the fleet's material, as `writeFleet` wrote it. */
    fleetDir: z.string().min(1),
    /** Folder for everything that outlives the process. */
    dataDir: z.string().min(1),
    /** pino's level. */
    logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    /** End when standard input reaches its end: then whoever started the process is gone. */
    exitWithParent: z.boolean().default(false),
  })
  .refine(namesPort, PORT_NEEDED);
export type HsmNodeFile = z.output<typeof HsmNodeFile>;
