import { type Fields, filtered } from './filters.ts';
import { looking } from './operation.ts';
import { paged } from './paging.ts';
import { PAGING } from './request.ts';
import { taggedResources } from './tags.ts';

interface TagView {
  readonly key: string;
  readonly value: string;
  readonly resourceId: string;
  readonly resourceType: string;
}

const FIELDS: Fields<TagView> = {
  key: ({ key }) => key,
  'resource-id': ({ resourceId }) => resourceId,
  'resource-type': ({ resourceType }) => resourceType,
  value: ({ value }) => value,
};

export const describeTags = looking(PAGING, async ({ reader, region }, { Filter, ...page }) => {
  const resources = await taggedResources(reader, region);
  const views = resources.flatMap(({ tags, resourceId, resourceType }) =>
    tags.map((tag) => ({ ...tag, resourceId, resourceType, tagSet: [tag] })),
  );
  const found = filtered(views, FIELDS, Filter).map(({ tagSet: _, ...view }) => view);
  const { items, nextToken } = paged(found, ({ resourceId, key }) => `${resourceId} ${key}`, page);
  return { tagSet: items, nextToken };
});
