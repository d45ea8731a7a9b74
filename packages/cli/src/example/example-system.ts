import { type Cluster, CLUSTER_SERVICE, type ClusterServiceDefinition } from '@keystorm/protocol';
import { type Credentials, connectHsm, type HsmConnection } from '@keystorm/hsm-client';
import { type Peer, type Runtime, Secret } from '@keystorm/runtime';
import type { AwsClient } from '../aws-client.ts';
import { AwsError } from '../aws-client.ts';
import { CommandError } from '../command-error.ts';
import { ETC_FILES, serverFile } from '../hsm-tools/server-file.ts';
import { createCustomerCa, type CustomerCa, signClusterCsr } from './customer-ca.ts';

export const EXAMPLE = {
  region: 'us-east-1',
  keyStoreName: 'ExampleKeyStore',
  alias: 'alias/example',
  officer: 'admin',
  officerPassword: 'Officer1',
  userPassword: 'kmsPswd1',
} as const;

/** How long one step may take before the command gives up; nothing that was made is removed then. */
const STEP_MS_MAX = 60_000;
const POLL_MS = 25;
const CALL_MS = 5_000;
const CA_FILE = 'customerCA.json';

export interface ExampleTools {
  readonly runtime: Runtime;
  readonly aws: AwsClient;
  readonly clusters: Peer<ClusterServiceDefinition>;
  readonly progress: (step: string) => void;
}

interface KeyStore {
  readonly CustomKeyStoreId: string;
  readonly ConnectionState: string;
  readonly ConnectionErrorCode?: string;
}

/**
 * Makes what `keystorm up` promises: a cluster with one HSM per zone, `kmsuser`, the key store ExampleKeyStore
 * CONNECTED, the key alias/example. Every step looks first, so a start that was cut off is taken up again; what the
 * owner has changed since is left alone.
 */
export async function ensureExample(tools: ExampleTools): Promise<void> {
  if (await hasAlias(tools)) return;
  const ca = await customerCa(tools);
  const cluster = await initializedCluster(tools, ca);
  await oneHsmPerZone(tools, cluster.clusterId);
  await kmsUser(tools, cluster.clusterId, ca);
  await configureTools(tools, cluster.clusterId, ca);
  const store = await connectedStore(tools, cluster.clusterId, ca);
  tools.progress('creating a key');
  const { KeyMetadata } = await tools.aws.call<{ KeyMetadata: { KeyId: string } }>('kms', 'CreateKey', {
    Origin: 'AWS_CLOUDHSM',
    CustomKeyStoreId: store.CustomKeyStoreId,
    Description: 'The example key of Keystorm',
  });
  await tools.aws.call('kms', 'CreateAlias', { AliasName: EXAMPLE.alias, TargetKeyId: KeyMetadata.KeyId });
}

/** Waits until the example key encrypts: what "ready" means. */
export async function awaitExample(tools: ExampleTools): Promise<void> {
  await until(tools, 'alias/example does not encrypt', async () => {
    try {
      await tools.aws.call('kms', 'Encrypt', {
        KeyId: EXAMPLE.alias,
        Plaintext: Buffer.from('ready?').toString('base64'),
      });
      return true;
    } catch (error) {
      // The owner may have disconnected the store or disabled the key: that is a system that runs, too.
      if (error instanceof AwsError && ['DisabledException', 'NotFoundException'].includes(error.code)) return true;
      return undefined;
    }
  });
}

async function hasAlias({ aws }: ExampleTools): Promise<boolean> {
  const { Aliases } = await aws.call<{ Aliases: { AliasName: string }[] }>('kms', 'ListAliases', {});
  return Aliases.some(({ AliasName }) => AliasName === EXAMPLE.alias);
}

async function customerCa({ runtime }: ExampleTools): Promise<CustomerCa> {
  const kept = await runtime.storage.readFile(CA_FILE);
  if (kept !== undefined) return JSON.parse(kept.toString('utf8')) as CustomerCa;
  const ca = await createCustomerCa(runtime.clock.now());
  await runtime.storage.writeFile(CA_FILE, Buffer.from(JSON.stringify(ca)));
  await runtime.storage.writeFile('customerCA.crt', Buffer.from(ca.certificate));
  return ca;
}

async function initializedCluster(tools: ExampleTools, ca: CustomerCa): Promise<Cluster> {
  const clusterId = (await onlyCluster(tools))?.clusterId ?? (await createCluster(tools));
  let cluster = await clusterWhen(tools, clusterId, ({ state }) => state !== 'CREATE_IN_PROGRESS');
  if (cluster.state === 'UNINITIALIZED') {
    if (cluster.hsms.length === 0) await createHsm(tools, cluster, 0);
    await clusterWhen(tools, clusterId, ({ hsms }) => hsms[0]?.state === 'ACTIVE');
    tools.progress('initializing the cluster with a certificate authority of its own');
    const { Clusters } = await tools.aws.call<{ Clusters: { Certificates: { ClusterCsr: string } }[] }>(
      'cloudhsmv2',
      'DescribeClusters',
      {
        Filters: { clusterIds: [clusterId] },
      },
    );
    const csr = Clusters[0]?.Certificates.ClusterCsr ?? '';
    const SignedCert = await signClusterCsr(csr, ca, tools.runtime.clock.now());
    await tools.aws.call('cloudhsmv2', 'InitializeCluster', {
      ClusterId: clusterId,
      SignedCert,
      TrustAnchor: ca.certificate,
    });
  }
  cluster = await clusterWhen(tools, clusterId, ({ state }) => ['INITIALIZED', 'ACTIVE'].includes(state));
  if (cluster.state === 'INITIALIZED') await activate(tools, cluster, ca);
  return clusterWhen(tools, clusterId, ({ state }) => state === 'ACTIVE');
}

async function onlyCluster({ clusters }: ExampleTools): Promise<Cluster | undefined> {
  const answer = await clusters.call('ListClusters', { region: EXAMPLE.region }, { deadlineMs: CALL_MS });
  return answer.clusters.find(({ state }) => !['DELETE_IN_PROGRESS', 'DELETED'].includes(state));
}

async function createCluster(tools: ExampleTools): Promise<string> {
  tools.progress('creating a cluster');
  const { subnets } = await tools.clusters.call('ListSubnets', { region: EXAMPLE.region }, { deadlineMs: CALL_MS });
  const { Cluster } = await tools.aws.call<{ Cluster: { ClusterId: string } }>('cloudhsmv2', 'CreateCluster', {
    HsmType: 'hsm1.medium',
    SubnetIds: subnets.map(({ subnetId }) => subnetId),
  });
  return Cluster.ClusterId;
}

async function createHsm({ aws, progress }: ExampleTools, cluster: Cluster, index: number): Promise<void> {
  const zone = cluster.subnets[index]?.availabilityZone ?? '';
  progress(`creating an HSM in ${zone}`);
  await aws.call('cloudhsmv2', 'CreateHsm', { ClusterId: cluster.clusterId, AvailabilityZone: zone });
}

/** Changes the first officer's default password. Source: AWS CloudHSM User Guide, "Activate the cluster". */
async function activate(tools: ExampleTools, cluster: Cluster, ca: CustomerCa): Promise<void> {
  tools.progress('activating the cluster');
  await onHsm(tools, cluster, ca, 0, async (hsm) => {
    const officer = { userType: 'USER_TYPE_PRECO', userName: EXAMPLE.officer } as const;
    await hsm.login({ ...officer, password: new Secret('password') });
    await hsm.changePassword({ ...officer, password: new Secret(EXAMPLE.officerPassword) });
  });
}

async function oneHsmPerZone(tools: ExampleTools, clusterId: string): Promise<void> {
  const cluster = await clusterWhen(tools, clusterId, () => true);
  for (const [index, { availabilityZone }] of cluster.subnets.entries()) {
    if (!cluster.hsms.some((hsm) => hsm.availabilityZone === availabilityZone)) await createHsm(tools, cluster, index);
  }
  await clusterWhen(
    tools,
    clusterId,
    ({ hsms, subnets }) => hsms.length >= subnets.length && hsms.every(({ state }) => state === 'ACTIVE'),
  );
}

async function kmsUser(tools: ExampleTools, clusterId: string, ca: CustomerCa): Promise<void> {
  tools.progress('creating kmsuser');
  const cluster = await clusterWhen(tools, clusterId, () => true);
  const officer: Credentials = {
    userType: 'USER_TYPE_CO',
    userName: EXAMPLE.officer,
    password: new Secret(EXAMPLE.officerPassword),
  };
  for (const index of cluster.hsms.keys()) {
    await onHsm(tools, cluster, ca, index, async (hsm) => {
      if ((await hsm.listUsers()).some(({ userName }) => userName === 'kmsuser')) return;
      await hsm.login(officer);
      await hsm.createUser({
        userType: 'USER_TYPE_CU',
        userName: 'kmsuser',
        password: new Secret(EXAMPLE.userPassword),
      });
      await hsm.logout();
    });
  }
}

/** What an operator does before using cloudhsm_mgmt_util: copy the certificate authority, list the HSMs. Once. */
async function configureTools(tools: ExampleTools, clusterId: string, ca: CustomerCa): Promise<void> {
  const { storage } = tools.runtime;
  if ((await storage.readFile(ETC_FILES.cmu)) !== undefined) return;
  const { hsms } = await clusterWhen(tools, clusterId, () => true);
  await storage.writeFile(ETC_FILES.trustAnchor, Buffer.from(ca.certificate));
  await storage.writeFile(ETC_FILES.client, serverFile(hsms));
  await storage.writeFile(ETC_FILES.cmu, serverFile(hsms));
}

async function connectedStore(tools: ExampleTools, clusterId: string, ca: CustomerCa): Promise<KeyStore> {
  const { aws } = tools;
  tools.progress(`connecting ${EXAMPLE.keyStoreName}`);
  let store = await findStore(tools);
  if (store === undefined) {
    await aws.call('kms', 'CreateCustomKeyStore', {
      CustomKeyStoreName: EXAMPLE.keyStoreName,
      CloudHsmClusterId: clusterId,
      TrustAnchorCertificate: ca.certificate,
      KeyStorePassword: EXAMPLE.userPassword,
    });
    store = await findStore(tools);
  }
  if (store?.ConnectionState === 'DISCONNECTED')
    await aws.call('kms', 'ConnectCustomKeyStore', { CustomKeyStoreId: store.CustomKeyStoreId });
  return until(tools, `${EXAMPLE.keyStoreName} does not connect`, async () => {
    const now = await findStore(tools);
    if (now?.ConnectionState === 'FAILED')
      throw new CommandError(`${EXAMPLE.keyStoreName} cannot be connected: ${now.ConnectionErrorCode ?? ''}`);
    return now?.ConnectionState === 'CONNECTED' ? now : undefined;
  });
}

async function findStore({ aws }: ExampleTools): Promise<KeyStore | undefined> {
  const { CustomKeyStores } = await aws.call<{ CustomKeyStores: (KeyStore & { CustomKeyStoreName: string })[] }>(
    'kms',
    'DescribeCustomKeyStores',
    {},
  );
  return CustomKeyStores.find(({ CustomKeyStoreName }) => CustomKeyStoreName === EXAMPLE.keyStoreName);
}

async function onHsm(
  { runtime }: ExampleTools,
  cluster: Cluster,
  ca: CustomerCa,
  index: number,
  work: (hsm: HsmConnection) => Promise<void>,
): Promise<void> {
  const hsm = cluster.hsms[index];
  if (hsm === undefined) throw new CommandError(`${cluster.clusterId} has lost an HSM`);
  const connection = connectHsm(runtime, {
    endpoint: { hsmId: hsm.hsmId, address: hsm.dataAddress },
    trustAnchor: ca.certificate,
  });
  try {
    await work(connection);
  } finally {
    connection.close();
  }
}

function clusterWhen(tools: ExampleTools, clusterId: string, holds: (cluster: Cluster) => boolean): Promise<Cluster> {
  return until(tools, `${clusterId} does not get on`, async () => {
    const { cluster } = await tools.clusters.call(
      'GetCluster',
      { clusterId, region: EXAMPLE.region },
      { deadlineMs: CALL_MS },
    );
    return cluster && holds(cluster) ? cluster : undefined;
  });
}

/** Asks again and again until there is an answer. */
export async function until<T>(
  { runtime }: Pick<ExampleTools, 'runtime'>,
  complaint: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const { clock } = runtime;
  for (const deadline = clock.monotonic() + STEP_MS_MAX; ; await clock.sleep(POLL_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (clock.monotonic() > deadline)
      throw new CommandError(
        `${complaint}: gave up after ${STEP_MS_MAX / 1000} s. See \`npx keystorm logs\` and \`npx keystorm status\`.`,
      );
  }
}

/** The services that the example, the status and the tools ask about clusters. */
export function connectClusters(
  runtime: Runtime,
  address: string,
  fleet: { readonly ca: string; readonly certificate: string; readonly privateKey: string },
): Peer<ClusterServiceDefinition> {
  return runtime.network.connect(CLUSTER_SERVICE, {
    address,
    tls: { trustAnchor: fleet.ca, certificate: fleet.certificate, privateKey: fleet.privateKey },
  });
}
