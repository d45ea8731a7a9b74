import { AwayError, AwsError } from '../aws-client.ts';
import type { Check } from './drill-file.ts';
import type { DrillSystem } from './drill-system.ts';
import { filled, type Variables } from './variables.ts';
import { clusterOf, keyState, storeState } from './waits.ts';

/** What a connection error code means. Source: AWS KMS Developer Guide, "How to fix a connection failure". */
const WHY: Readonly<Record<string, string>> = {
  CLUSTER_NOT_FOUND: 'its cluster is gone',
  INSUFFICIENT_CLOUDHSM_HSMS: 'its cluster has no active HSM',
  INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET: 'a subnet of its cluster has no free address',
  INTERNAL_ERROR: 'something failed inside',
  INVALID_CREDENTIALS: 'KMS has another password for kmsuser than the HSMs',
  NETWORK_ERRORS: 'no HSM of its cluster answers KMS',
  SUBNET_NOT_FOUND: 'a subnet of its cluster was deleted',
  USER_LOCKED_OUT: 'kmsuser is locked out after too many wrong passwords',
  USER_LOGGED_IN: 'somebody is logged in as kmsuser',
  USER_NOT_FOUND: 'kmsuser is missing on an HSM',
};

/** What was done is seen everywhere by then: health checks tell what HSMs hold. */
const SETTLE_MS_MAX = 5_000;
const PAUSE_MS = 200;

/** Everything that is still wrong, and why; empty when the system is repaired. */
export async function findings(
  system: DrillSystem,
  checks: readonly Check[],
  variables: Variables,
): Promise<readonly string[]> {
  const { clock } = system.runtime;
  const found: string[] = [];
  for (const check of checks) {
    // What HSMs hold is known a little later than it is so.
    const isLate = 'orphans' in check || 'users' in check;
    const giveUpMs = clock.monotonic() + (isLate ? SETTLE_MS_MAX : 0);
    let finding = await find(system, check, variables);
    for (; finding !== undefined && clock.monotonic() < giveUpMs; finding = await find(system, check, variables))
      await clock.sleep(PAUSE_MS);
    if (finding !== undefined) found.push(finding);
  }
  return found;
}

function find(system: DrillSystem, check: Check, variables: Variables): Promise<string | undefined> {
  if ('store' in check) return storeFinding(system, variables);
  if ('key' in check) return keyFinding(system, filled(check.key, variables), check.is);
  if ('decrypts' in check)
    return decryptFinding(system, filled(check.decrypts, variables), filled(check.to, variables));
  if ('hsms' in check) return hsmFinding(system, variables, check);
  if ('orphans' in check) return orphanFinding(system, variables);
  if ('material' in check) return materialFinding(system, variables);
  return userFinding(system, variables);
}

async function storeFinding(system: DrillSystem, variables: Variables): Promise<string | undefined> {
  const { ConnectionState: state, ConnectionErrorCode: code } = await storeState(system, variables.STORE ?? '');
  if (state === 'CONNECTED') return undefined;
  const why = code === undefined ? 'nobody has connected it again' : `${code}, ${WHY[code] ?? 'for an unknown reason'}`;
  return `The key store is ${state}: ${why}.`;
}

async function keyFinding(system: DrillSystem, key: string, wanted: string): Promise<string | undefined> {
  const state = await keyState(system, key);
  return state === wanted ? undefined : `The KMS key ${key} is ${state}, and should be ${wanted}.`;
}

async function decryptFinding(system: DrillSystem, ciphertext: string, plaintext: string): Promise<string | undefined> {
  try {
    const input = { CiphertextBlob: ciphertext };
    const answer = await system.aws({ service: 'kms', operation: 'Decrypt', input });
    const isSame = (answer as { Plaintext: string }).Plaintext === plaintext;
    return isSame ? undefined : 'What was encrypted before decrypts to something else.';
  } catch (error) {
    if (error instanceof AwsError || error instanceof AwayError)
      return `What was encrypted before does not decrypt. ${error.message}`;
    throw error;
  }
}

async function hsmFinding(
  system: DrillSystem,
  { CLUSTER = '' }: Variables,
  wanted: { readonly hsms: number; readonly zones: number },
): Promise<string | undefined> {
  const hsms = ((await clusterOf(system, CLUSTER))?.hsms ?? []).filter(({ state }) => state === 'ACTIVE');
  const zones = new Set(hsms.map(({ availabilityZone }) => availabilityZone)).size;
  if (hsms.length >= wanted.hsms && zones >= wanted.zones) return undefined;
  return `${CLUSTER} has ${hsms.length} active HSMs in ${zones} Availability Zones; KMS needs ${wanted.hsms} in ${wanted.zones}, or no key can be created.`;
}

/** Only KMS and kmsuser make key objects here: what is more than there are KMS keys with theirs belongs to none. */
async function orphanFinding(
  system: DrillSystem,
  { STORE = '', CLUSTER = '' }: Variables,
): Promise<string | undefined> {
  const hsms = (await clusterOf(system, CLUSTER))?.hsms ?? [];
  const count = (await countOfKeys(system, STORE)) - (await keysWithoutMaterial(system, STORE)).length;
  const crowded = hsms.find(({ keys }) => keys > count);
  return crowded === undefined
    ? undefined
    : `${crowded.hsmId} holds ${crowded.keys} key objects, and only ${count} of them belong to KMS keys of the key store: key material is orphaned. The DeleteKey event in CloudTrail names its handle.`;
}

async function materialFinding(system: DrillSystem, { STORE = '' }: Variables): Promise<string | undefined> {
  const keyArns = await keysWithoutMaterial(system, STORE);
  return keyArns.length === 0
    ? undefined
    : `The HSMs have no key object any more for ${keyArns.join(', ')}: it was deleted. Only a backup from before brings it back.`;
}

/** KMS keys in a key store. */
async function countOfKeys(system: DrillSystem, storeId: string): Promise<number> {
  let count = 0;
  for (let page: KeyPage = { Keys: [], NextMarker: undefined, Truncated: true }; page.Truncated; ) {
    page = (await system.aws({ service: 'kms', operation: 'ListKeys', input: { Marker: page.NextMarker } })) as KeyPage;
    for (const { KeyId } of page.Keys) {
      const described = await system.aws({ service: 'kms', operation: 'DescribeKey', input: { KeyId } });
      const { CustomKeyStoreId } = (described as { KeyMetadata: { CustomKeyStoreId?: string } }).KeyMetadata;
      if (CustomKeyStoreId === storeId) count += 1;
    }
  }
  return count;
}

interface KeyPage {
  readonly Keys: readonly { readonly KeyId: string }[];
  readonly NextMarker: string | undefined;
  readonly Truncated: boolean;
}

/** ARNs of the KMS keys that have lost their key objects; none while the key store is not connected, when nobody can tell. */
async function keysWithoutMaterial(system: DrillSystem, storeId: string): Promise<readonly string[]> {
  const { missing } = (await system.lab('audit', {})) as {
    missing: readonly { keyArn: string; customKeyStoreId: string }[];
  };
  return missing.filter(({ customKeyStoreId }) => customKeyStoreId === storeId).map(({ keyArn }) => keyArn);
}

async function userFinding(system: DrillSystem, { CLUSTER = '' }: Variables): Promise<string | undefined> {
  const hsms = (await clusterOf(system, CLUSTER))?.hsms ?? [];
  const isEqual = new Set(hsms.map(({ usersDigest }) => usersDigest)).size <= 1;
  return isEqual
    ? undefined
    : `The HSMs of ${CLUSTER} have different users; listUsers of cloudhsm_mgmt_util shows which.`;
}
