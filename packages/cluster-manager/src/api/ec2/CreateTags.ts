import { changing } from './operation.ts';
import { listOf, TAGS, text } from './request.ts';
import { checked, merged, retag } from './tags.ts';

export const createTags = changing(
  { ResourceId: listOf(text), Tag: TAGS },
  async ({ tx, region }, { ResourceId, Tag }) => {
    const added = checked(Tag);
    for (const resourceId of ResourceId) await retag(tx, region, resourceId, (tags) => merged(tags, added));
    return { return: true };
  },
);
