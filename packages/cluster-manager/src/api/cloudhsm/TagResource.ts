import { CloudHsmError } from '../../errors.ts';
import type { Operation } from './operation.ts';
import { checkedTags, taggableResource, TAGS_MAX } from './tags.ts';

export const tagResource: Operation<'TagResource'> = ({ ledger, runtime }, caller, { ResourceId, TagList }) =>
  ledger.transaction(async (tx) => {
    const added = checkedTags(TagList);
    const { record, table } = await taggableResource(tx, runtime.clock.now(), caller, ResourceId, 'TagResource');
    const tags = [...new Map([...record.tags, ...added].map((tag) => [tag.Key, tag])).values()];
    if (tags.length > TAGS_MAX)
      throw new CloudHsmError(
        'CloudHsmResourceLimitExceededException',
        `A resource has at most ${TAGS_MAX} tags; '${ResourceId}' would have ${tags.length}.`,
      );
    tx.put(table, ResourceId, { ...record, tags });
    return {};
  });
