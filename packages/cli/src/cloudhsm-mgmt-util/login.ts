import { HsmError } from '@keystorm/protocol';
import { errorText } from '../hsm-tools/hsm-server.ts';
import { isSameUser } from '../hsm-tools/user-types.ts';
import type { Command } from './command.ts';
import { onEveryServer } from './fan-out.ts';
import { readUser } from './parameters.ts';
import { askFactor } from './second-factor.ts';

export const loginHSM: Command = {
  name: 'loginHSM',
  parameters: '<CO|CU|AU|PRECO> <user name> <password|-hpswd> [-2fa <authdata file>]',
  summary: 'Log in on the servers',
  limited: false,
  async run(session, parameters) {
    const user = await readUser(session, this, parameters, ['Enter password:']);
    if (typeof user === 'string') return user;
    // One process is one user: what a command may do must not depend on the server.
    const other = session.servers.find((server) => server.user !== undefined && !isSameUser(server.user, user));
    if (other !== undefined) {
      session.terminal.print(`loginHSM failed: ${errorText(new HsmError('ALREADY_LOGGED_IN'))}`);
      return 'failed';
    }
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const factor = await askFactor(session, this, servers, user);
    if (factor === 'failed') return factor;
    return await onEveryServer(session, servers, {
      name: 'loginHSM',
      async run(server) {
        await server.login(user, factor.signature(server));
        session.terminal.print(`loginHSM success on server ${server.label}`);
      },
      failure: ({ label }) => `loginHSM failed on server ${label}`,
    });
  },
};

export const logoutHSM: Command = {
  name: 'logoutHSM',
  parameters: '',
  summary: 'Log out from the servers',
  limited: false,
  async run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    return await onEveryServer(session, servers, {
      name: 'logoutHSM',
      async run(server) {
        if (server.user === undefined) throw new HsmError('NOT_LOGGED_IN');
        await server.logout();
        session.terminal.print(`logoutHSM success on server ${server.label}`);
      },
      failure: ({ label }) => `logoutHSM failed on server ${label}`,
    });
  },
};
