import { signRequest } from '@keystorm/aws-api';
import type { OperationName } from '@keystorm/aws-api/kms';
import { createControlPlane, type HttpRequest, type HttpResponse } from '@keystorm/kms-control-plane';
import { type Cluster, HSM_SERVICE } from '@keystorm/protocol';
import { DEADLINE, OFFICER_PASSWORD, USER_PASSWORD } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, MANAGER_ADDRESS, type ManagedWorld, REGION } from './managed-cluster.ts';

const MACHINE = 'control-plane';
/** Virtual time after which a test gives up waiting, milliseconds. */
const WAIT_MS_MAX = 60_000;

const ACCESS_KEY = { accessKeyId: 'test', secretAccessKey: 'test' };

/** An error that the endpoint answered. */
class AnsweredError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string | undefined) {
    super(message ?? '');
    this.code = code;
    this.status = status;
  }
}

/** Members of an answer; a test knows which are there. */
type Answer = Readonly<Record<string, string | number | boolean | undefined>>;

/** A whole system in a simulation: HSMs, the cluster-manager and the control plane. */
export interface KmsWorld extends ManagedWorld {
  /** Sends a request to the endpoint as it is. */
  send(request: Partial<HttpRequest>): Promise<HttpResponse>;
  /** Signs and sends a call of the KMS API; throws AnsweredError. */
  kms<T = Answer>(operation: OperationName, input?: object, region?: string): Promise<T>;
  /** Ends the control plane as kill -9 does, and starts it again. */
  restartControlPlane(): Promise<void>;
  stopControlPlane(): Promise<void>;
  /** A custom key store that is CONNECTED, on a new cluster of two HSMs with `kmsuser`. */
  connectedStore(name?: string): Promise<{ readonly storeId: string; readonly cluster: Cluster }>;
  /** Waits until the store is in the state. */
  storeIn(storeId: string, state: string): Promise<void>;
  /** A new key in the store. */
  newKey(storeId: string): Promise<{ readonly keyId: string; readonly arn: string }>;
}

/** Headers of a signed request to the endpoint. */
function signed(
  hostMs: number,
  {
    target,
    body,
    service = 'kms',
    region = REGION,
  }: { target?: string; body: Buffer; service?: string; region?: string },
): Record<string, string> {
  const headers = {
    'content-type': target === undefined ? 'application/x-www-form-urlencoded' : 'application/x-amz-json-1.1',
    ...(target !== undefined && { 'x-amz-target': target }),
  };
  return signRequest({ method: 'POST', host: '127.0.0.1:4599', headers, body }, ACCESS_KEY, {
    region,
    service,
    hostMs,
  });
}

/** Runs a test in a system that has just started. */
export async function inKmsWorld(seed: number | string, work: (world: KmsWorld) => Promise<void>): Promise<void> {
  await inManagedWorld(seed, async (managed) => {
    const { sim, operator, fleet } = managed;
    const identity = { ca: fleet.ca.certificate, ...fleet.identities['control-plane'] };
    const start = async () => {
      const started = createControlPlane(sim.runtime(MACHINE), { clusterManagerAddress: MANAGER_ADDRESS, identity });
      await started.start();
      return started;
    };
    let controlPlane = await start();

    const send: KmsWorld['send'] = (request) =>
      controlPlane.handle({
        method: 'POST',
        path: '/',
        headers: {},
        body: Buffer.alloc(0),
        remoteAddress: '127.0.0.1',
        ...request,
      });
    const world: KmsWorld = {
      ...managed,
      send,
      async kms<T>(operation: OperationName, input: object = {}, region: string = REGION) {
        const body = Buffer.from(JSON.stringify(input));
        const headers = signed(operator.clock.host(), { target: `TrentService.${operation}`, body, region });
        const answer = await send({ headers, body });
        const text = answer.body.toString();
        if (answer.status === 200) return (text === '' ? undefined : JSON.parse(text)) as T;
        const { __type, message } = JSON.parse(text) as { __type: string; message?: string };
        throw new AnsweredError(__type, answer.status, message);
      },
      async restartControlPlane() {
        sim.crash(MACHINE);
        controlPlane = await start();
      },
      stopControlPlane: () => controlPlane.stop(),
      async connectedStore(name = 'ExampleKeyStore') {
        const cluster = await managed.activeCluster(2);
        for (const { dataAddress } of cluster.hsms) await createKmsUser(world, dataAddress);
        const { CustomKeyStoreId: storeId } = await world.kms<{ CustomKeyStoreId: string }>('CreateCustomKeyStore', {
          CustomKeyStoreName: name,
          CloudHsmClusterId: cluster.clusterId,
          TrustAnchorCertificate: cluster.trustAnchor,
          KeyStorePassword: USER_PASSWORD,
        });
        await world.kms('ConnectCustomKeyStore', { CustomKeyStoreId: storeId });
        await world.storeIn(storeId, 'CONNECTED');
        return { storeId, cluster };
      },
      async storeIn(storeId, state) {
        const giveUpMs = sim.nowMs + WAIT_MS_MAX;
        for (;;) {
          const { CustomKeyStores } = await world.kms<{ CustomKeyStores: Answer[] }>('DescribeCustomKeyStores', {
            CustomKeyStoreId: storeId,
          });
          if (CustomKeyStores[0]?.['ConnectionState'] === state) return;
          if (sim.nowMs > giveUpMs) throw new Error(`not ${state}: ${JSON.stringify(CustomKeyStores[0])}`);
          await operator.clock.sleep(20);
        }
      },
      async newKey(storeId) {
        const { KeyMetadata } = await world.kms<{ KeyMetadata: { KeyId: string; Arn: string } }>('CreateKey', {
          Origin: 'AWS_CLOUDHSM',
          CustomKeyStoreId: storeId,
        });
        return { keyId: KeyMetadata.KeyId, arn: KeyMetadata.Arn };
      },
    };
    await work(world);
    await controlPlane.stop();
  });
}

async function createKmsUser({ operator, customer }: ManagedWorld, address: string): Promise<void> {
  const hsm = operator.network.connect(HSM_SERVICE, { address, tls: { trustAnchor: customer.ca.certificate } });
  await hsm.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
  await hsm.call('CreateUser', { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: USER_PASSWORD }, DEADLINE);
  hsm.close();
}
