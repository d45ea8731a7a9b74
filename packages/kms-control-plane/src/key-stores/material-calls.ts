import type { ClusterSession } from '@keystorm/hsm-client';
import { HsmError } from '@keystorm/protocol';
import { KmsError } from '../errors.ts';
import { type Clusters, endpointsOf } from './clusters.ts';
import type { RequestRates } from '../rates.ts';
import { admit } from './connection.ts';
import type { Connections } from './connections.ts';
import type { KeyStores, MaterialRef, NewMaterial } from './contract.ts';
import { cannotCommunicate, keyFailure, ownKeyFailure, storeFailure } from './failures.ts';
import { isDone, type Materials } from './materials.ts';
import type { OwnHsm } from './own-hsm.ts';
import { OWN_REGION, OWN_STORE_ID, regionOfStore } from './own-store.ts';
import { misconfigured, requireTwoZones } from './requirements.ts';
import type { StoreRecords } from './store-records.ts';
import { MissingMaterial, type NamesOf, type Whereabouts } from './whereabouts.ts';

export interface MaterialCallsParts {
  readonly records: StoreRecords;
  readonly clusters: Clusters;
  readonly connections: Connections;
  readonly materials: Materials;
  readonly whereabouts: Whereabouts;
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
  whereabouts,
  ownHsm,
  rates,
}: MaterialCallsParts): MaterialCalls {
  /** For calls with KMS keys of one store, which are unavailable while it is not connected. */
  async function withKeys<T>(
    region: string,
    id: string,
    materials: readonly [MaterialRef, ...MaterialRef[]],
    call: (session: ClusterSession) => Promise<T>,
  ): Promise<T> {
    const record = records.get(regionOfStore(region, id), id);
    const session = record.state === 'CONNECTED' ? connections.session(id) : undefined;
    const isOwn = id === OWN_STORE_ID;
    const failure = (error: unknown) => {
      const { keyArn } = error instanceof MissingMaterial ? error.material : materials[0];
      // A key without a store of its owner: that there is an HSM behind it is nothing that the owner could know.
      return isOwn ? ownKeyFailure(error, keyArn) : keyFailure(error, keyArn, record.clusterId);
    };
    if (session === undefined)
      throw isOwn
        ? failure(undefined)
        : new KmsError('KMSInvalidStateException', `${materials[0].keyArn} is unavailable.`);
    if (!isOwn) rates.admitUse(id);
    try {
      return await call(session);
    } catch (error) {
      throw failure(error);
    }
  }

  /** The same, where the call tells the HSMs which key objects they are. */
  function using<const M extends readonly [MaterialRef, ...MaterialRef[]], T>(
    region: string,
    id: string,
    materials: M,
    call: (session: ClusterSession, names: NamesOf<M>) => Promise<T>,
  ): Promise<T> {
    return withKeys(region, id, materials, (session) =>
      whereabouts.use(session, materials, (names) => call(session, names)),
    );
  }

  /** For calls with a store. */
  async function withStore<T>(region: string, id: string, call: (session: ClusterSession) => Promise<T>): Promise<T> {
    admit('use', records.get(region, id));
    const session = connections.session(id);
    if (session === undefined) throw storeFailure(new HsmError('HSM_UNREACHABLE'));
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

  return {
    createMaterial,
    abandonMaterial: (id, material) => materials.abandon(id, material),
    async deleteMaterial(region, id, material) {
      const outcomes = await withKeys(region, id, [material], (session) => whereabouts.remove(session, material));
      if (!outcomes.every(isDone)) throw cannotCommunicate();
    },
    encrypt: (region, id, material, plaintext, additionalData, requestId) =>
      using(region, id, [material], (session, [key]) => session.encrypt(key, plaintext, additionalData, requestId)),
    decrypt: (region, id, material, ciphertext, additionalData, requestId) =>
      using(region, id, [material], (session, [key]) => session.decrypt(key, ciphertext, additionalData, requestId)),
    reencrypt: (region, id, request, requestId) =>
      using(region, id, [request.source, request.destination], (session, [source, destination]) =>
        session.reencrypt({ ...request, source, destination }, requestId),
      ),
    generateDataKey: (region, id, material, request, requestId) =>
      using(region, id, [material], (session, [key]) => session.generateDataKey({ ...request, key }, requestId)),
    generateRandom: (region, id, lengthBytes, requestId) =>
      withStore(region, id, (session) => {
        rates.admitUse(id);
        return session.generateRandom(lengthBytes, requestId);
      }),
  };
}
