import { dirname } from 'node:path';
import { KMS } from '@aws-sdk/client-kms';
import { AwsCli, whyNoAwsCli } from './aws-cli.ts';
import type { ProcessSystem } from './process-world.ts';
import { programMachine } from './tool-programs.ts';
import {
  ACCESS_KEY,
  type AwsCall,
  type Programs,
  type RawResponse,
  REGION,
  sdkBody,
  sdkResponse,
  type World,
} from './world.ts';

/** What programs do with keys, and what tests ask again and again: calls of the SDK, as in an application. */
const OF_APPLICATIONS: ReadonlySet<string> = new Set([
  'Encrypt',
  'Decrypt',
  'ReEncrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateRandom',
  'DescribeCustomKeyStores',
  'DescribeKey',
]);
/** Members of requests that the AWS CLI of Debian 12 does not know. */
const UNKNOWN_TO_THE_CLI: Readonly<Record<string, readonly string[]>> = {
  CreateCluster: ['Mode', 'NetworkType'],
  ModifyCluster: ['HsmType'],
};

/**
 * The same world in the hands of a person: CloudHSM, EC2, CloudWatch Logs and the administration of KMS through the AWS
 * CLI, and the CloudHSM tools as programs that are typed into.
 */
export async function withPrograms(world: World, system: ProcessSystem): Promise<World> {
  const cli = whyNoAwsCli() === undefined ? await AwsCli.forCalls(system, dirname(system.dataDir)) : undefined;
  const programs: Programs = {
    aws: cli && ((call) => (isKnown(call) ? cli.call(call) : undefined)),
    without: world,
    toolMachine: (trustAnchor) => programMachine(system.dataDir, trustAnchor),
  };
  const clients = new Map<string, KMS>();
  return {
    ...world,
    programs,
    kms(region = REGION) {
      let client = clients.get(region);
      if (client === undefined) {
        client = new KMS({
          region,
          endpoint: system.endpoint,
          credentials: ACCESS_KEY,
          maxAttempts: 1,
          requestHandler: world.kms(region).config.requestHandler,
        });
        if (cli !== undefined) administerBy(client, region, (call) => cli.call(call));
        clients.set(region, client);
      }
      return client;
    },
  };
}

function isKnown({ service, operation, input }: AwsCall): boolean {
  if (service === 'cloudtrail') return false;
  return !UNKNOWN_TO_THE_CLI[operation]?.some((member) => member in input);
}

/** Lets the AWS CLI carry out what a client of the SDK is asked for, unless an application would ask for it. */
function administerBy(client: KMS, region: string, carryOut: (call: AwsCall) => Promise<RawResponse>): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (sent) => {
        const operation = commandName.replace(/Command$/, '');
        const { body } = sent.request as { readonly body?: unknown };
        if (OF_APPLICATIONS.has(operation)) return next(sent);
        const call = {
          service: 'kms',
          operation,
          input: JSON.parse(sdkBody(body).toString()) as object,
          region,
        } as const;
        return { response: sdkResponse(await carryOut(call)), output: { $metadata: {} } };
      },
    { name: 'administration', step: 'deserialize', priority: 'low' },
  );
}
