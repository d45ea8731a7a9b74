import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { KMS } from '@aws-sdk/client-kms';
import { readFleet } from '@keystorm/hsm-node';
import { CLUSTER_SERVICE, isHsmError } from '@keystorm/protocol';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { newCustomer } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { ACCESS_KEY, type Chaos, type RawRequest, type RawResponse, REGION, type Target, type World } from './world.ts';

/** A system that runs, whatever runs it. */
export interface RealSystem {
  readonly kind: World['kind'];
  readonly endpoint: string;
  /** `host:port` of the cluster-manager. */
  readonly managerAddress: string;
  /** Folder with the fleet's material. */
  readonly fleetDir: string;
  /** Folder for what the operator keeps. */
  readonly dataDir: string;
  /** `daemonOf` gives the appliance of an HSM, and leaves other targets as they are. */
  readonly chaos: (daemonOf: (target: Target) => Promise<string>) => Chaos;
}

/** Connects to a system as its clients and its operator do. */
export async function openRealWorld(
  system: RealSystem,
): Promise<{ readonly world: World; readonly close: () => void }> {
  const { kind, endpoint, managerAddress, fleetDir, dataDir, chaos } = system;
  const operator = createProcessRuntime({ name: 'test', dataDir, logLevel: 'silent' });
  const fleet = await readFleet({ readFile: (name) => readFile(join(fleetDir, name)).catch(() => undefined) });
  if (fleet === undefined) throw new Error('the fleet is missing');
  const { certificate, privateKey } = fleet.identities.operator;
  const clusterService = operator.network.connect(CLUSTER_SERVICE, {
    address: managerAddress,
    tls: { trustAnchor: fleet.ca.certificate, certificate, privateKey },
  });
  const clients = new Map<string, KMS>();
  const kms = (region = REGION) => {
    let client = clients.get(region);
    if (client === undefined) {
      client = new KMS({ region, endpoint, credentials: ACCESS_KEY, maxAttempts: 1 });
      clients.set(region, client);
    }
    return client;
  };
  return {
    world: {
      kind,
      operator,
      customer: await newCustomer(operator),
      kms,
      clusterService,
      send: (request) => send(endpoint, request),
      chaos: chaos(findDaemons(clusterService)),
    },
    close() {
      for (const client of clients.values()) client.destroy();
      clusterService.close();
    },
  };
}

/** What it has learned it knows while the cluster-manager is away. */
function findDaemons(clusterService: World['clusterService']): (target: Target) => Promise<string> {
  const known = new Map<string, string>();
  return async (target) => {
    if (!target.startsWith('hsm-')) return target;
    const listed = await clusterService
      .call('ListClusters', { region: '' }, { deadlineMs: 1_000 })
      .catch((error: unknown) => {
        if (!isHsmError(error)) throw error;
        return { clusters: [] };
      });
    for (const { hsms } of listed.clusters) for (const hsm of hsms) known.set(hsm.hsmId, hsm.applianceId);
    const applianceId = known.get(target);
    if (applianceId === undefined) throw new Error(`there is no '${target}'`);
    return applianceId;
  };
}

/** By hand, because the signature covers the name in `host`, which fetch would replace. */
function send(
  endpoint: string,
  { method = 'POST', path = '/', headers = {}, body = Buffer.alloc(0) }: RawRequest,
): Promise<RawResponse> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      hostname,
      port,
      method,
      path,
      headers: { ...headers, 'content-length': body.length },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string | undefined>,
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.end(body);
  });
}
