import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import { CliError } from './command.ts';
import { attributesOf, type ClusterKey, keysOf } from './key-view.ts';
import { FILTER, type Given } from './parameters.ts';

const ATTRIBUTE = 'attr.';
const HEXADECIMAL = /^0x[0-9a-f]{1,16}$/i;

/** Keys that fulfil all conditions. Throws CliError, HsmError. */
export async function matchingKeys(group: HsmGroup, given: Given): Promise<readonly ClusterKey[]> {
  const conditions = given.list(FILTER.name).map(conditionOf);
  return (await keysOf(group)).filter((key) => conditions.every((holds) => holds(key)));
}

/** The only key that does. */
export async function onlyKey(group: HsmGroup, given: Given): Promise<ClusterKey> {
  const keys = await matchingKeys(group, given);
  const [only] = keys;
  if (only !== undefined && keys.length === 1) return only;
  throw new CliError(
    `Key selection criteria matched ${keys.length} keys. Refine selection criteria to select a single key.`,
  );
}

function conditionOf(filter: string): (key: ClusterKey) => boolean {
  const equals = filter.indexOf('=');
  const [name, value] = [filter.slice(0, equals), filter.slice(equals + 1)];
  if (equals === -1) throw new CliError(`Filter is not <name>=<value>`);
  if (name === 'key-reference') {
    if (!HEXADECIMAL.test(value)) throw new CliError('key-reference is not a hexadecimal number, such as 0xabc');
    return ({ handle }) => handle === Number(value);
  }
  if (name === 'key-owners.username') return ({ key }) => key.ownerName.toLowerCase() === value.toLowerCase();
  if (!name.startsWith(ATTRIBUTE))
    throw new CliError('Filter is none of key-reference, key-owners.username, attr.<name>');
  return attributeCondition(name.slice(ATTRIBUTE.length), value);
}

/** Numbers and truth values are compared as they are printed; bytes without regard to case. */
function attributeCondition(attribute: string, value: string): (key: ClusterKey) => boolean {
  const wanted = attribute === 'label' ? value : value.toLowerCase();
  return ({ key: { attributes } }) => {
    const held = attributes === null ? {} : attributesOf(attributes);
    return Object.hasOwn(held, attribute) && String(held[attribute]) === wanted;
  };
}
