import { HsmError } from '@keystorm/protocol';
import { askNodes } from '../hsm-tools/answers.ts';
import { tell } from './nodes.ts';
import type { Command } from './command.ts';
import { spread } from './making.ts';

const TOKEN = 1;

/** Makes a session's key outlive it, and be on all nodes. Source: AWS CloudHSM User Guide, "setAttribute". */
export const setAttribute: Command = {
  name: 'setAttribute',
  summary: 'Sets an attribute of an object',
  options: [
    { name: '-o', what: 'Object handle', value: '<object handle>', kind: 'number', required: true },
    { name: '-a', what: 'Attribute', value: '<attribute>', kind: 'number', required: true },
  ],
  async run(session, given) {
    const { terminal } = session;
    const handle = given.number('-o') ?? 0;
    if (given.number('-a') !== TOKEN) {
      terminal.print(`\tError: Only OBJ_ATTR_TOKEN (${TOKEN}) can be set.`);
      return 'misused';
    }
    terminal.print('\tThis attribute is defined as a boolean value.');
    const value = await terminal.ask('\tEnter the boolean attribute value (0 or 1):');
    if (value !== '0' && value !== '1') {
      terminal.print('\tError: The value is not 0 or 1.');
      return 'misused';
    }
    const found = await askNodes(await session.connected(), (hsm) => hsm.getKey(handle));
    const holders = found.filter(({ error }) => error === undefined).map(({ node }) => node);
    if (holders.length === 0) return tell(session, 'SetAttribute', found);
    const set = await askNodes(holders, async (hsm) => {
      // An HSM makes no persistent key end with a session.
      if (value === '0') throw new HsmError('INVALID_ARGUMENT');
      await hsm.setKeyAttributes(handle, { token: true });
    });
    const [first] = set;
    if (first === undefined || first.error !== undefined) return tell(session, 'SetAttribute', set);
    const { answers } = await spread(session, first.node, { handle }, { minServers: 1, timeoutSeconds: 0 });
    return tell(session, 'SetAttribute', answers);
  },
};
