import type { Tag as WireTag } from '@keystorm/aws-api/kms';
import type { Tag } from '../keys/kms-key.ts';

export function tagsOf(tags: readonly WireTag[] = []): readonly Tag[] {
  return tags.map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue }));
}
