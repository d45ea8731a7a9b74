import { HsmError, type HsmServiceDefinition, type UserType } from '@keystorm/protocol';
import { type Handlers, Secret } from '@keystorm/runtime';
import type { HsmNodeConfig } from '../config.ts';
import type { Appliance } from '../objects/appliance.ts';
import { STATE_OF_LIFE } from '../objects/life.ts';
import type { Partition } from '../objects/partition.ts';
import type { KeyRecord, UserKind } from '../objects/records.ts';
import { isLocked, type UserName, type Users } from '../objects/users.ts';
import type { Cryptography } from '../sessions/cryptography.ts';
import type { KeyAdministration } from '../sessions/key-administration.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { UserAdministration } from '../sessions/user-administration.ts';

const VERSION = '0.1.0';
const NOTHING = Buffer.alloc(0);

const TYPE_OF_KIND = {
  PRECO: 'USER_TYPE_PRECO',
  CO: 'USER_TYPE_CO',
  CU: 'USER_TYPE_CU',
  AU: 'USER_TYPE_AU',
} as const satisfies Record<UserKind, UserType>;

const KIND_OF_TYPE: Readonly<Record<string, UserKind | undefined>> = {
  USER_TYPE_PRECO: 'PRECO',
  USER_TYPE_CO: 'CO',
  USER_TYPE_CU: 'CU',
  USER_TYPE_AU: 'AU',
};

/** What the data service works on. */
export interface DataServiceParts {
  readonly config: HsmNodeConfig;
  readonly appliance: Appliance;
  readonly partition: Partition;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly userAdministration: UserAdministration;
  readonly keyAdministration: KeyAdministration;
  readonly cryptography: Cryptography;
}

/** The calls of users, translated between messages and the objects behind them. */
export function dataHandlers(parts: DataServiceParts): Handlers<HsmServiceDefinition> {
  const { partition, users, sessions, userAdministration, keyAdministration, cryptography } = parts;
  const keyObject = (key: KeyRecord, attributes: boolean) => ({
    handle: key.handle,
    ownerName: partition.users.get(key.ownerId)?.name ?? '',
    ownerId: key.ownerId,
    version: key.version,
    attributes: attributes ? attributesOf(key) : null,
  });
  return {
    GetInfo: () => info(parts),
    GetCertificates: () => certificates(parts),
    Probe: () => ({}),
    async Login({ userType, userName, password }, { connection }) {
      const { handle, userId } = await sessions.login(connection, nameOf(userType, userName), new Secret(password));
      return { sessionHandle: handle, userId };
    },
    Logout(_request, { connection }) {
      sessions.logout(connection);
      return {};
    },

    ListUsers: () => ({
      users: users.list().map((user) => ({
        userId: user.id,
        userType: TYPE_OF_KIND[user.type],
        userName: user.name,
        loginFailureCount: user.failures,
        locked: isLocked(user),
        secondFactor: false,
        passwordEpoch: user.passwordEpoch,
      })),
    }),
    async CreateUser({ userType, userName, password }, { connection }) {
      return { userId: await userAdministration.create(connection, nameOf(userType, userName), new Secret(password)) };
    },
    async DeleteUser({ userType, userName }, { connection }) {
      await userAdministration.remove(connection, nameOf(userType, userName));
      return {};
    },
    async ChangePassword({ userType, userName, newPassword }, { connection }) {
      const name = nameOf(userType, userName);
      return { passwordEpoch: await userAdministration.changePassword(connection, name, new Secret(newPassword)) };
    },
    ExportMaskedUser: ({ userId }, { connection }) => ({
      maskedUser: userAdministration.exportMasked(connection, userId),
    }),
    async ImportMaskedUser({ maskedUser }, { connection }) {
      return { userId: await userAdministration.importMasked(connection, maskedUser) };
    },

    async GenerateKey(description, { connection }) {
      return { key: keyObject(await keyAdministration.generate(connection, description), true) };
    },
    FindKeys({ label, id, ownerId }, { connection }) {
      const { keys, attributes } = keyAdministration.find(connection, { label, id, ownerId });
      return { keys: keys.map((key) => keyObject(key, attributes)) };
    },
    GetKey: ({ handle }, { connection }) => ({ key: keyObject(keyAdministration.get(connection, handle), true) }),
    async DeleteKey({ handle }, { connection }) {
      await keyAdministration.remove(connection, handle);
      return {};
    },
    ExportMaskedKey: ({ handle }, { connection }) => ({
      maskedKey: keyAdministration.exportMasked(connection, handle),
    }),
    async ImportMaskedKey({ maskedKey }, { connection }) {
      return { handle: await keyAdministration.importMasked(connection, maskedKey) };
    },

    // The calls below are the hot path: synchronous, nothing logged, no object more than the answer.
    Encrypt: (request, { connection }) => ({
      ciphertext: cryptography.encrypt(connection, request.handle, request.plaintext, request.additionalData),
    }),
    Decrypt: (request, { connection }) => ({
      plaintext: cryptography.decrypt(connection, request.handle, request.ciphertext, request.additionalData),
    }),
    Reencrypt(request, { connection }) {
      const plaintext = cryptography.decrypt(
        connection,
        request.sourceHandle,
        request.ciphertext,
        request.sourceAdditionalData,
      );
      return {
        ciphertext: cryptography.encrypt(
          connection,
          request.destinationHandle,
          plaintext,
          request.destinationAdditionalData,
        ),
      };
    },
    GenerateDataKey(request, { connection }) {
      const dataKey = cryptography.generateDataKey(
        connection,
        request.handle,
        request.lengthBytes,
        request.additionalData,
      );
      return request.withoutPlaintext ? { plaintext: NOTHING, ciphertext: dataKey.ciphertext } : dataKey;
    },
    GenerateRandom: (request, { connection }) => ({
      random: cryptography.generateRandom(connection, request.lengthBytes),
    }),
  };
}

function info({ config, appliance, partition, sessions }: DataServiceParts) {
  const claim = partition.getClaim();
  return {
    hsmId: claim.hsmId,
    clusterId: claim.clusterId,
    state: STATE_OF_LIFE[partition.life],
    availabilityZone: config.availabilityZone,
    eniIp: claim.eniIp,
    level: partition.level,
    sessions: sessions.size,
    sessionsMax: config.sessionsMax,
    keys: partition.keys.size,
    keysMax: claim.keysMax,
    usersMax: claim.usersMax,
    version: VERSION,
    serialNumber: appliance.serialNumber,
  };
}

function certificates({ config, appliance, partition }: DataServiceParts) {
  const { cluster } = partition;
  if (cluster?.initialized === undefined) throw new HsmError('WRONG_STATE', 'the HSM is not initialized');
  return {
    manufacturerRoot: config.fleet.manufacturerRoot.certificate,
    manufacturerHardwareCertificate: appliance.identity.manufacturerHardwareCertificate,
    trustAnchor: cluster.initialized.trustAnchor,
    clusterCertificate: cluster.initialized.certificate,
    hsmCertificate: cluster.hsmCertificate,
  };
}

function nameOf(userType: string, name: string): UserName {
  const type = KIND_OF_TYPE[userType];
  if (type === undefined) throw new HsmError('INVALID_USER_TYPE');
  return { type, name };
}

function attributesOf({ label, id, extractable, checkValue, key }: KeyRecord) {
  // Key objects that outlive their session are the only ones, and every one of them encrypts and decrypts.
  return {
    label,
    id,
    lengthBytes: key.lengthBytes,
    token: true,
    extractable,
    encrypt: true,
    decrypt: true,
    checkValue,
  };
}
