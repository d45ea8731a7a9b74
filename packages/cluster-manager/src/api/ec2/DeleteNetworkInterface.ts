import { INTERFACES } from '../../network/interfaces.ts';
import { Ec2Error } from './errors.ts';
import { changing } from './operation.ts';
import { text } from './request.ts';
import { getInterface } from './resources.ts';

export const deleteNetworkInterface = changing(
  { NetworkInterfaceId: text },
  async ({ tx, region }, { NetworkInterfaceId }) => {
    const { eniId, maker } = await getInterface(tx, region, NetworkInterfaceId);
    if (maker !== 'user')
      throw new Ec2Error('InvalidParameterValue', `Network interface '${eniId}' is currently in use.`);
    tx.delete(INTERFACES, eniId);
    return { return: true };
  },
);
