import { HsmError, type HsmServiceDefinition, type MtlsEnforcement, type UserType } from '@keystorm/protocol';
import { type Handlers, Secret } from '@keystorm/runtime';
import type { HsmNodeConfig } from '../config.ts';
import type { Appliance } from '../objects/appliance.ts';
import { STATE_OF_LIFE } from '../objects/life.ts';
import { hasMutualTls } from '../objects/mutual-tls.ts';
import type { Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import { isOfKey, type Quorum, type QuorumToken } from '../objects/quorum.ts';
import type { KeyRecord, MutualTls, QuorumService, UserKind } from '../objects/records.ts';
import { isLocked, type UserName, type Users } from '../objects/users.ts';
import type { Challenges } from '../sessions/challenges.ts';
import type { Cryptography } from '../sessions/cryptography.ts';
import type { KeyAdministration } from '../sessions/key-administration.ts';
import type { MutualTlsAdministration } from '../sessions/mutual-tls-administration.ts';
import type { QuorumAdministration } from '../sessions/quorum-administration.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { UserAdministration } from '../sessions/user-administration.ts';
import type { DataPort } from './data-port.ts';
import { descriptionOf, keyMechanismOf, keyObject, kindOfWrapped, mechanismOf, usageOf } from './key-messages.ts';

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

const QUORUM_SERVICES: Readonly<Record<string, QuorumService | undefined>> = {
  QUORUM_SERVICE_USER_MGMT: 'USER_MGMT',
  QUORUM_SERVICE_MISC_CO: 'MISC_CO',
  QUORUM_SERVICE_KEY_USAGE: 'KEY_USAGE',
  QUORUM_SERVICE_KEY_MANAGEMENT: 'KEY_MANAGEMENT',
  QUORUM_SERVICE_CLUSTER: 'CLUSTER',
};

const ENFORCEMENT_OF_LEVEL: Readonly<Record<string, MutualTls['enforcement'] | undefined>> = {
  MTLS_ENFORCEMENT_NONE: 'none',
  MTLS_ENFORCEMENT_CLUSTER: 'cluster',
};

const LEVEL_OF_ENFORCEMENT = {
  none: 'MTLS_ENFORCEMENT_NONE',
  cluster: 'MTLS_ENFORCEMENT_CLUSTER',
} as const satisfies Record<MutualTls['enforcement'], MtlsEnforcement>;

/** What the data service works on. */
export interface DataServiceParts {
  readonly config: HsmNodeConfig;
  readonly appliance: Appliance;
  readonly partition: Partition;
  readonly users: Users;
  readonly keys: Keys;
  readonly quorum: Quorum;
  readonly sessions: Sessions;
  readonly challenges: Challenges;
  readonly userAdministration: UserAdministration;
  readonly quorumAdministration: QuorumAdministration;
  readonly keyAdministration: KeyAdministration;
  readonly mutualTlsAdministration: MutualTlsAdministration;
  readonly cryptography: Cryptography;
  readonly dataPort: DataPort;
}

/** The calls of users, translated between messages and the objects behind them. */
export function dataHandlers(parts: DataServiceParts): Handlers<HsmServiceDefinition> {
  const { partition, users, keys, quorum, sessions, challenges } = parts;
  const { userAdministration, quorumAdministration, keyAdministration, mutualTlsAdministration } = parts;
  const { cryptography, dataPort } = parts;
  const message = (key: KeyRecord, attributes: boolean) =>
    keyObject(partition, key, attributes ? { token: !keys.isOfSession(key.handle) } : undefined);
  return {
    GetInfo: () => info(parts),
    GetCertificates: () => certificates(parts),
    Probe: () => ({}),
    DrawChallenge: (_request, { connection }) => ({ digest: challenges.draw(connection) }),
    async Login({ userType, userName, password, signature }, call) {
      const factor = { challenge: challenges.take(call.connection), signature };
      const proof = { password: new Secret(password), factor };
      const { handle, userId } = await sessions.login(call, nameOf(userType, userName), proof);
      return { sessionHandle: handle, userId };
    },
    async Logout(_request, { connection }) {
      await sessions.logout(connection);
      return {};
    },

    ListUsers: () => ({
      users: users.list().map((user) => ({
        userId: user.id,
        userType: TYPE_OF_KIND[user.type],
        userName: user.name,
        loginFailureCount: user.failures,
        locked: isLocked(user),
        secondFactor: user.secondFactor ?? false,
        quorumKey: user.signingKey !== undefined,
        passwordEpoch: user.passwordEpoch,
        passwordMark: user.passwordMark,
      })),
    }),
    async CreateUser({ userType, userName, password, secondFactor }, { connection }) {
      const name = nameOf(userType, userName);
      const key = secondFactor ?? undefined;
      return { userId: await userAdministration.create(connection, name, new Secret(password), key) };
    },
    async DeleteUser({ userType, userName }, { connection }) {
      return { maskedUser: await userAdministration.remove(connection, nameOf(userType, userName)) };
    },
    async ChangePassword({ userType, userName, newPassword, passwordMark, secondFactor }, { connection }) {
      const mark = passwordMark === '' ? undefined : passwordMark;
      const change = { password: new Secret(newPassword), mark, key: secondFactor ?? undefined };
      return { passwordEpoch: await userAdministration.changePassword(connection, nameOf(userType, userName), change) };
    },
    async RegisterQuorumKey({ userType, userName, token, key }, { connection }) {
      if (key === null) throw new HsmError('INVALID_ARGUMENT', 'the key is missing');
      await userAdministration.registerKey(connection, nameOf(userType, userName), token, key);
      return {};
    },
    GetQuorumValues: () => ({
      userMgmt: quorum.values.USER_MGMT,
      miscCo: quorum.values.MISC_CO,
      ...(hasMutualTls(partition) && { cluster: quorum.values.CLUSTER }),
    }),
    async SetQuorumValue({ service: named, value }, { connection }) {
      const service = quorumServiceOf(named);
      if (isOfKey(service)) throw new HsmError('INVALID_ARGUMENT', 'a key object gets its quorum when it is made');
      await quorumAdministration.setValue(connection, service, value);
      return {};
    },
    async CreateQuorumToken({ service, keyHandle }, { connection }) {
      const token = await quorumAdministration.createToken(connection, quorumServiceOf(service), keyHandle);
      return { id: token.id, node: token.node, token: token.bytes };
    },
    async ApproveQuorumToken({ tokens, approvals }, { connection }) {
      const approved = approvals.map(({ userType, userName, signature }) => ({
        approver: nameOf(userType, userName),
        signature,
      }));
      await quorumAdministration.approve(connection, tokens, approved);
      return {};
    },
    ListQuorumTokens: (_request, { connection }) => ({
      tokens: quorumAdministration.list(connection).map((token) => quorumTokenMessage(quorum, token)),
    }),
    async DeleteQuorumTokens({ all }, { connection }) {
      await quorumAdministration.delete(connection, all);
      return {};
    },
    async RegisterTrustAnchor({ certificate }, { connection }) {
      const trustAnchor = await mutualTlsAdministration.register(connection, certificate);
      dataPort.trustClients(connection);
      return { trustAnchor };
    },
    ListTrustAnchors: () => ({ trustAnchors: [...mutualTlsAdministration.list()] }),
    async DeregisterTrustAnchor({ references }, { connection }) {
      await mutualTlsAdministration.deregister(connection, references);
      dataPort.trustClients(connection);
      return {};
    },
    GetMtlsEnforcement: (_request, { connection }) => ({
      level: LEVEL_OF_ENFORCEMENT[mutualTlsAdministration.enforcement(connection)],
    }),
    async SetMtlsEnforcement({ level }, { connection }) {
      const enforcement = ENFORCEMENT_OF_LEVEL[level];
      if (enforcement === undefined) throw new HsmError('INVALID_ARGUMENT', 'there is no such level');
      await mutualTlsAdministration.setEnforcement(connection, enforcement);
      dataPort.trustClients(connection);
      return {};
    },
    async ExportMaskedUser({ userId }, { connection }) {
      return { maskedUser: await userAdministration.exportMasked(connection, userId) };
    },
    async ImportMaskedUser({ maskedUser }, { connection }) {
      return { userId: await userAdministration.importMasked(connection, maskedUser) };
    },

    async GenerateKey({ lengthBytes, ...described }, { connection }) {
      const key = await keyAdministration.generate(connection, lengthBytes, descriptionOf(described));
      return { key: message(key, true) };
    },
    async GenerateKeyPair({ modulusBits, publicExponent, quorum, ...described }, { connection }) {
      const description = { ...described, quorum: quorum ?? undefined };
      const pair = await keyAdministration.generatePair(connection, { modulusBits, publicExponent }, description);
      return { publicKey: message(pair.publicKey, true), privateKey: message(pair.privateKey, true) };
    },
    FindKeys({ label, id, ownerId }, { connection }) {
      const found = keyAdministration.find(connection, { label, id, ownerId });
      return { keys: found.keys.map((key) => message(key, found.attributes)) };
    },
    GetKey: ({ handle }, { connection }) => ({ key: message(keyAdministration.get(connection, handle), true) }),
    async SetKeyAttributes({ handle, label, id, token, trusted, usage }, { connection }) {
      const changes = { label, id, token, trusted, usage: usageOf(usage) };
      const { key, attributes } = await keyAdministration.change(connection, handle, changes);
      return { key: message(key, attributes) };
    },
    async ShareKey({ handle, userName }, { connection }) {
      await keyAdministration.share(connection, handle, { userName, shared: true });
      return {};
    },
    async UnshareKey({ handle, userName }, { connection }) {
      await keyAdministration.share(connection, handle, { userName, shared: false });
      return {};
    },
    async DeleteKey({ handle, keyId }, { connection }) {
      await keyAdministration.remove(connection, { handle, id: keyId });
      return {};
    },
    async RetireKeyId({ id, keptHandle }, { connection }) {
      await keyAdministration.retireId(connection, id, keptHandle);
      return {};
    },
    async ExportMaskedKey({ handle }, { connection }) {
      return { maskedKey: await keyAdministration.exportMasked(connection, handle) };
    },
    async ImportMaskedKey({ maskedKey, newHandle }, { connection }) {
      return { handle: await keyAdministration.importMasked(connection, maskedKey, newHandle) };
    },

    // The calls below are the hot path: synchronous, nothing logged, hardly an object more than the answer.
    Encrypt: (request, { connection }) => ({
      ciphertext: cryptography.encrypt(connection, keyNameOf(request), request.plaintext, request.additionalData),
    }),
    Decrypt: (request, { connection }) => ({
      plaintext: cryptography.decrypt(connection, keyNameOf(request), request.ciphertext, request.additionalData),
    }),
    Reencrypt(request, { connection }) {
      const plaintext = cryptography.decrypt(
        connection,
        { handle: request.sourceHandle, id: request.sourceKeyId },
        request.ciphertext,
        request.sourceAdditionalData,
      );
      return {
        ciphertext: cryptography.encrypt(
          connection,
          { handle: request.destinationHandle, id: request.destinationKeyId },
          plaintext,
          request.destinationAdditionalData,
        ),
      };
    },
    GenerateDataKey(request, { connection }) {
      const dataKey = cryptography.generateDataKey(
        connection,
        keyNameOf(request),
        request.lengthBytes,
        request.additionalData,
      );
      return request.withoutPlaintext ? { plaintext: NOTHING, ciphertext: dataKey.ciphertext } : dataKey;
    },
    GenerateRandom: (request, { connection }) => ({
      random: cryptography.generateRandom(connection, request.lengthBytes),
    }),

    async AesWrap(request, { connection }) {
      const source = { handle: request.handle, bytes: request.plaintext, mechanism: mechanismOf(request) };
      return { wrapped: await keyAdministration.transport(connection, 'wrap', source) };
    },
    async AesUnwrap(request, { connection }) {
      const source = { handle: request.handle, bytes: request.wrapped, mechanism: mechanismOf(request) };
      return { plaintext: await keyAdministration.transport(connection, 'unwrap', source) };
    },
    async WrapKey(request, { connection }) {
      const { wrappingHandle, handle } = request;
      const source = { wrappingHandle, handle, mechanism: keyMechanismOf(request) };
      return { wrappedKey: await keyAdministration.wrap(connection, source) };
    },
    async UnwrapKey(request, { connection }) {
      const { wrappingHandle, wrappedKey: wrapped } = request;
      const source = { kind: kindOfWrapped(request), wrappingHandle, wrapped, mechanism: keyMechanismOf(request) };
      return { key: message(await keyAdministration.unwrap(connection, source, descriptionOf(request)), true) };
    },
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
    asymmetricKeysMax: claim.asymmetricKeysMax || claim.keysMax,
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

function quorumTokenMessage(quorum: Quorum, token: QuorumToken) {
  return {
    id: token.id,
    service: `QUORUM_SERVICE_${token.service}` as const,
    node: token.node,
    userName: token.owner.name,
    secondsLeft: quorum.secondsLeft(token),
    approvalsRequired: quorum.approvalsRequired(token),
    approvers: [...token.approvers],
    keyHandle: token.keyHandle,
  };
}

function quorumServiceOf(service: string): QuorumService {
  const found = QUORUM_SERVICES[service];
  if (found === undefined) throw new HsmError('INVALID_ARGUMENT', 'there is no such quorum service');
  return found;
}

function keyNameOf({ handle, keyId }: { readonly handle: number; readonly keyId: Buffer }) {
  return { handle, id: keyId };
}

function nameOf(userType: string, name: string): UserName {
  const type = KIND_OF_TYPE[userType];
  if (type === undefined) throw new HsmError('INVALID_USER_TYPE');
  return { type, name };
}
