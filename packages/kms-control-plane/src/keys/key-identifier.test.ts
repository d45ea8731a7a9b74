import { createSimulation } from '@keystorm/runtime/sim';
import { expect, test } from 'vitest';
import { findKey, findKeyOrAlias, type KeyScope } from './key-identifier.ts';
import { openTestRegistry, TEST_ACCOUNT, TEST_REGION, testAlias, testKey } from './kms-key.fixture.ts';
import { testEvent } from '../trail/event.fixture.ts';

const CALLER = `arn:aws:iam::${TEST_ACCOUNT}:user/keystorm`;
const SCOPE: KeyScope = { region: TEST_REGION, accountId: TEST_ACCOUNT, callerArn: CALLER, operation: 'Encrypt' };
const KEY = testKey(1);
const ABSENT = testKey(2);
const PREFIX = `arn:aws:kms:${TEST_REGION}:${TEST_ACCOUNT}:`;
const OTHERS = 'arn:aws:kms:us-east-1:999999999999:key/1234abcd-12ab-34cd-56ef-000000000001';

const sim = createSimulation({ seed: 'key-identifier' });
const registry = await sim.run(async () => {
  const runtime = sim.runtime('control-plane');
  const opened = await openTestRegistry(runtime, await runtime.storage.open('kms', 1));
  await opened.add(KEY.region, KEY.customKeyStoreId, (commit) => commit(KEY, () => testEvent()));
  await opened.putAlias(
    KEY.region,
    'alias/a',
    KEY.keyId,
    (_present, target) => testAlias('alias/a', target),
    () => testEvent(),
  );
  return opened;
});

test.each([KEY.keyId, KEY.arn])('%s names the key, for every operation', (identifier) => {
  expect(findKey(registry, identifier, SCOPE)).toBe(KEY);
  expect(findKeyOrAlias(registry, identifier, SCOPE)).toBe(KEY);
});

test.each(['alias/a', `${PREFIX}alias/a`])('%s names the key, where aliases may', (identifier) => {
  expect(findKeyOrAlias(registry, identifier, SCOPE)).toBe(KEY);
  expect(() => findKey(registry, identifier, SCOPE)).toThrow(
    expect.objectContaining({
      code: 'InvalidArnException',
      message: 'Key Aliases are not supported for this operation.',
    }),
  );
});

test.each([
  [ABSENT.keyId, 'NotFoundException', `Key '${ABSENT.arn}' does not exist`],
  [ABSENT.arn, 'NotFoundException', `Key '${ABSENT.arn}' does not exist`],
  [
    'mrk-1234567890abcdef1234567890abcdef',
    'NotFoundException',
    `Key '${PREFIX}key/mrk-1234567890abcdef1234567890abcdef' does not exist`,
  ],
  ['mrk-fake', 'NotFoundException', "Invalid keyId 'mrk-fake'"],
  [KEY.keyId.replaceAll('-', ''), 'NotFoundException', `Invalid keyId '${KEY.keyId.replaceAll('-', '')}'`],
  ['arn:aws:s3:::bucket', 'NotFoundException', "Invalid keyId 'arn:aws:s3:::bucket'"],
  [KEY.arn.replace('us-east-1', 'eu-west-1'), 'NotFoundException', 'Invalid arn eu-west-1'],
  ['alias/b', 'NotFoundException', `Alias ${PREFIX}alias/b is not found.`],
  [`${PREFIX}alias/b`, 'NotFoundException', `Alias ${PREFIX}alias/b is not found.`],
  [
    OTHERS,
    'AccessDeniedException',
    `User: ${CALLER} is not authorized to perform: kms:Encrypt on resource: ${OTHERS} because no resource-based policy allows the kms:Encrypt action`,
  ],
])('%s is refused', (identifier, code, message) => {
  expect(() => findKeyOrAlias(registry, identifier, SCOPE)).toThrow(expect.objectContaining({ code, message }));
});
