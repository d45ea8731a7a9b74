import type { KeyObject } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { Calls } from './calls.ts';
import {
  type DataKey,
  type DataKeyRequest,
  dataKeyMessage,
  decryptMessage,
  encryptMessage,
  type HsmEndpoint,
  type KeyConditions,
  type KeyName,
  type NewKey,
  type Reencryption,
  reencryptMessage,
} from './hsm-connection.ts';
import { createKey, type CreatedKey, deleteKey, deleteKeysById, findKeys, type PerHsm } from './key-copies.ts';
import type { LinkState } from './link.ts';
import { Links } from './links.ts';
import type { ClusterSessionOptions } from './session-options.ts';

/** What is known of the way to one HSM. */
export interface HsmHealth {
  readonly endpoint: HsmEndpoint;
  readonly state: LinkState;
  /** Code of the last error; undefined while well. */
  readonly lastError: string | undefined;
}

/**
 * A login on every HSM of a cluster. Crypto goes to the least-loaded healthy HSM; it is repeated elsewhere when an HSM
 * does not answer within tens of milliseconds, because a repetition of these calls is harmless. Writes are done as
 * the method says and never hide a partial result. Throws HsmError; HSM_UNREACHABLE when no HSM can be used, at once
 * where that is known, after 0.9 seconds at most.
 */
export interface ClusterSession {
  health(): readonly HsmHealth[];
  /** HSMs joined or left. New ones are logged in to in the background; those that were away are tried at once. */
  setEndpoints(endpoints: readonly HsmEndpoint[]): void;
  /** Waits until that many HSMs can be used, at most `timeoutMs`; resolves to how many can. */
  ready(count: number, timeoutMs: number): Promise<number>;
  /** Resolves to initialization vector (12 bytes), ciphertext, tag (16 bytes). */
  encrypt(key: number | KeyName, plaintext: Uint8Array, additionalData: Uint8Array, requestId: string): Promise<Buffer>;
  decrypt(
    key: number | KeyName,
    ciphertext: Uint8Array,
    additionalData: Uint8Array,
    requestId: string,
  ): Promise<Buffer>;
  reencrypt(request: Reencryption, requestId: string): Promise<Buffer>;
  generateDataKey(request: DataKeyRequest, requestId: string): Promise<DataKey>;
  generateRandom(lengthBytes: number, requestId: string): Promise<Buffer>;
  /** All or nothing: on the disks of at least two HSMs when it resolves; undone where it fails. The id must be unique. */
  createKey(key: NewKey): Promise<CreatedKey>;
  /** Asks HSMs until one answers. */
  findKeys(conditions: KeyConditions): Promise<readonly KeyObject[]>;
  /** Deletes on every HSM that can be reached; KEY_NOT_FOUND counts as done. */
  deleteKey(key: number | KeyName): Promise<PerHsm>;
  /** The same for whatever has that id, on each HSM by itself, but for the key object that is kept. */
  deleteKeysById(id: Uint8Array, keptHandle?: number): Promise<PerHsm>;
  /** Logs out where possible and closes every connection. Calls without answer fail. */
  close(): Promise<void>;
}

/** Resolves at once; logins go on in the background. Calls wait for the first login, at most two seconds. */
export function openClusterSession(runtime: Runtime, options: ClusterSessionOptions): ClusterSession {
  const links = new Links(runtime, options);
  const calls = new Calls(links);
  links.onChange(() => calls.serveWaiting());
  links.setEndpoints(options.endpoints);
  return {
    health: () => links.all().map(({ endpoint, state, lastError }) => ({ endpoint, state, lastError })),
    setEndpoints: (endpoints) => links.setEndpoints(endpoints),
    ready: async (count, timeoutMs) => (await links.ready(count, timeoutMs)).length,

    async encrypt(key, plaintext, additionalData, requestId) {
      const request = encryptMessage(key, plaintext, additionalData);
      return (await calls.call('Encrypt', request, requestId)).ciphertext;
    },
    async decrypt(key, ciphertext, additionalData, requestId) {
      const request = decryptMessage(key, ciphertext, additionalData);
      return (await calls.call('Decrypt', request, requestId)).plaintext;
    },
    async reencrypt(request, requestId) {
      return (await calls.call('Reencrypt', reencryptMessage(request), requestId)).ciphertext;
    },
    generateDataKey: (request, requestId) => calls.call('GenerateDataKey', dataKeyMessage(request), requestId),
    async generateRandom(lengthBytes, requestId) {
      return (await calls.call('GenerateRandom', { lengthBytes }, requestId)).random;
    },

    createKey: (key) => createKey(links, key),
    findKeys: (conditions) => findKeys(links, conditions),
    deleteKey: (key) => deleteKey(links, key),
    deleteKeysById: (id, keptHandle) => deleteKeysById(links, id, keptHandle),

    async close() {
      const closed = links.close();
      calls.close();
      await closed;
    },
  };
}
