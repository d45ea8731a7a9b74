import { HSM_SERVICE } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { DEADLINE, newCustomer, OFFICER_PASSWORD, sign } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld, REGION } from '../worlds/managed-cluster.ts';

// Every step of a cluster's life taken too early, too late or wrongly: refused with the words of the documentation, and
// nothing has changed.

const INVALID = 'CloudHsmInvalidRequestException: ';
const NOT_FOUND = 'CloudHsmResourceNotFoundException: ';
const HSM1 = 'hsm1.medium';
const HSM2 = 'hsm2m.medium';
const ZONE = `${REGION}a`;

interface ApiCluster {
  readonly ClusterId: string;
  readonly State: string;
  readonly Hsms: readonly { readonly HsmId: string; readonly State: string; readonly EniIp: string }[];
  readonly Certificates: { readonly ClusterCsr?: string };
}

type Refusals = readonly (readonly [operation: string, input: object, message: string])[];

async function describeAll({ api }: ManagedWorld): Promise<readonly ApiCluster[]> {
  return (await api<{ Clusters: readonly ApiCluster[] }>('DescribeClusters', {})).Clusters;
}

async function allRefused(world: ManagedWorld, refusals: Refusals): Promise<void> {
  const before = await describeAll(world);
  for (const [operation, input, message] of refusals) {
    const outcome = await world.api(operation, input).then(
      () => 'ok',
      (error: unknown) => (error as Error).message,
    );
    expect([operation, outcome]).toEqual([operation, expect.stringContaining(message)]);
  }
  expect(await describeAll(world)).toEqual(before);
}

async function clusterIn(world: ManagedWorld, state: string, hsms: number): Promise<ApiCluster> {
  for (;;) {
    const [cluster] = await describeAll(world);
    if (cluster?.State === state && cluster.Hsms.length === hsms && cluster.Hsms.every((hsm) => hsm.State === 'ACTIVE'))
      return cluster;
    await world.operator.clock.sleep(20);
  }
}

async function createCluster(world: ManagedWorld, more: object = {}): Promise<string> {
  const { subnets } = await world.clusters.call('ListSubnets', { region: REGION }, DEADLINE);
  const SubnetIds = subnets.map(({ subnetId }) => subnetId);
  const created = await world.api<{ Cluster: ApiCluster }>('CreateCluster', { HsmType: HSM1, SubnetIds, ...more });
  return created.Cluster.ClusterId;
}

const wrongState = (id: string, state: string, operation: string, required: string) =>
  `${INVALID}Cluster '${id}' is in state ${state}; ${operation} requires ${required}.`;

test('steps in the wrong order', () =>
  inManagedWorld('order', async (world) => {
    const { api, operator, customer } = world;
    const TrustAnchor = customer.ca.certificate;
    const ClusterId = await createCluster(world);
    const add = { ClusterId, AvailabilityZone: ZONE };
    const initialize = { ClusterId, SignedCert: TrustAnchor, TrustAnchor };
    const notYet = `${INVALID}Cluster '${ClusterId}' already contains an HSM but has not yet been fully activated`;
    await clusterIn(world, 'UNINITIALIZED', 0);
    await allRefused(world, [
      ['InitializeCluster', initialize, `${INVALID}Cluster '${ClusterId}' has no HSM yet`],
      [
        'ModifyCluster',
        { ClusterId, HsmType: HSM2 },
        wrongState(ClusterId, 'UNINITIALIZED', 'ModifyCluster', 'ACTIVE'),
      ],
      ['CreateHsm', { ...add, AvailabilityZone: `${REGION}f` }, `${INVALID}Availability zone '${REGION}f' is not part`],
      ['CreateHsm', { ...add, IpAddress: '10.9.9.9' }, `${INVALID}Address 10.9.9.9 is not in subnet`],
      ['DeleteHsm', { ClusterId, HsmId: 'hsm-aaaaaaaaaaa' }, `${NOT_FOUND}HSM hsm-aaaaaaaaaaa could not be found in`],
    ]);

    await api('CreateHsm', add);
    await allRefused(world, [['CreateHsm', add, notYet]]);
    const { Certificates, Hsms } = await clusterIn(world, 'UNINITIALIZED', 1);
    const SignedCert = await sign(operator, customer, Certificates.ClusterCsr ?? '');
    const stranger = await newCustomer(operator);
    await allRefused(world, [
      ['CreateHsm', add, notYet],
      ['DeleteCluster', { ClusterId }, `${INVALID}Cluster '${ClusterId}' still contains HSMs.`],
      ['InitializeCluster', initialize, INVALID],
      ['InitializeCluster', { ...initialize, SignedCert: 'MIIC' }, INVALID],
      ['InitializeCluster', { ClusterId, SignedCert, TrustAnchor: stranger.ca.certificate }, INVALID],
      ['InitializeCluster', { ClusterId, SignedCert, TrustAnchor: SignedCert }, INVALID],
    ]);

    await api('InitializeCluster', { ClusterId, SignedCert, TrustAnchor });
    await clusterIn(world, 'INITIALIZED', 1);
    await allRefused(world, [
      [
        'InitializeCluster',
        { ClusterId, SignedCert, TrustAnchor },
        wrongState(ClusterId, 'INITIALIZED', 'InitializeCluster', 'UNINITIALIZED'),
      ],
      ['CreateHsm', add, notYet],
      ['ModifyCluster', { ClusterId, HsmType: HSM2 }, wrongState(ClusterId, 'INITIALIZED', 'ModifyCluster', 'ACTIVE')],
      ['DeleteHsm', { ClusterId }, INVALID],
      ['DeleteHsm', { ClusterId, HsmId: Hsms[0]?.HsmId, EniIp: Hsms[0]?.EniIp }, INVALID],
    ]);

    // Nobody has activated it, so there is no backup, and what the only HSM held is lost.
    await api('DeleteHsm', { ClusterId, HsmId: Hsms[0]?.HsmId });
    await clusterIn(world, 'INITIALIZED', 0);
    await allRefused(world, [
      ['CreateHsm', add, wrongState(ClusterId, 'INITIALIZED', 'CreateHsm', 'UNINITIALIZED, ACTIVE')],
    ]);
    expect((await api<{ Backups: readonly unknown[] }>('DescribeBackups', {})).Backups).toEqual([]);
    await api('DeleteCluster', { ClusterId });
    await world.jobsDone();
    await allRefused(world, [
      [
        'DeleteCluster',
        { ClusterId },
        wrongState(
          ClusterId,
          'DELETED',
          'DeleteCluster',
          'CREATE_IN_PROGRESS, UNINITIALIZED, INITIALIZE_IN_PROGRESS, INITIALIZED, ACTIVE, MODIFY_IN_PROGRESS, ROLLBACK_IN_PROGRESS, DEGRADED',
        ),
      ],
      ['CreateHsm', add, wrongState(ClusterId, 'DELETED', 'CreateHsm', 'UNINITIALIZED, ACTIVE')],
    ]);
  }));

test('clusters that cannot be', () =>
  inManagedWorld('impossible', async (world) => {
    const { api } = world;
    const { clusterId: ClusterId, subnets } = await world.activeCluster(1);
    await world.jobsDone();
    const { Backups } = await api<{ Backups: readonly { readonly BackupId: string }[] }>('DescribeBackups', {});
    const SubnetIds = subnets.map(({ subnetId }) => subnetId);
    const SourceBackupId = Backups[0]?.BackupId ?? '';
    const HsmType = HSM1;
    await allRefused(world, [
      ['CreateCluster', { HsmType: 'hsm9.huge', SubnetIds }, `${INVALID}HSM type 'hsm9.huge' is not supported.`],
      [
        'CreateCluster',
        { HsmType, SubnetIds, Mode: 'NON_FIPS' },
        `${INVALID}HSM type '${HSM1}' does not support mode NON_FIPS.`,
      ],
      [
        'CreateCluster',
        { HsmType, SubnetIds: ['subnet-01234567'] },
        `${INVALID}Subnet subnet-01234567 could not be found.`,
      ],
      [
        'CreateCluster',
        { HsmType, SubnetIds: [SubnetIds[0], SubnetIds[0]] },
        `${INVALID}Specify at most one subnet in each Availability Zone`,
      ],
      ['CreateCluster', { HsmType, SubnetIds, NetworkType: 'DUALSTACK' }, INVALID],
      [
        'CreateCluster',
        { HsmType, SubnetIds, SourceBackupId: 'backup-aaaaaaaaaaa' },
        `${NOT_FOUND}Backup backup-aaaaaaaaaaa could not be found.`,
      ],
      [
        'CreateCluster',
        { HsmType: HSM2, SubnetIds, SourceBackupId, Mode: 'NON_FIPS' },
        `${INVALID}Backup '${SourceBackupId}' was taken in mode FIPS`,
      ],
      ['ModifyCluster', { ClusterId }, `${INVALID}Specify an HsmType or a BackupRetentionPolicy.`],
      [
        'CopyBackupToRegion',
        { BackupId: SourceBackupId, DestinationRegion: REGION },
        `${INVALID}Backup '${SourceBackupId}' is in Region ${REGION} already.`,
      ],
      [
        'CopyBackupToRegion',
        { BackupId: SourceBackupId, DestinationRegion: 'us-gov-west-1' },
        `${INVALID}Backups cannot be copied`,
      ],
      [
        'RestoreBackup',
        { BackupId: SourceBackupId },
        `${INVALID}Backup '${SourceBackupId}' is in state READY; RestoreBackup requires PENDING_DELETION.`,
      ],
      ['DeleteBackup', { BackupId: 'backup-aaaaaaaaaaa' }, `${NOT_FOUND}Backup backup-aaaaaaaaaaa could not be found.`],
      ['DescribeBackups', { Filters: { colours: ['red'] } }, `${INVALID}'colours' is no filter`],
    ]);

    // A backup of the newer type does not go back to the older one.
    const newer = await createCluster(world, { HsmType: HSM2, SourceBackupId });
    await world.jobsDone();
    await api('CreateHsm', { ClusterId: newer, AvailabilityZone: ZONE });
    await world.clusterWhen(newer, ({ hsms }) => hsms.some(({ state }) => state === 'ACTIVE'));
    await world.jobsDone();
    const { backupId } = await world.clusters.call('CreateBackup', { clusterId: newer, region: REGION }, DEADLINE);
    await world.jobsDone();
    await allRefused(world, [
      [
        'CreateCluster',
        { HsmType, SubnetIds, SourceBackupId: backupId },
        `${INVALID}A backup of HSM type '${HSM2}' cannot be restored to HSM type '${HSM1}'.`,
      ],
    ]);
    await api('DeleteBackup', { BackupId: backupId });
    await allRefused(world, [
      [
        'CreateCluster',
        { HsmType: HSM2, SubnetIds, SourceBackupId: backupId },
        `${INVALID}Backup '${backupId}' is in state PENDING_DELETION; CreateCluster requires READY.`,
      ],
      ['ModifyBackupAttributes', { BackupId: backupId, NeverExpires: true }, `requires READY.`],
    ]);
  }));

test('more than there may be', () =>
  inManagedWorld(
    'quotas',
    async (world) => {
      const { clusterId: ClusterId } = await world.activeCluster(2);
      const add = { ClusterId, AvailabilityZone: ZONE };
      await allRefused(world, [
        ['CreateHsm', add, `${INVALID}The maximum number of HSMs in cluster '${ClusterId}' (2) has been reached.`],
      ]);
      const other = await createCluster(world);
      await world.jobsDone();
      await world.api('CreateHsm', { ClusterId: other, AvailabilityZone: ZONE });
      await expect(createCluster(world)).rejects.toThrow(
        `${INVALID}The maximum number of clusters (2) has been reached.`,
      );
      await world.clusterWhen(other, ({ hsms }) => hsms.some(({ state }) => state === 'ACTIVE'));
      const [first] = (await world.cluster(ClusterId)).hsms;
      await world.api('DeleteHsm', { ClusterId, HsmId: first?.hsmId });
      await world.clusterWhen(ClusterId, ({ hsms }) => hsms.length === 1);
      await world.api('CreateHsm', add);
      // It is full again as soon as the HSM is promised.
      await allRefused(world, [['CreateHsm', add, `${INVALID}The maximum number of HSMs (3) has been reached.`]]);
    },
    { quotas: { clusters: 2, hsms: 3, hsmsPerCluster: 2 } },
  ));

test('an activated cluster is not activated again', () =>
  inManagedWorld('activated', async (world) => {
    const { hsms } = await world.activeCluster(1);
    const tls = { trustAnchor: world.customer.ca.certificate };
    const data = world.operator.network.connect(HSM_SERVICE, { address: hsms[0]!.dataAddress, tls });
    const officer = { userType: 'USER_TYPE_PRECO', userName: 'admin' } as const;
    for (const password of ['password', OFFICER_PASSWORD])
      await expect(data.call('Login', { ...officer, password }, DEADLINE)).rejects.toMatchObject({
        code: 'USER_NOT_FOUND',
      });
  }));
