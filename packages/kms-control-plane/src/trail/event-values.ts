/** Members whose value is a map: its keys are the caller's, and stay as they are. */
export const MAP_MEMBERS: ReadonlySet<string> = new Set([
  'DestinationEncryptionContext',
  'EncryptionContext',
  'EncryptionContextEquals',
  'EncryptionContextSubset',
  'Filters',
  'SourceEncryptionContext',
  'SubnetMapping',
]);

/**
 * Members of a request or an answer as a record shows them: names in lower camel case, dates as text, and neither bytes
 * nor what is undefined. Null where nothing is left.
 */
export function eventMembers(members: object): object | null {
  const shown = structureOf(members);
  return Object.keys(shown).length === 0 ? null : shown;
}

function structureOf(members: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]: [string, unknown]) =>
      value === undefined || value instanceof Uint8Array
        ? []
        : [[lowerCamel(name), MAP_MEMBERS.has(name) ? value : valueOf(value)]],
    ),
  );
}

function valueOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return dateText(value);
  return Array.isArray(value) ? value.map(valueOf) : structureOf(value);
}

/** AWSAccountId becomes aWSAccountId, in CloudTrail as well. */
function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `Oct 14, 2021, 5:39:50 PM`, as dates stand in responseElements. */
export function dateText(date: Date): string {
  const hours = date.getUTCHours();
  const [minutes, seconds] = [date.getUTCMinutes(), date.getUTCSeconds()].map((part) => String(part).padStart(2, '0'));
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  return `${day}, ${hours % 12 === 0 ? 12 : hours % 12}:${minutes}:${seconds} ${hours < 12 ? 'AM' : 'PM'}`;
}
