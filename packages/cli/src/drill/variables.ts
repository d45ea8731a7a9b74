import { CommandError } from '../command-error.ts';
import { EXAMPLE } from '../example/example-system.ts';
import type { DrillSystem } from './drill-system.ts';

const CALL_MS = 5_000;

export type Variables = Readonly<Record<string, string>>;

interface Store {
  readonly CustomKeyStoreId: string;
  readonly CustomKeyStoreName: string;
  readonly CloudHsmClusterId: string;
}

/**
 * What every drill may name; lists are words with blanks between them. The key store: STORE, STORE_NAME. Its cluster: CLUSTER;
 * SUBNETS, of which SUBNET is the last one and OTHER_SUBNETS are the rest; the Availability Zones FIRST_ZONE, SECOND_ZONE and
 * LAST_ZONE; HSMS, of which OTHER_HSMS are all but the first, whose address is HSM_IP. The officer: OFFICER,
 * OFFICER_PASSWORD. Throws CommandError.
 */
export async function currentVariables(system: DrillSystem): Promise<Variables> {
  const store = await exampleStore(system);
  const { cluster } = await system.clusters.call(
    'GetCluster',
    { clusterId: store.CloudHsmClusterId, region: EXAMPLE.region },
    { deadlineMs: CALL_MS },
  );
  const hsms = (cluster?.hsms ?? []).filter(({ state }) => state === 'ACTIVE' || state === 'DEGRADED');
  const subnets = cluster?.subnets ?? [];
  return {
    STORE: store.CustomKeyStoreId,
    STORE_NAME: store.CustomKeyStoreName,
    CLUSTER: store.CloudHsmClusterId,
    SUBNETS: subnets.map(({ subnetId }) => subnetId).join(' '),
    SUBNET: subnets.at(-1)?.subnetId ?? '',
    OTHER_SUBNETS: subnets
      .slice(0, -1)
      .map(({ subnetId }) => subnetId)
      .join(' '),
    FIRST_ZONE: subnets[0]?.availabilityZone ?? '',
    SECOND_ZONE: subnets[1]?.availabilityZone ?? '',
    LAST_ZONE: subnets.at(-1)?.availabilityZone ?? '',
    HSMS: hsms.map(({ hsmId }) => hsmId).join(' '),
    OTHER_HSMS: hsms
      .slice(1)
      .map(({ hsmId }) => hsmId)
      .join(' '),
    HSM_IP: hsms[0]?.eniIp ?? '',
    OFFICER: EXAMPLE.officer,
    OFFICER_PASSWORD: EXAMPLE.officerPassword,
  };
}

/** The key store that drills are about: the example's, or the only one. Throws CommandError. */
async function exampleStore(system: DrillSystem): Promise<Store> {
  const answer = await system.aws({ service: 'kms', operation: 'DescribeCustomKeyStores', input: {} });
  const { CustomKeyStores: stores } = answer as { CustomKeyStores: readonly Store[] };
  const store = stores.find(({ CustomKeyStoreName }) => CustomKeyStoreName === EXAMPLE.keyStoreName) ?? stores[0];
  if (store === undefined)
    throw new CommandError('A drill needs a key store, and there is none. `npx keystorm lab reset` makes the example.');
  return store;
}

/** The text with the values of its variables, `$NAME` or `${NAME}`. Throws CommandError for one that has none. */
export function filled(text: string, variables: Variables): string {
  return text.replaceAll(/\$(?:\{([A-Z][A-Z0-9_]*)\}|([A-Z][A-Z0-9_]*))/g, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? '';
    const value = variables[name];
    if (value === undefined) throw new CommandError(`The drill uses $${name}, which has no value.`);
    return value;
  });
}

/** The value in an answer: names and numbers with points between them, such as Clusters.0.Hsms.0.EniIp. */
export function pick(answer: unknown, path: string): string {
  let value = answer;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new CommandError(`The answer has no ${path}.`);
}
