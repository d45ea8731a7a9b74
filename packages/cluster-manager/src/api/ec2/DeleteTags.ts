import { z } from 'zod';
import { changing } from './operation.ts';
import { listOf, text } from './request.ts';
import { retag } from './tags.ts';

/** A tag without a value goes whatever its value is; without tags, all go. */
export const deleteTags = changing(
  {
    ResourceId: listOf(text),
    Tag: listOf(z.strictObject({ Key: text, Value: text.optional() })).optional(),
  },
  async ({ tx, region }, { ResourceId, Tag }) => {
    for (const resourceId of ResourceId) {
      await retag(tx, region, resourceId, (tags) =>
        tags.filter(({ key, value }) =>
          Tag === undefined
            ? false
            : !Tag.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value)),
        ),
      );
    }
    return { return: true };
  },
);
