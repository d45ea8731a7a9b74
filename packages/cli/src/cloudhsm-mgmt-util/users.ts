import type { Credentials } from '@keystorm/hsm-client';
import { HsmError } from '@keystorm/protocol';
import { errorText, type HsmServer } from '../hsm-tools/hsm-server.ts';
import { userTypeOf, userTypeText } from '../hsm-tools/user-types.ts';
import { confirm } from './caution.ts';
import type { Command } from './command.ts';
import { onEachServer, onEveryServer } from './fan-out.ts';
import { fail, readUser, type TypedUser } from './parameters.ts';
import { askFactor } from './second-factor.ts';
import { userTable } from './tables.ts';

const FACTOR_MISPLACED = 'a second factor is for crypto officers only';

export const listUsers: Command = {
  name: 'listUsers',
  parameters: '',
  summary: 'List the users of each server',
  limited: true,
  async run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    const servers = await session.reachable();
    if (servers.length === 0) return 'failed';
    return await onEveryServer(session, servers, {
      name: 'listUsers',
      async run({ hsm, label }) {
        for (const line of userTable(label, await hsm.listUsers())) session.terminal.print(line);
      },
      failure: ({ label }) => `listUsers failed on server ${label}`,
    });
  },
};

export const createUser: Command = {
  name: 'createUser',
  parameters: '<CO|CU> <user name> <password|-hpswd> [-2fa <authdata file>]',
  summary: 'Create a user on the servers',
  limited: false,
  async run(session, parameters) {
    const user = await readUser(session, this, parameters, ['Enter password:', 'Re-enter password:']);
    if (typeof user === 'string') return user;
    if (isFactorMisplaced(user)) return fail(session, `${this.name} failed: ${FACTOR_MISPLACED}`);
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    if (!(await confirm(session))) return 'done';
    const factor = await askFactor(session, this, servers, user);
    if (factor === 'failed') return factor;
    session.terminal.print(`Creating User ${nameOf(user)} on ${servers.length} nodes`);
    return await onEachServer(session, servers, {
      name: 'createUser',
      async run(server) {
        await server.hsm.createUser(user, factor.key(server));
        session.terminal.print(`createUser success on server ${server.label}`);
      },
      failure: ({ label }) => `creating user on server ${label} failed`,
    });
  },
};

export const changePswd: Command = {
  name: 'changePswd',
  parameters: '<CO|CU|PRECO> <user name> <password|-hpswd> [-2fa <authdata file>]',
  summary: 'Change the password of a user on the servers',
  limited: false,
  async run(session, parameters) {
    const user = await readUser(session, this, parameters, ['Enter new password:', 'Re-enter new password:']);
    if (typeof user === 'string') return user;
    if (isFactorMisplaced(user)) return fail(session, `${this.name} failed: ${FACTOR_MISPLACED}`);
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    if (!(await confirm(session))) return 'done';
    const factor = await askFactor(session, this, servers, user);
    if (factor === 'failed') return factor;
    session.terminal.print(`Changing password for ${nameOf(user)} on ${servers.length} nodes`);
    return await onEachServer(session, servers, {
      name: 'changePswd',
      async run(server) {
        const secondFactor = factor.key(server);
        await server.hsm.changePassword(user, { ...(secondFactor && { secondFactor }) });
        server.passwordChanged(user);
        session.terminal.print(`changePswd success on server ${server.label}`);
      },
      failure: ({ label }) => `changing password on server ${label} failed`,
    });
  },
};

export const deleteUser: Command = {
  name: 'deleteUser',
  parameters: '<CO|CU> <user name>',
  summary: 'Delete a user from the servers',
  limited: false,
  async run(session, parameters) {
    const [type, userName] = parameters;
    if (type === undefined || userName === undefined || parameters.length > 2) return 'misused';
    const userType = userTypeOf(type);
    if (userType === undefined) {
      session.terminal.print(`deleteUser failed: ${errorText(new HsmError('INVALID_USER_TYPE'))}`);
      return 'failed';
    }
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    session.terminal.print(`Deleting user ${nameOf({ userType, userName })} on ${servers.length} nodes`);
    const deleted = new Map<HsmServer, Buffer>();
    return await onEachServer(session, servers, {
      name: 'deleteUser',
      async run(server) {
        deleted.set(server, await server.hsm.deleteUser(userType, userName));
        session.terminal.print(`deleteUser success on server ${server.label}`);
      },
      failure: ({ label }) => `deleteUser failed on server ${label}`,
      async undo(server) {
        await server.hsm.importMaskedUser(deleted.get(server) ?? Buffer.alloc(0));
      },
    });
  },
};

/** Source: AWS CloudHSM User Guide, "Using CMU to manage two-factor authentication (2FA) for crypto officers". */
function isFactorMisplaced({ userType, factorFile }: TypedUser): boolean {
  return factorFile !== undefined && userType !== 'USER_TYPE_CO';
}

function nameOf({ userType, userName }: Pick<Credentials, 'userType' | 'userName'>): string {
  return `${userName}(${userTypeText(userType)})`;
}
