import type { OperationName } from '@keystorm/aws-api/kms';
import { createSimulation } from '@keystorm/runtime/sim';
import { expect, test } from 'vitest';
import { AWS_RATES, type RateLimits, RequestRates } from './rates.ts';

async function counting(
  limits: RateLimits,
  work: (rates: RequestRates, sleep: (ms: number) => Promise<void>) => void | Promise<void>,
): Promise<void> {
  const sim = createSimulation({ seed: 'rates' });
  await sim.run(async () => {
    const { clock } = sim.runtime('control-plane');
    await work(new RequestRates(clock, limits), (ms) => clock.sleep(ms));
  });
}

/** How many of so many attempts are let in. */
function admitted(attempts: number, attempt: () => void): number {
  let count = 0;
  for (let number = 0; number < attempts; number += 1) {
    try {
      attempt();
      count += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'ThrottlingException' });
    }
  }
  return count;
}

test('without limits everything is let in', async () => {
  await counting({}, (rates) => {
    expect(admitted(10_000, () => rates.admitRequest('us-east-1', 'CreateKey'))).toBe(10_000);
    expect(admitted(10_000, () => rates.admitUse('cks-1'))).toBe(10_000);
  });
});

test('a second lets in what it may, and saves up no more than one second holds', async () => {
  await counting({ perStore: 5 }, async (rates, sleep) => {
    expect(admitted(50, () => rates.admitUse('cks-1'))).toBe(5);
    await sleep(400);
    expect(admitted(50, () => rates.admitUse('cks-1'))).toBe(2);
    await sleep(60_000);
    expect(admitted(50, () => rates.admitUse('cks-1'))).toBe(5);
  });
});

test('stores, operations and Regions have buckets of their own, cryptography shares one', async () => {
  const limits = { perStore: 1, symmetricCryptography: 3, operations: { CreateKey: 2 } };
  await counting(limits, (rates) => {
    expect(['cks-1', 'cks-2'].map((id) => admitted(9, () => rates.admitUse(id)))).toEqual([1, 1]);
    expect(admitted(9, () => rates.admitRequest('us-east-1', 'CreateKey'))).toBe(2);
    expect(admitted(9, () => rates.admitRequest('eu-west-1', 'CreateKey'))).toBe(2);
    expect(admitted(2, () => rates.admitRequest('us-east-1', 'Encrypt'))).toBe(2);
    expect(admitted(9, () => rates.admitRequest('us-east-1', 'Decrypt'))).toBe(1);
    expect(admitted(9, () => rates.admitRequest('us-east-1', 'DescribeKey'))).toBe(9);
  });
});

test('less than one in a second is a request now and then', async () => {
  await counting({ operations: { GetParametersForImport: 0.25 } }, async (rates, sleep) => {
    const ask = () => rates.admitRequest('us-east-1', 'GetParametersForImport');
    expect(admitted(3, ask)).toBe(1);
    await sleep(3_900);
    expect(admitted(3, ask)).toBe(0);
    await sleep(200);
    expect(admitted(3, ask)).toBe(1);
  });
});

test('other limits hold from the moment they are set', async () => {
  await counting(AWS_RATES, (rates) => {
    expect(admitted(2_000, () => rates.admitUse('cks-1'))).toBe(1_800);
    rates.set({ perStore: 1 });
    expect(admitted(9, () => rates.admitUse('cks-1'))).toBe(1);
    rates.set({});
    expect(admitted(9, () => rates.admitUse('cks-1'))).toBe(9);
  });
});

// Source: AWS KMS Developer Guide, "Request quotas".
const OPERATIONS_PER_SECOND: Readonly<Record<string, readonly OperationName[]>> = {
  0.25: ['GetParametersForImport'],
  5: [
    'ConnectCustomKeyStore',
    'CreateCustomKeyStore',
    'DeleteCustomKeyStore',
    'DescribeCustomKeyStores',
    'DisconnectCustomKeyStore',
    'UpdateCustomKeyStore',
    'CancelKeyDeletion',
    'CreateAlias',
    'CreateKey',
    'DeleteImportedKeyMaterial',
    'DisableKey',
    'DisableKeyRotation',
    'EnableKey',
    'ImportKeyMaterial',
    'ReplicateKey',
    'UntagResource',
    'UpdateAlias',
    'UpdateKeyDescription',
    'UpdatePrimaryRegion',
  ],
  10: ['TagResource'],
  15: ['DeleteAlias', 'EnableKeyRotation', 'PutKeyPolicy', 'ScheduleKeyDeletion'],
  30: ['RetireGrant', 'RevokeGrant'],
  50: ['CreateGrant'],
  100: ['ListGrants', 'ListKeyPolicies', 'ListRetirableGrants'],
  500: ['ListAliases', 'ListKeys'],
  1000: ['GetKeyPolicy', 'GetKeyRotationStatus'],
  2000: ['DescribeKey', 'GetPublicKey', 'ListResourceTags'],
};

test('the limits of AWS are those of its guide', () => {
  const operations = Object.entries(OPERATIONS_PER_SECOND).flatMap(([perSecond, names]) =>
    names.map((name) => [name, Number(perSecond)] as const),
  );
  expect(AWS_RATES).toEqual({
    perStore: 1_800,
    symmetricCryptography: 5_500,
    operations: Object.fromEntries(operations),
  });
});
