import { createHash } from 'node:crypto';
import { HsmError, type KeyObject } from '@keystorm/protocol';
import { quorumLines } from '../hsm-tools/key-quorum.ts';
import { cryptoUserName } from '../hsm-tools/user-names.ts';
import { confirm } from './caution.ts';
import type { Command } from './command.ts';
import { onEachServer, onEveryServer } from './fan-out.ts';
import { numberOf } from '../hsm-tools/words.ts';
import { Report } from './report.ts';

export const findAllKeys: Command = {
  name: 'findAllKeys',
  parameters: '<user id> <key hash: 0|1> [file]',
  summary: 'List the handles of the keys of a user',
  limited: false,
  async run(session, [user, withHash, file, more]) {
    const userId = numberOf(user);
    if (userId === undefined || (withHash !== '0' && withHash !== '1') || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const report = new Report(session, file);
    const outcome = await onEveryServer(session, servers, {
      name: 'findAllKeys',
      async run({ hsm, label, user: self }) {
        // Differs from the HSM, where a crypto user may find its own keys; this command is for officers.
        // Source: AWS CloudHSM User Guide, "findAllKeys".
        if (self?.userType === 'USER_TYPE_CU') throw new HsmError('NOT_PERMITTED');
        const keys = await hsm.findKeys({});
        report.add(keyList(label, keys, userId, withHash === '1'));
        session.terminal.print(`findAllKeys success on server ${label}`);
      },
      failure: ({ label }) => `findAllKeys failed on server ${label}`,
    });
    return (await report.save()) === 'done' ? outcome : 'failed';
  },
};

function keyList(label: string, keys: readonly KeyObject[], userId: number, withHash: boolean): readonly string[] {
  const found = keys.flatMap(({ handle, ownerId, shares, isPublic }) => {
    if (ownerId === userId || isPublic) return [`${handle}(o)`];
    return shares.some((share) => share.userId === userId) ? [`${handle}(s)`] : [];
  });
  const lines = [
    `Keys on server ${label}:`,
    `Number of keys found ${found.length}`,
    `number of keys matched from start index 0::${found.length}`,
  ];
  if (found.length === 0) return lines;
  lines.push(found.join(','));
  if (withHash) lines.push('Key Hash:', keyHash(keys));
  return [...lines, ''];
}

/**
 * Of all keys of the HSM, whoever owns them: equal on HSMs that agree. A version stands for attributes and shares.
 * Owners count by name, because HSMs may have given one user different ids.
 */
function keyHash(keys: readonly KeyObject[]): string {
  const hash = createHash('sha256');
  for (const { handle, version, ownerName } of keys) hash.update(`${handle} ${version} ${ownerName.toLowerCase()}\n`);
  return hash.digest('hex');
}

export const getKeyInfo: Command = {
  name: 'getKeyInfo',
  parameters: '[-k] <key handle> [file]',
  summary: 'Show who owns a key, and with whom it is shared',
  limited: false,
  async run(session, parameters) {
    const [key, file, more] = parameters[0] === '-k' ? parameters.slice(1) : parameters;
    const handle = numberOf(key);
    if (handle === undefined || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const report = new Report(session, file);
    const outcome = await onEveryServer(session, servers, {
      name: 'getKeyInfo',
      async run({ hsm, label }) {
        report.add(keyInfo(label, await hsm.getKey(handle)));
      },
      failure: ({ label }) => `getKeyInfo failed on server ${label}`,
    });
    return (await report.save()) === 'done' ? outcome : 'failed';
  },
};

function keyInfo(label: string, key: KeyObject): readonly string[] {
  const { attributes, ownerId, shares } = key;
  const kind = attributes?.token === false ? 'Session Key,' : 'Token/Flash Key,';
  const lines = [`Key Info on server ${label}:`, '', `        ${kind}`, '', `        Owned by user ${ownerId}`, ''];
  const quorum = quorumLines(key);
  if (shares.length === 0) return [...lines, ...quorum];
  const users = shares.map(({ userId }) => `                 ${userId}`);
  const sharing = [`        also, shared to following ${shares.length} user(s):`, '', ...users];
  return [...lines, ...sharing, ...(quorum.length === 0 ? [''] : quorum)];
}

export const shareKey: Command = {
  name: 'shareKey',
  parameters: '<key handle> <user id> <1 to share|0 to unshare>',
  summary: 'Let another crypto user use a key, or no longer',
  limited: false,
  async run(session, [key, user, share, more]) {
    const [handle, userId] = [numberOf(key), numberOf(user)];
    if (handle === undefined || userId === undefined || more !== undefined) return 'misused';
    if (share !== '0' && share !== '1') return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const userName = await cryptoUserName(servers, userId);
    if (userName === undefined) {
      session.terminal.print(`shareKey failed: user ${userId} is not the same crypto user on every server`);
      return 'failed';
    }
    if (!(await confirm(session))) return 'done';
    return await onEachServer(session, servers, {
      name: 'shareKey',
      async run({ hsm, label }) {
        await (share === '1' ? hsm.shareKey(handle, userName) : hsm.unshareKey(handle, userName));
        session.terminal.print(`shareKey success on server ${label}`);
      },
      failure: ({ label }) => `sharing key on server ${label} failed`,
    });
  },
};
