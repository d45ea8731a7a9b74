import type { Command } from './command.ts';
import { numberOf } from '../hsm-tools/words.ts';
import { serverTable } from './tables.ts';

export const info: Command = {
  name: 'info',
  parameters: '[server <server number>]',
  summary: 'Show the servers: whether they answer, and who is logged in',
  limited: true,
  async run(session, [what, number, more]) {
    const isUnderstood =
      what === undefined || (what === 'server' && (number === undefined || numberOf(number) !== undefined));
    if (!isUnderstood || more !== undefined) return 'misused';
    const servers = number === undefined ? session.servers : session.servers.slice(Number(number), Number(number) + 1);
    if (servers.length === 0) {
      session.terminal.print(`There is no server ${number ?? ''}.`);
      return 'failed';
    }
    await Promise.all(servers.map((server) => server.look()));
    for (const line of serverTable(servers)) session.terminal.print(line);
    return 'done';
  },
};

export const server: Command = {
  name: 'server',
  parameters: '<server number>',
  summary: 'Send commands to one server only, until exit',
  limited: true,
  async run(session, [number, more]) {
    if (numberOf(number) === undefined || more !== undefined) return 'misused';
    const chosen = session.servers[Number(number)];
    if (chosen === undefined || (await chosen.look()) === 'DISCONNECTED') {
      session.terminal.print(
        chosen === undefined ? `There is no server ${number}.` : `Server ${chosen.label} is not connected.`,
      );
      return 'failed';
    }
    session.chosen = chosen;
    session.terminal.print(
      chosen.state === 'CONNECTED'
        ? "Server is in 'E2' mode..."
        : `Server ${chosen.label} is in unencrypted mode now...`,
    );
    return 'done';
  },
};

export const enableE2e: Command = {
  name: 'enable_e2e',
  parameters: '',
  summary: 'Verify the servers by the certificate authority of the customer, after it was put in place',
  limited: true,
  async run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    const distrusted = session.servers.filter(({ state }) => state !== 'CONNECTED' && state !== 'DISCONNECTED');
    await Promise.all(distrusted.map((server) => server.verify()));
    for (const server of session.servers) session.tellTrust(server);
    return session.servers.every(({ state }) => state === 'CONNECTED') ? 'done' : 'failed';
  },
};

export const exit: Command = {
  name: 'exit',
  parameters: '',
  summary: 'Leave the mode of one server',
  limited: true,
  run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    if (session.chosen === undefined) {
      session.terminal.print("exit leaves the mode of one server. Type 'quit' to end.");
      return 'failed';
    }
    session.chosen = undefined;
    return 'done';
  },
};

export const quit: Command = {
  name: 'quit',
  parameters: '',
  summary: 'Log out, and end',
  limited: true,
  run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    session.ended = true;
    return 'done';
  },
};
