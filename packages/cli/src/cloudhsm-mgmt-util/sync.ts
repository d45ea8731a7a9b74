import { HSM_ERRORS, HsmError, isHsmError } from '@keystorm/protocol';
import { errorText, type HsmServer } from '../hsm-tools/hsm-server.ts';
import type { Command, Outcome } from './command.ts';
import { numberOf } from '../hsm-tools/words.ts';
import type { CmuSession } from './session.ts';

/** Source: AWS CloudHSM User Guide, "syncUser". The repair of users that differ between HSMs. */
export const syncUser: Command = {
  name: 'syncUser',
  parameters: '<user id> <server number>',
  summary: 'Copy a user from this server to another one, with its password',
  limited: false,
  async run(session, parameters) {
    return await between(session, this, parameters, async (userId, from, to) => {
      const masked = await step(session, 'ExtractMaskedObject', () => from.hsm.exportMaskedUser(userId));
      await step(session, 'InsertMaskedObject', () => to.hsm.importMaskedUser(masked));
    });
  },
};

/** Source: AWS CloudHSM User Guide, "syncKey". */
export const syncKey: Command = {
  name: 'syncKey',
  parameters: '<key handle> <server number>',
  summary: 'Copy a key from this server to another one, under its handle',
  limited: false,
  async run(session, parameters) {
    return await between(session, this, parameters, async (handle, from, to) => {
      await to.hsm.importMaskedKey(await from.hsm.exportMaskedKey(handle));
    });
  },
};

/** Does something between the server of the mode and another one. */
async function between(
  session: CmuSession,
  { name }: Command,
  [what, to, more]: readonly string[],
  copy: (what: number, from: HsmServer, to: HsmServer) => Promise<void>,
): Promise<Outcome> {
  const [id, number] = [numberOf(what), numberOf(to)];
  if (id === undefined || number === undefined || more !== undefined) return 'misused';
  const { terminal, chosen } = session;
  if (chosen === undefined) {
    terminal.print(`${name} copies from one server: type 'server <server number>' first.`);
    return 'failed';
  }
  const destination = session.servers[number];
  if (destination === undefined || destination === chosen) {
    terminal.print(`There is no other server ${number}.`);
    return 'failed';
  }
  try {
    for (const server of [chosen, destination])
      if ((await server.look()) !== 'CONNECTED') throw new HsmError('HSM_UNREACHABLE');
    await copy(id, chosen, destination);
    terminal.print(`${name} success`);
    return 'done';
  } catch (error) {
    if (!isHsmError(error)) throw error;
    terminal.print(`${name} failed: ${errorText(error)}`);
    return 'failed';
  }
}

async function step<T>({ terminal }: CmuSession, name: string, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    terminal.print(`${name}: 0x0 !`);
    return result;
  } catch (error) {
    if (isHsmError(error)) terminal.print(`${name}: 0x${HSM_ERRORS[error.code].vendor.toString(16)} !`);
    throw error;
  }
}
