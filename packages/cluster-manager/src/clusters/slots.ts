import { BACKUPS } from '../backups/backup.ts';
import { type Reader, select } from '../ledger.ts';
import { type Cluster, CLUSTERS } from './cluster.ts';

/** Slots of a lineage, and so HSMs in its whole life: handles have thirteen bits for the slot. */
export const SLOTS_MAX = 8192;

/**
 * First slot that no HSM of the lineage ever had, as far as clusters and backups tell: of two clusters made from one
 * backup, each gives handles that the other does not.
 */
export async function freeSlot(reader: Reader, { clusterCertificate, nextSlot }: Cluster): Promise<number> {
  if (clusterCertificate === undefined) return nextSlot;
  const clusters = await select(reader, CLUSTERS, (other) => other.clusterCertificate === clusterCertificate);
  const backups = await select(reader, BACKUPS, ({ manifest }) => manifest?.clusterCertificate === clusterCertificate);
  const taken = backups.map(({ manifest }) => manifest?.nextSlot ?? 0);
  return Math.max(nextSlot, ...clusters.map((other) => other.nextSlot), ...taken);
}
