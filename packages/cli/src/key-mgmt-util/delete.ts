import type { Command } from './command.ts';
import { askNodes } from '../hsm-tools/answers.ts';
import { tell } from './nodes.ts';

/** Source: AWS CloudHSM User Guide, "deleteKey". */
export const deleteKey: Command = {
  name: 'deleteKey',
  summary: 'Delete Key',
  options: [{ name: '-k', what: 'Key handle', value: '<key handle>', kind: 'number', required: true }],
  async run(session, given) {
    const handle = given.number('-k') ?? 0;
    const found = await askNodes(await session.connected(), (hsm) => hsm.getKey(handle));
    const holder = found.find(({ error }) => error === undefined);
    if (holder === undefined || holder.error !== undefined) return tell(session, 'FindKey', found);
    // Nobody else ever had a key of a session.
    const nodes = holder.value.attributes?.token === false ? [holder.node] : found.map(({ node }) => node);
    const deleted = await askNodes(nodes, (hsm) => hsm.deleteKey(handle));
    const coordinator = deleted.find(({ node }) => node === holder.node);
    return tell(session, 'DeleteKey', deleted, coordinator);
  },
};
