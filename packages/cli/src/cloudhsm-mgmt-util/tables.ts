import type { HsmUser } from '@keystorm/protocol';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { userTypeText } from '../hsm-tools/user-types.ts';

const USERS_HEAD =
  '    User Id             User Type       User Name                          MofnPubKey    LoginFailureCnt         2FA';

/** Source: AWS CloudHSM User Guide, "listUsers". */
export function userTable(label: string, users: readonly HsmUser[]): readonly string[] {
  return [`Users on server ${label}:`, `Number of users found:${users.length}`, '', USERS_HEAD, ...users.map(userRow)];
}

function userRow({ userId, userType, userName, loginFailureCount, secondFactor, quorumKey }: HsmUser): string {
  return [
    String(userId).padStart(10),
    ' '.repeat(14),
    userTypeText(userType).padEnd(16),
    userName.padEnd(31),
    (quorumKey ? 'YES' : 'NO').padStart(12),
    String(loginFailureCount).padStart(16),
    (secondFactor ? 'YES' : 'NO').padStart(17),
  ].join('');
}

const SERVERS_HEAD =
  'Id      Name                    Hostname         Port   State           Partition               LoginState';

/** Source: AWS CloudHSM User Guide, "info". */
export function serverTable(servers: readonly HsmServer[]): readonly string[] {
  return [SERVERS_HEAD, ...servers.map(serverRow)];
}

function serverRow({ number, configured, state, hsmId, user }: HsmServer): string {
  const isConnected = state !== 'DISCONNECTED';
  return [
    String(number).padEnd(8),
    configured.name.padEnd(24),
    configured.hostname.padEnd(16),
    String(configured.port).padEnd(8),
    (isConnected ? 'Connected' : 'Disconnected').padEnd(16),
    hsmId.padEnd(24),
    user === undefined ? 'Not logged in' : `Logged in as '${user.userName}(${userTypeText(user.userType)})'`,
  ].join('');
}
