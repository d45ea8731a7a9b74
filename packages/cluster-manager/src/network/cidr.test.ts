import { describe, expect, test } from 'vitest';
import { contains, formatCidr, overlap, parseCidr } from './cidr.ts';

function range(text: string) {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no range`);
  return parsed;
}

describe('a range of addresses', () => {
  test.each([
    { text: '10.0.0.0/16', canonical: '10.0.0.0/16' },
    { text: '10.0.1.7/24', canonical: '10.0.1.0/24' },
    { text: '255.255.255.255/1', canonical: '128.0.0.0/1' },
    { text: '1.2.3.4/32', canonical: '1.2.3.4/32' },
    { text: '1.2.3.4/0', canonical: '0.0.0.0/0' },
  ])('$text is $canonical', ({ text, canonical }) => {
    expect(formatCidr(range(text))).toBe(canonical);
  });

  test.each(['', '10.0.0.0', '10.0.0/16', '10.0.0.256/16', '10.0.0.0/33', '10.0.0.01/24', '::/0', '10.0.0.0/16 '])(
    "'%s' is none",
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  test.each([
    { a: '10.0.0.0/16', b: '10.0.255.0/24', contained: true, overlapping: true },
    { a: '10.0.255.0/24', b: '10.0.0.0/16', contained: false, overlapping: true },
    { a: '10.0.0.0/24', b: '10.0.1.0/24', contained: false, overlapping: false },
    { a: '0.0.0.0/0', b: '255.255.255.255/32', contained: true, overlapping: true },
  ])('$a contains $b: $contained, overlaps it: $overlapping', ({ a, b, contained, overlapping }) => {
    expect(contains(range(a), range(b))).toBe(contained);
    expect(overlap(range(a), range(b))).toBe(overlapping);
  });
});
