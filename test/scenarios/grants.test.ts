import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  DescribeKeyCommand,
  EncryptCommand,
  ListGrantsCommand,
  ListRetirableGrantsCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { connectedStore, type KeyStore } from '../worlds/fixture.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';
import { advanceDays, until, type World } from '../worlds/world.ts';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const BOB = 'arn:aws:iam::111122223333:role/bob';

interface Scene {
  readonly world: World;
  readonly store: KeyStore;
  readonly arn: string;
  readonly KeyId: string;
  create(input?: Partial<CreateGrantCommandInput>): Promise<{ GrantId: string; GrantToken: string }>;
  ids(): Promise<readonly string[]>;
}

async function withKey(name: string, work: (scene: Scene) => Promise<void>): Promise<void> {
  await withSimulatedWorld(name, async (world) => {
    const kms = world.kms();
    const { store } = await connectedStore(world);
    const { id: KeyId, arn } = await store.newKey();
    await work({
      world,
      store,
      arn,
      KeyId,
      async create(input = {}) {
        const base = { KeyId, GranteePrincipal: ALICE, Operations: ['Encrypt' as const] };
        const { GrantId = '', GrantToken = '' } = await kms.send(new CreateGrantCommand({ ...base, ...input }));
        return { GrantId, GrantToken };
      },
      async ids() {
        const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId }));
        return Grants.map(({ GrantId = '' }) => GrantId);
      },
    });
  });
}

test('a grant is listed as it was made, on its key and for whom may retire it', async () => {
  await withKey('grants listed', async ({ world, arn, KeyId, create }) => {
    const kms = world.kms();
    const Constraints = { EncryptionContextSubset: { Dept: 'HR' } };
    const Operations = ['Encrypt', 'Decrypt', 'RetireGrant'] as const;
    const whole = { RetiringPrincipal: BOB, Operations: [...Operations], Constraints, Name: 'one' };
    const { GrantId } = await create(whole);
    const plain = await create();
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/);

    const { Grants = [], Truncated } = await kms.send(new ListGrantsCommand({ KeyId }));
    expect(Truncated).toBe(false);
    expect(Grants.map((grant) => grant.GrantId)).toEqual([GrantId, plain.GrantId].toSorted());
    const entry = {
      KeyId: arn,
      GrantId,
      Name: 'one',
      CreationDate: expect.any(Date) as Date,
      GranteePrincipal: ALICE,
      RetiringPrincipal: BOB,
      IssuingAccount: 'arn:aws:iam::111122223333:root',
      Operations,
      Constraints,
    };
    expect(Grants.find((grant) => grant.GrantId === GrantId)).toEqual(entry);
    expect(Grants.find((grant) => grant.GrantId === plain.GrantId)).toMatchObject({ Name: '' });

    const retirable = await kms.send(new ListRetirableGrantsCommand({ RetiringPrincipal: BOB }));
    expect(retirable.Grants).toEqual([entry]);
    const byId = await kms.send(new ListGrantsCommand({ KeyId, GrantId: plain.GrantId }));
    expect(byId.Grants).toHaveLength(1);
    const byGrantee = await kms.send(new ListGrantsCommand({ KeyId, GranteePrincipal: BOB }));
    expect(byGrantee.Grants).toEqual([]);
    const page = await kms.send(new ListGrantsCommand({ KeyId, Limit: 1 }));
    const rest = await kms.send(new ListGrantsCommand({ KeyId, Limit: 1, Marker: page.NextMarker }));
    expect([...(page.Grants ?? []), ...(rest.Grants ?? [])]).toEqual(Grants);
    expect(rest.Truncated).toBe(false);
  });
});

test('a repetition under a name gives the grant that there is, and anything else a new one', async () => {
  await withKey('grants repeated', async ({ create, ids }) => {
    const first = await create({ Name: 'one', Operations: ['Encrypt', 'Decrypt'] });
    const again = await create({ Name: 'one', Operations: ['Decrypt', 'Encrypt'] });
    expect(again.GrantId).toBe(first.GrantId);
    expect(again.GrantToken).not.toBe(first.GrantToken);
    const other = await create({ Name: 'one', Operations: ['Decrypt'] });
    const unnamed = [await create(), await create()];
    const all = [first, other, ...unnamed].map(({ GrantId }) => GrantId);
    expect(new Set(all).size).toBe(4);
    expect(await ids()).toEqual(all.toSorted());
  });
});

test('a grant is revoked, or retired by id or by any of its tokens, in every state of its key', async () => {
  await withKey('grants removed', async ({ world, store, arn, KeyId, create, ids }) => {
    const kms = world.kms();
    const named = { Name: 'one' };
    const [revoked, retired, tokened] = [await create(), await create(), await create(named)];
    const { GrantToken } = await create(named);
    await store.disconnect();
    await kms.send(new RevokeGrantCommand({ KeyId, GrantId: revoked.GrantId }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    await kms.send(new RetireGrantCommand({ KeyId: arn, GrantId: retired.GrantId }));
    expect(await ids()).toEqual([tokened.GrantId]);
    await kms.send(new RetireGrantCommand({ GrantToken }));
    expect(await ids()).toEqual([]);
    const again = [
      kms.send(new RevokeGrantCommand({ KeyId, GrantId: revoked.GrantId })),
      kms.send(new RetireGrantCommand({ GrantToken })),
    ];
    for (const gone of again) await expect(gone).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

test('a token of a grant is accepted by every operation that takes tokens, and any other is refused', async () => {
  await withKey('grant tokens', async ({ world, KeyId, create }) => {
    const kms = world.kms();
    const { GrantId, GrantToken } = await create();
    const Plaintext = Buffer.from('x');
    const uses = (tokens: string[]) => [
      kms.send(new DescribeKeyCommand({ KeyId, GrantTokens: tokens })),
      kms.send(new EncryptCommand({ KeyId, Plaintext, GrantTokens: tokens })),
      create({ GrantTokens: tokens }),
    ];
    await Promise.all(uses([GrantToken]));
    await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
    for (const token of ['no token', Buffer.alloc(65, 1).toString('base64'), GrantToken]) {
      for (const use of uses([token])) await expect(use).rejects.toMatchObject({ name: 'InvalidGrantTokenException' });
    }
  });
});

test('bad requests are refused, and a dry run changes nothing', async () => {
  await withKey('bad grants', async ({ world, KeyId, create, ids }) => {
    const kms = world.kms();
    const { GrantId } = await create();
    const nine = Object.fromEntries(Array.from({ length: 9 }, (_, number) => [`k${number}`, 'v']));
    const cases: [input: Partial<CreateGrantCommandInput>, code: string][] = [
      [{ GranteePrincipal: 'alice' }, 'InvalidArnException'],
      [{ RetiringPrincipal: 'arn:aws:s3:::bucket' }, 'InvalidArnException'],
      [{ KeyId: 'alias/a' }, 'InvalidArnException'],
      [{ Operations: ['Sign'] }, 'ValidationException'],
      [{ Operations: [] }, 'ValidationException'],
      [{ Constraints: { EncryptionContextEquals: nine } }, 'ValidationException'],
      [{ Constraints: { EncryptionContextSubset: { k: 'v'.repeat(385) } } }, 'ValidationException'],
      [{ DryRun: true }, 'DryRunOperationException'],
    ];
    for (const [input, name] of cases) await expect(create(input)).rejects.toMatchObject({ name });
    const others: [Promise<unknown>, string][] = [
      [kms.send(new RevokeGrantCommand({ KeyId, GrantId: 'x' })), 'InvalidGrantIdException'],
      [kms.send(new ListGrantsCommand({ KeyId, GrantId: 'x' })), 'InvalidGrantIdException'],
      [kms.send(new RetireGrantCommand({ GrantId })), 'ValidationException'],
      [kms.send(new RetireGrantCommand({ GrantToken: 'x' })), 'InvalidGrantTokenException'],
      [kms.send(new RevokeGrantCommand({ KeyId, GrantId, DryRun: true })), 'DryRunOperationException'],
      [kms.send(new RetireGrantCommand({ KeyId, GrantId, DryRun: true })), 'DryRunOperationException'],
    ];
    for (const [outcome, name] of others) await expect(outcome).rejects.toMatchObject({ name });
    expect(await ids()).toEqual([GrantId]);
  });
});

test('grants outlive a crash, and go with their key', async () => {
  await withKey('grants gone', async ({ world, KeyId, create, ids }) => {
    const kms = world.kms();
    const { GrantId } = await create({ RetiringPrincipal: BOB });
    await world.chaos.kill('control-plane');
    expect(await until(world, 'no answer', () => ids().catch(() => undefined))).toEqual([GrantId]);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await advanceDays(world, 8);
    await until(world, 'the key stays', async () => {
      const { Grants = [] } = await kms.send(new ListRetirableGrantsCommand({ RetiringPrincipal: BOB }));
      return Grants.length === 0 ? true : undefined;
    });
  });
});
