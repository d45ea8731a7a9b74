import type { RetryMode } from '../hsm-tools/cli-file.ts';

/** The only mode that has a name: keep the clusters that are configured, and add one. */
export const ADD = 'add-cluster';

/** What was typed. */
export interface Options {
  readonly dataDir: string;
  readonly address?: string;
  readonly clusterId?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly disableKeyAvailabilityCheck?: true;
  readonly enableKeyAvailabilityCheck?: true;
  readonly defaultRetryMode?: RetryMode;
  readonly clientCertHsmTlsFile?: string;
  readonly clientKeyHsmTlsFile?: string;
}

/** What is wrong with options that each are right. */
export function misuse(mode: string | undefined, options: Options): string | undefined {
  const { address, clusterId, region, endpoint, defaultRetryMode } = options;
  const { disableKeyAvailabilityCheck: disable, enableKeyAvailabilityCheck: enable } = options;
  const { clientCertHsmTlsFile: certificate, clientKeyHsmTlsFile: privateKey } = options;
  const isNamed = address !== undefined || clusterId !== undefined;
  const isSetting = [disable, enable, defaultRetryMode, certificate].some((setting) => setting !== undefined);
  if (mode !== undefined && mode !== ADD) return `'${mode}' is no mode; the only one is ${ADD}.`;
  if (address !== undefined && clusterId !== undefined)
    return 'Name the cluster by -a or by --cluster-id, not by both.';
  if ((certificate === undefined) !== (privateKey === undefined))
    return '--client-cert-hsm-tls-file and --client-key-hsm-tls-file belong together.';
  if (!isNamed && (mode === ADD || !isSetting))
    return 'Name one cluster: configure-cli -a <IP address>, or --cluster-id <id>.';
  if (disable && enable) return 'The key availability check is either disabled or enabled, not both.';
  if (clusterId === undefined && (region ?? endpoint) !== undefined)
    return '--region and --endpoint say where to look for a --cluster-id, and it is missing.';
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    return `'${endpoint}' is not the URL of an AWS endpoint, such as http://127.0.0.1:4599.`;
  return undefined;
}
