import type { Tag } from '@keystorm/aws-api/cloudhsmv2';
import type { Table } from '@keystorm/runtime';
import { BACKUPS, getBackup } from '../../backups/backup.ts';
import { CLUSTERS, getCluster } from '../../clusters/cluster.ts';
import { CloudHsmError, wrongState } from '../../errors.ts';
import type { Reader } from '../../ledger.ts';
import type { Owner } from '../../owner.ts';

/** Tags of one cluster or backup. Source: AWS CloudHSM User Guide, "Tagging AWS CloudHSM resources". */
export const TAGS_MAX = 50;

interface Tagged {
  readonly state: string;
  readonly tags: readonly Tag[];
}

/** A resource that has tags, and the table that it is in. */
interface TaggedResource {
  readonly record: Tagged;
  readonly table: Table<Tagged>;
}

/** The cluster or backup of that id. Throws CloudHsmResourceNotFoundException. */
export async function taggedResource(
  reader: Reader,
  nowMs: number,
  caller: Owner,
  resourceId: string,
): Promise<TaggedResource> {
  return resourceId.startsWith('cluster-')
    ? { record: await getCluster(reader, nowMs, caller, resourceId), table: CLUSTERS }
    : { record: await getBackup(reader, nowMs, caller, resourceId), table: BACKUPS };
}

/** The same, for an operation that changes the tags: of what is gone nothing changes. */
export async function taggableResource(
  reader: Reader,
  nowMs: number,
  caller: Owner,
  resourceId: string,
  operation: string,
): Promise<TaggedResource> {
  const resource = await taggedResource(reader, nowMs, caller, resourceId);
  const noun = resourceId.startsWith('cluster-') ? 'Cluster' : 'Backup';
  if (resource.record.state === 'DELETED')
    throw wrongState(noun, resourceId, 'DELETED', operation, ['any other state']);
  return resource;
}

/** The tags of a request. Throws CloudHsmTagException. */
export function checkedTags(tags: readonly Tag[] = []): readonly Tag[] {
  const seen = new Set<string>();
  for (const { Key } of tags) {
    requireOwnKey(Key);
    if (seen.has(Key)) throw tagRefused(`Tag key '${Key}' is given more than once.`);
    seen.add(Key);
  }
  return tags;
}

/** Keys that begin so are for AWS itself. Throws CloudHsmTagException. */
export function requireOwnKey(key: string): void {
  if (key.toLowerCase().startsWith('aws:')) throw tagRefused(`Tag keys that begin with 'aws:' are reserved: '${key}'.`);
}

function tagRefused(message: string): CloudHsmError {
  return new CloudHsmError('CloudHsmTagException', message);
}
