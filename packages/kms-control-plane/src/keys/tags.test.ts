import { expect, test } from 'vitest';
import type { Tag } from './kms-key.ts';
import { checkTagKeys, checkTags, TAGS_PER_KEY_MAX, withoutTags, withTags } from './tags.ts';

const tags = (count: number, prefix = 'k'): readonly Tag[] =>
  Array.from({ length: count }, (_, number) => ({ key: `${prefix}${String(number).padStart(3, '0')}`, value: 'v' }));

test.each([
  ['twice the same key', [...tags(1), ...tags(1)], 'Duplicate tag keys'],
  ['too many', tags(TAGS_PER_KEY_MAX + 1), 'Too many tags'],
  ['a reserved key', [{ key: 'AWS:x', value: '' }], 'Tags beginning with aws: are reserved'],
])('a request with %s is refused', (_name, wanted, message) => {
  expect(() => checkTags(wanted)).toThrow(expect.objectContaining({ code: 'TagException', message }));
});

test('reserved keys cannot be removed either', () => {
  expect(() => checkTagKeys(['aws:x'])).toThrow('reserved');
});

test('tags are added, replaced and sorted', () => {
  expect(
    withTags(
      [{ key: 'b', value: '1' }],
      [
        { key: 'b', value: '2' },
        { key: 'a', value: '3' },
      ],
    ),
  ).toEqual([
    { key: 'a', value: '3' },
    { key: 'b', value: '2' },
  ]);
});

test('existing tags count', () => {
  expect(withTags(tags(TAGS_PER_KEY_MAX), tags(1))).toHaveLength(TAGS_PER_KEY_MAX);
  expect(() => withTags(tags(TAGS_PER_KEY_MAX), tags(1, 'other'))).toThrow('Too many tags');
});

test('removing a tag that is not there changes nothing', () => {
  expect(withoutTags(tags(2), ['k001', 'absent'])).toEqual(tags(1));
});
