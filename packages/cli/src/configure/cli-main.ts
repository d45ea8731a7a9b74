#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { Command, Option } from 'commander';
import { ACCESS_KEY, AwsClient } from '../aws-client.ts';
import { CommandError, EXIT_DONE, EXIT_MISUSED } from '../command-error.ts';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { EXAMPLE } from '../example/example-system.ts';
import { RETRY_MODES } from '../hsm-tools/cli-file.ts';
import { processFiles } from '../hsm-tools/process-io.ts';
import { runTool } from '../hsm-tools/run-tool.ts';
import { ETC_FILES } from '../hsm-tools/server-file.ts';
import { withSystem, withTools } from '../system.ts';
import { ADD, misuse, type Options } from './cli-options.ts';
import { configureCli, type ConfigureCliTools, describedCluster } from './configure-cli.ts';
import { expectAddress, findCluster } from './configure.ts';

async function run(mode: string | undefined, options: Options): Promise<number> {
  const problem = misuse(mode, options);
  if (problem !== undefined) throw new CommandError(problem, EXIT_MISUSED);
  const {
    address: eniIp,
    clusterId,
    region,
    enableKeyAvailabilityCheck: enable,
    defaultRetryMode: retryMode,
    clientCertHsmTlsFile: certificate,
    clientKeyHsmTlsFile: privateKey,
  } = options;
  if (eniIp !== undefined) expectAddress(eniIp);
  const isNamed = eniIp !== undefined || clusterId !== undefined;
  const cluster = {
    ...(eniIp !== undefined && { eniIp }),
    ...(clusterId !== undefined && { clusterId }),
    ...(region !== undefined && { region }),
  };
  const tools = { find: finder(options), files: processFiles, print: console.log };
  await configureCli(tools, join(resolve(options.dataDir), ETC_FILES.cli), {
    add: mode === ADD,
    ...(isNamed && { cluster }),
    ...((options.disableKeyAvailabilityCheck ?? enable) && { checkAvailability: enable === true }),
    ...(retryMode !== undefined && { retryMode }),
    ...(certificate !== undefined &&
      privateKey !== undefined && { identity: { certificate: resolve(certificate), privateKey: resolve(privateKey) } }),
  });
  return EXIT_DONE;
}

/** The endpoint tells where one is given, and else the system of the data directory. */
function finder({ dataDir, endpoint }: Options): ConfigureCliTools['find'] {
  if (endpoint !== undefined) {
    return ({ clusterId = '', region = process.env['AWS_REGION'] ?? EXAMPLE.region }) => {
      const { clock } = createProcessRuntime({ name: 'configure-cli', dataDir, logLevel: 'silent' });
      return describedCluster(new AwsClient(endpoint, region, accessKey(), clock), clusterId);
    };
  }
  return (cluster) =>
    withSystem(resolve(dataDir), ({ directory, settings }) =>
      withTools(
        directory,
        settings,
        () => undefined,
        ({ clusters }) => findCluster(clusters, cluster),
      ),
    );
}

/** As other AWS clients find it. */
function accessKey() {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : ACCESS_KEY;
}

await runTool(
  new Command('configure-cli')
    .description('tell cloudhsm-cli the HSMs of a cluster; run it again whenever HSMs were added or removed')
    .argument('[add-cluster]', 'keep the clusters that are configured, and add another one')
    .option('-a, --address <address>', 'of any HSM of the cluster')
    .option('--cluster-id <id>', 'of the cluster')
    .option('--region <region>', 'of that cluster; all Regions, or that of the environment at an endpoint')
    .option('--endpoint <url>', 'of AWS CloudHSM, which describes the cluster where no system runs')
    .option('--disable-key-availability-check', 'new keys may be on one HSM only')
    .option('--enable-key-availability-check', 'new keys must be on two HSMs')
    .addOption(
      new Option('--default-retry-mode <mode>', 'what to do about an HSM that is too busy').choices(RETRY_MODES),
    )
    .option('--client-cert-hsm-tls-file <file>', 'certificate by which HSMs with trust anchors know cloudhsm-cli')
    .option('--client-key-hsm-tls-file <file>', 'its private key, without a passphrase')
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT),
  run,
);
