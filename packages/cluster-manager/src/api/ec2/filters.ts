import type { Tag } from '../../network/tags.ts';
import { Ec2Error } from './errors.ts';

type Field<T> = (item: T) => string | readonly (string | undefined)[] | undefined;

/** What can be filtered by, by the name of the filter. */
export type Fields<T> = Readonly<Record<string, Field<T>>>;

interface Filter {
  readonly Name: string;
  readonly Value: readonly string[];
}

const TAG_PREFIX = 'tag:';

/**
 * OR within the values of a filter, AND between filters; `*` and `?` are wildcards. Throws Ec2Error for an unknown filter.
 * Source: Amazon EC2 User Guide, "List and filter using the CLI and API".
 */
export function filtered<T extends object>(
  items: readonly T[],
  fields: Fields<T>,
  filters: readonly Filter[] | undefined = [],
): readonly T[] {
  return filters.reduce((left, { Name, Value }) => {
    const field = fieldOf(Name, fields);
    const patterns = Value.map(patternOf);
    return left.filter((item) => {
      const found = field(item);
      const values = typeof found === 'string' ? [found] : (found ?? []);
      return values.some((value) => value !== undefined && patterns.some((pattern) => matches(value, pattern)));
    });
  }, items);
}

function fieldOf<T extends object>(name: string, fields: Fields<T>): Field<T> {
  if (name.startsWith(TAG_PREFIX)) {
    const key = name.slice(TAG_PREFIX.length);
    return (item) =>
      tagsOf(item)
        .filter((tag) => tag.key === key)
        .map(({ value }) => value);
  }
  if (name === 'tag-key') return (item) => tagsOf(item).map(({ key }) => key);
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) throw new Ec2Error('InvalidParameterValue', `The filter '${name}' is invalid`);
  return field;
}

/** Not everything can be tagged. */
function tagsOf(item: { readonly tagSet?: readonly Tag[] }): readonly Tag[] {
  return item.tagSet ?? [];
}

const ANY = Symbol('any characters');
const ONE = Symbol('one character');

type Pattern = readonly (string | typeof ANY | typeof ONE)[];

/** A backslash takes the meaning from the wildcard that follows. */
function patternOf(value: string): Pattern {
  const parts = value.match(/\\[*?\\]|[\s\S]/g) ?? [];
  return parts.map((part) => (part === '*' ? ANY : part === '?' ? ONE : (part.at(-1) ?? '')));
}

/** In a time that grows with the product of both lengths, however many wildcards there are. */
function matches(value: string, pattern: Pattern): boolean {
  let [at, part] = [0, 0];
  // Where to go on after a mismatch: behind the last ANY, which then takes one character more.
  let resume: { at: number; readonly part: number } | undefined;
  while (at < value.length) {
    const wanted = pattern[part];
    if (wanted === ANY) {
      part += 1;
      resume = { at, part };
    } else if (wanted === ONE || wanted === value[at]) {
      at += 1;
      part += 1;
    } else if (resume !== undefined) {
      resume.at += 1;
      ({ at, part } = resume);
    } else return false;
  }
  return pattern.slice(part).every((wanted) => wanted === ANY);
}
