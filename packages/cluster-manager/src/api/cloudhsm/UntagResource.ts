import type { Operation } from './operation.ts';
import { requireOwnKey, taggableResource } from './tags.ts';

/** Keys that the resource does not have are passed over. */
export const untagResource: Operation<'UntagResource'> = ({ ledger, runtime }, caller, { ResourceId, TagKeyList }) =>
  ledger.transaction(async (tx) => {
    for (const key of TagKeyList) requireOwnKey(key);
    const { record, table } = await taggableResource(tx, runtime.clock.now(), caller, ResourceId, 'UntagResource');
    tx.put(table, ResourceId, { ...record, tags: record.tags.filter(({ Key }) => !TagKeyList.includes(Key)) });
    return {};
  });
