/** A range of IPv4 addresses: the first one as a number, and how many leading bits all of them share. */
export interface Cidr {
  readonly first: number;
  readonly bits: number;
}

const ADDRESS_BITS = 32;
const CIDR = /^([\d.]+)\/(\d{1,2})$/;
const NUMBER = /^(?:0|[1-9]\d{0,2})$/;

/** Undefined when the text is no range. One that names an address in its middle is the range around it. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', length = ''] = CIDR.exec(text) ?? [];
  const number = parseAddress(address);
  const bits = Number(length);
  if (number === undefined || bits > ADDRESS_BITS) return undefined;
  const size = 2 ** (ADDRESS_BITS - bits);
  return { first: number - (number % size), bits };
}

export function formatCidr({ first, bits }: Cidr): string {
  return `${formatAddress(first)}/${bits}`;
}

/** A dotted quad as a number. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => NUMBER.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

export function formatAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

/** The address after the last one. */
export function endOf({ first, bits }: Cidr): number {
  return first + 2 ** (ADDRESS_BITS - bits);
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && endOf(inner) <= endOf(outer);
}

export function overlap(a: Cidr, b: Cidr): boolean {
  return a.first < endOf(b) && b.first < endOf(a);
}
