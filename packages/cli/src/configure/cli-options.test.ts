import { expect, test } from 'vitest';
import { misuse, type Options } from './cli-options.ts';

const CLUSTER = { clusterId: 'cluster-aaaaaaaaaaa' };
const ADDRESS = { address: '10.0.2.9' };
const NAME_ONE = 'Name one cluster: configure-cli -a <IP address>, or --cluster-id <id>.';

const ROWS: readonly { readonly mode?: string; readonly options: Partial<Options>; readonly says?: string }[] = [
  { options: ADDRESS },
  { options: CLUSTER },
  { mode: 'add-cluster', options: CLUSTER },
  { options: { ...CLUSTER, region: 'eu-west-1', endpoint: 'http://127.0.0.1:4599' } },
  { options: { disableKeyAvailabilityCheck: true } },
  { options: { defaultRetryMode: 'off', enableKeyAvailabilityCheck: true } },
  { options: { clientCertHsmTlsFile: 'client.pem', clientKeyHsmTlsFile: 'client.key' } },
  {
    options: { ...CLUSTER, clientCertHsmTlsFile: 'client.pem' },
    says: '--client-cert-hsm-tls-file and --client-key-hsm-tls-file belong together.',
  },
  { options: {}, says: NAME_ONE },
  { mode: 'add-cluster', options: { defaultRetryMode: 'off' }, says: NAME_ONE },
  { mode: 'remove-cluster', options: ADDRESS, says: "'remove-cluster' is no mode; the only one is add-cluster." },
  { options: { ...ADDRESS, ...CLUSTER }, says: 'Name the cluster by -a or by --cluster-id, not by both.' },
  {
    options: { ...ADDRESS, region: 'eu-west-1' },
    says: '--region and --endpoint say where to look for a --cluster-id, and it is missing.',
  },
  {
    options: { ...CLUSTER, endpoint: '127.0.0.1:4599' },
    says: "'127.0.0.1:4599' is not the URL of an AWS endpoint, such as http://127.0.0.1:4599.",
  },
  {
    options: { disableKeyAvailabilityCheck: true, enableKeyAvailabilityCheck: true },
    says: 'The key availability check is either disabled or enabled, not both.',
  },
];

test.each(ROWS)('mode $mode with $options: $says', ({ mode, options, says }) => {
  expect(misuse(mode, { dataDir: '.keystorm', ...options })).toBe(says);
});
