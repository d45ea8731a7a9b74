import type { Runtime, Storage } from '@keystorm/runtime';
import { FLEET_IDENTITIES, FleetMaterial } from './config.ts';
import { type Credential, issueCredential } from './crypto/certificates.ts';
import { mintSealingKey } from './crypto/record-seal.ts';

const BACKUP_KEY_FILE = 'backup.key';
/** Member of the material → name of its files, `NAME.crt` and `NAME.key`. */
const AUTHORITIES = { ca: 'ca', manufacturerRoot: 'manufacturer-root', awsRoot: 'aws-root' } as const;

/** Makes everything that a fleet of appliances and its clients need to know each other. */
export async function manufactureFleet(runtime: Runtime): Promise<FleetMaterial> {
  const [ca, manufacturerRoot, awsRoot] = await Promise.all([
    issueCredential(runtime, 'Keystorm fleet CA', 'authority'),
    issueCredential(runtime, 'Keystorm HSM manufacturer root', 'authority'),
    issueCredential(runtime, 'Keystorm AWS CloudHSM root G1', 'authority'),
  ]);
  const identity = (name: string) => issueCredential(runtime, name, 'transport', ca);
  return {
    ca,
    manufacturerRoot,
    awsRoot,
    backupKey: mintSealingKey(runtime.random),
    identities: {
      'cluster-manager': await identity('cluster-manager'),
      'control-plane': await identity('control-plane'),
      operator: await identity('operator'),
    },
  };
}

/**
 * Keeps the material as files: `ca.crt`, `ca.key`, `manufacturer-root.*`, `aws-root.*`, `backup.key`, and a pair for each
 * identity, such as `cluster-manager.crt` and `cluster-manager.key`. The storage's folder is the fleet's folder.
 */
export async function writeFleet(storage: Pick<Storage, 'writeFile'>, fleet: FleetMaterial): Promise<void> {
  for (const [name, { certificate, privateKey }] of credentialsOf(fleet)) {
    await storage.writeFile(`${name}.key`, Buffer.from(privateKey));
    await storage.writeFile(`${name}.crt`, Buffer.from(certificate));
  }
  // Last: where it is, everything is.
  await storage.writeFile(BACKUP_KEY_FILE, fleet.backupKey);
}

/** Reads what `writeFleet` wrote. Undefined when there is no fleet, or an unfinished one. Throws ZodError for damaged files. */
export async function readFleet(storage: Pick<Storage, 'readFile'>): Promise<FleetMaterial | undefined> {
  const backupKey = await storage.readFile(BACKUP_KEY_FILE);
  if (backupKey === undefined) return undefined;
  const text = async (name: string) => (await storage.readFile(name))?.toString();
  const read = async (name: string) => ({
    certificate: await text(`${name}.crt`),
    privateKey: await text(`${name}.key`),
  });
  const identities: Record<string, unknown> = {};
  for (const name of FLEET_IDENTITIES) identities[name] = await read(name);
  return FleetMaterial.parse({
    ca: await read(AUTHORITIES.ca),
    manufacturerRoot: await read(AUTHORITIES.manufacturerRoot),
    awsRoot: await read(AUTHORITIES.awsRoot),
    backupKey,
    identities,
  });
}

function credentialsOf({
  ca,
  manufacturerRoot,
  awsRoot,
  identities,
}: FleetMaterial): readonly (readonly [name: string, Credential])[] {
  const authorities = {
    [AUTHORITIES.ca]: ca,
    [AUTHORITIES.manufacturerRoot]: manufacturerRoot,
    [AUTHORITIES.awsRoot]: awsRoot,
  };
  return [...Object.entries(authorities), ...Object.entries(identities)];
}
