import type { HsmInfo } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { HARDWARE } from '../hsm-tools/hsm-hardware.ts';
import { CliError, type Command } from './command.ts';
import { fromEach, onAll } from './fan-out.ts';
import { CLUSTER, PASSWORD } from './parameters.ts';
import { ASKED_TWICE, passwordOf } from './passwords.ts';

/** The first officer, and the password that everybody knows. Source: AWS CloudHSM User Guide, "Activate the cluster". */
const FIRST_OFFICER = { userType: 'USER_TYPE_PRECO', userName: 'admin' } as const;
const FIRST_PASSWORD = 'password';

/** Source: AWS CloudHSM User Guide, "cluster activate". */
export const activate: Command = {
  path: ['cluster', 'activate'],
  summary: 'Activate a cluster',
  parameters: [PASSWORD, CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const group = session.group(given);
    const users = await fromEach(group, (hsm) => hsm.listUsers());
    if (!users.some(({ value }) => value.some(({ userType }) => userType === FIRST_OFFICER.userType)))
      throw new CliError('The cluster is activated already');
    const password = await passwordOf(session, given, ASKED_TWICE);
    await onAll(group, 'Cluster activate', async (hsm) => {
      await hsm.login({ ...FIRST_OFFICER, password: new Secret(FIRST_PASSWORD) });
      try {
        await hsm.changePassword({ ...FIRST_OFFICER, password });
      } finally {
        await hsm.logout();
      }
    });
    return 'Cluster activation successful';
  },
};

/** Source: AWS CloudHSM User Guide, "cluster hsm-info". */
export const hsmInfo: Command = {
  path: ['cluster', 'hsm-info'],
  summary: 'List the HSMs in your cluster',
  parameters: [CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const infos = await fromEach(session.group(given), (hsm) => hsm.info());
    return { hsms: infos.map(({ value }) => describe(value)) };
  },
};

function describe({ serialNumber }: HsmInfo): Readonly<Record<string, string>> {
  return {
    vendor: 'Marvell Semiconductors, Inc.',
    model: HARDWARE.model,
    'serial-number': serialNumber,
    'hardware-version-major': HARDWARE.hardwareMajor,
    'hardware-version-minor': HARDWARE.hardwareMinor,
    'firmware-version-major': '2',
    'firmware-version-minor': '6',
    'firmware-build-number': HARDWARE.firmwareBuild,
    'firmware-id': HARDWARE.firmwareId,
    'fips-state': HARDWARE.fipsState,
  };
}
