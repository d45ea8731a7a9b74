import { expect, test } from 'vitest';
import { TypedFiles } from '../hsm-tools/typed-terminal.fixture.ts';
import { configureCli } from './configure-cli.ts';

const PATH = '/data/etc/cloudhsm-cli.cfg';
const HSMS = [
  { eniIp: '10.0.1.12', dataAddress: '', slot: 2, state: 'CREATE_IN_PROGRESS' },
  { eniIp: '10.0.3.11', dataAddress: '10.0.3.11:2223', slot: 1, state: 'DEGRADED' },
  { eniIp: '10.0.2.9', dataAddress: '10.0.2.9:2223', slot: 0, state: 'ACTIVE' },
];

test('HSMs that have never been in service are no servers; settings stay when the cluster is another one', async () => {
  const files = new TypedFiles();
  const find = ({ clusterId = '' }) => Promise.resolve({ clusterId, hsms: HSMS });
  const tools = { find, files, print: () => undefined };
  await configureCli(tools, PATH, { cluster: { clusterId: 'first' }, retryMode: 'off', checkAvailability: false });
  await configureCli(tools, PATH, { cluster: { clusterId: 'second' } });
  const servers = ['10.0.2.9', '10.0.3.11'].map((name) => ({
    name,
    hostname: name,
    port: 2223,
    owner_cert_path: 'customerCA.crt',
  }));
  expect(JSON.parse(files.text(PATH) ?? '')).toEqual({
    clusters: [{ cluster_id: 'second', servers }],
    disable_key_availability_check: true,
    default_retry_mode: 'off',
  });
});
