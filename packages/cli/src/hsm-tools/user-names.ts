import type { HsmServer } from './hsm-server.ts';

/**
 * The name of the crypto user who has this id on every server. HSMs may have given one id to different users, and a key
 * must not be shared with whom nobody meant.
 */
export async function cryptoUserName(servers: readonly HsmServer[], id: number): Promise<string | undefined> {
  const users = await Promise.all(servers.map(({ hsm }) => hsm.listUsers()));
  const names = users.map((list) => list.find(({ userId, userType }) => userId === id && userType === 'USER_TYPE_CU'));
  const [first] = names;
  return names.every((user) => user?.userName.toLowerCase() === first?.userName.toLowerCase())
    ? first?.userName
    : undefined;
}
