import type { ClusterSession } from '@keystorm/hsm-client';
import { isHsmError } from '@keystorm/protocol';
import { KmsError } from '../errors.ts';
import { type Clusters, endpointsOf } from './clusters.ts';
import type { RequestRates } from '../rates.ts';
import { admit } from './connection.ts';
import type { Connections } from './connections.ts';
import type { KeyStores, MaterialReencryption, NewMaterial } from './contract.ts';
import { cannotCommunicate, keyFailure, ownKeyFailure, storeFailure } from './failures.ts';
import { isDone, type Materials } from './materials.ts';
import type { OwnHsm } from './own-hsm.ts';
import { OWN_REGION, OWN_STORE_ID, regionOfStore } from './own-store.ts';
import { misconfigured, requireTwoZones } from './requirements.ts';
import type { StoreRecords } from './store-records.ts';

export interface MaterialCallsParts {
  readonly records: StoreRecords;
  readonly clusters: Clusters;
  readonly connections: Connections;
  readonly materials: Materials;
  readonly ownHsm: OwnHsm;
  readonly rates: RequestRates;
}

type MaterialCalls = Pick<
  KeyStores,
  | 'createMaterial'
  | 'abandonMaterial'
  | 'deleteMaterial'
  | 'encrypt'
  | 'decrypt'
  | 'reencrypt'
  | 'generateDataKey'
  | 'generateRandom'
>;

/** Everything that is done with key objects. Nothing stands between a crypto call and the session but a look into memory. */
export function materialCalls({
  records,
  clusters,
  connections,
  materials,
  ownHsm,
  rates,
}: MaterialCallsParts): MaterialCalls {
  /** For calls with a KMS key, which is unavailable while its store is not connected. */
  async function withKey<T>(
    region: string,
    id: string,
    keyArn: string,
    call: (session: ClusterSession) => Promise<T>,
  ): Promise<T> {
    const record = records.get(regionOfStore(region, id), id);
    const session = record.state === 'CONNECTED' ? connections.session(id) : undefined;
    if (id === OWN_STORE_ID) return withOwnKey(session, keyArn, call);
    if (session === undefined) throw new KmsError('KMSInvalidStateException', `${keyArn} is unavailable.`);
    rates.admitUse(id);
    try {
      return await call(session);
    } catch (error) {
      throw keyFailure(error, keyArn, record.clusterId);
    }
  }

  /** A key that has no store of its own: that there is an HSM behind it is nothing that its owner could know. */
  async function withOwnKey<T>(
    session: ClusterSession | undefined,
    keyArn: string,
    call: (session: ClusterSession) => Promise<T>,
  ): Promise<T> {
    if (session === undefined) throw ownKeyFailure(undefined, keyArn);
    try {
      return await call(session);
    } catch (error) {
      throw ownKeyFailure(error, keyArn);
    }
  }

  /** For calls with a store. */
  async function withStore<T>(region: string, id: string, call: (session: ClusterSession) => Promise<T>): Promise<T> {
    admit('use', records.get(region, id));
    const session = connections.session(id);
    if (session === undefined) throw cannotCommunicate();
    try {
      return await call(session);
    } catch (error) {
      throw storeFailure(error);
    }
  }

  async function createMaterial(region: string, id: string, material: NewMaterial) {
    if (id === OWN_STORE_ID) {
      await ownHsm.ready();
      return withStore(OWN_REGION, id, (session) => materials.create(id, session, material));
    }
    const { clusterId, ...record } = records.get(region, id);
    admit('use', record);
    const cluster = await clusters.findNow(region, clusterId);
    if (cluster === undefined) throw misconfigured({ clusterId }, 'cannot be found.');
    requireTwoZones(cluster);
    // The store may have been disconnected while the cluster was looked at.
    return withStore(region, id, (session) => {
      // An HSM that counts for the cluster counts for the session, also when it has come only just now.
      session.setEndpoints(endpointsOf(cluster.hsms));
      return materials.create(id, session, material);
    });
  }

  /** Which of the two keys is missing, the HSM does not say. */
  async function missingKey(session: ClusterSession, { source, destination }: MaterialReencryption): Promise<string> {
    const found = await session.findKeys({ id: source.backingKeyId });
    return found.length === 0 ? source.keyArn : destination.keyArn;
  }

  return {
    createMaterial,
    abandonMaterial: (id, material) => materials.abandon(id, material),
    async deleteMaterial(region, id, { handle, keyArn }) {
      const outcome = await withKey(region, id, keyArn, (session) => session.deleteKey(handle));
      if (!isDone(outcome)) throw cannotCommunicate();
    },
    encrypt: (region, id, { handle, keyArn }, plaintext, additionalData, requestId) =>
      withKey(region, id, keyArn, (session) => session.encrypt(handle, plaintext, additionalData, requestId)),
    decrypt: (region, id, { handle, keyArn }, ciphertext, additionalData, requestId) =>
      withKey(region, id, keyArn, (session) => session.decrypt(handle, ciphertext, additionalData, requestId)),
    reencrypt(region, id, request, requestId) {
      const { source, ciphertext, sourceAdditionalData, destination, destinationAdditionalData } = request;
      const handles = { sourceHandle: source.handle, destinationHandle: destination.handle };
      const data = { ciphertext, sourceAdditionalData, destinationAdditionalData };
      return withKey(region, id, source.keyArn, async (session) => {
        try {
          return await session.reencrypt({ ...handles, ...data }, requestId);
        } catch (error) {
          if (!isHsmError(error, 'KEY_NOT_FOUND')) throw error;
          throw keyFailure(
            error,
            await missingKey(session, request),
            records.get(regionOfStore(region, id), id).clusterId,
          );
        }
      });
    },
    generateDataKey: (region, id, { handle, keyArn }, request, requestId) =>
      withKey(region, id, keyArn, (session) => session.generateDataKey({ ...request, handle }, requestId)),
    generateRandom: (region, id, lengthBytes, requestId) =>
      withStore(region, id, (session) => {
        rates.admitUse(id);
        return session.generateRandom(lengthBytes, requestId);
      }),
  };
}
