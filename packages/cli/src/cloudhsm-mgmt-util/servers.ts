import type { Command } from './command.ts';
import { numberOf } from './parameters.ts';
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
  limited: false,
  async run(session, [number, more]) {
    if (numberOf(number) === undefined || more !== undefined) return 'misused';
    const chosen = session.servers[Number(number)];
    if (chosen === undefined || (await chosen.look()) !== 'CONNECTED') {
      session.terminal.print(
        chosen === undefined ? `There is no server ${number}.` : `Server ${chosen.label} is not connected.`,
      );
      return 'failed';
    }
    session.chosen = chosen;
    session.terminal.print("Server is in 'E2' mode...");
    return 'done';
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
