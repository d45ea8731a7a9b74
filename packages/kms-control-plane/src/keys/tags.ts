import { KmsError } from '../errors.ts';
import type { Tag } from './kms-key.ts';

export const TAGS_PER_KEY_MAX = 50;

/** Checks what a request wants to set. Throws TagException. */
export function checkTags(tags: readonly Tag[]): void {
  checkTagKeys(tags.map(({ key }) => key));
  if (new Set(tags.map(({ key }) => key)).size < tags.length) throw new KmsError('TagException', 'Duplicate tag keys');
  if (tags.length > TAGS_PER_KEY_MAX) throw tooMany();
}

/** Keys that begin with `aws:` are the owner's neither to set nor to remove. Throws TagException. */
export function checkTagKeys(keys: readonly string[]): void {
  if (keys.some((key) => key.toLowerCase().startsWith('aws:'))) {
    throw new KmsError('TagException', 'Tags beginning with aws: are reserved');
  }
}

/** Adds tags; a tag of the same key is replaced. Throws TagException when that makes too many. */
export function withTags(tags: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const byKey = new Map([...tags, ...added].map((tag) => [tag.key, tag]));
  if (byKey.size > TAGS_PER_KEY_MAX) throw tooMany();
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Removing a tag that is not there succeeds. */
export function withoutTags(tags: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  return tags.filter(({ key }) => !keys.includes(key));
}

function tooMany(): KmsError {
  return new KmsError('TagException', 'Too many tags');
}
