import { invalidRequest } from '../../errors.ts';

/** OR within the values of a filter, AND between filters. An unknown filter is refused. */
export function filtered<T>(
  items: readonly T[],
  fields: Readonly<Record<string, (item: T) => string | undefined>>,
  filters: Readonly<Record<string, readonly string[]>> | undefined,
): readonly T[] {
  return Object.entries(filters ?? {}).reduce((left, [name, values]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined)
      throw invalidRequest(`'${name}' is no filter; there are ${Object.keys(fields).join(', ')}.`);
    return left.filter((item) => {
      const value = field(item);
      return value !== undefined && values.includes(value);
    });
  }, items);
}
