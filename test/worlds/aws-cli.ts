import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessSystem } from './process-world.ts';
import { type CommandResult, run } from './command.ts';
import type { AwsCall, RawResponse } from './world.ts';

/** Debian's; an older one of another make may stand before it on the PATH. */
const AWS = '/usr/bin/aws';
/** The first that obeys AWS_ENDPOINT_URL. */
const VERSION_MIN = [2, 13] as const;

/** Exit code of the AWS CLI when the service answered with an error. */
const SERVICE_ERROR = 254;
/** … and when it did not even ask the service. */
export const MISUSED = 252;

const COMMANDS = { kms: 'kms', cloudhsm: 'cloudhsmv2', cloudtrail: 'cloudtrail', logs: 'logs', ec2: 'ec2' } as const;
const ANSWERED_ERROR =
  /An error occurred \((.*?)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: ?(.*)\n/s;
/** Answers as they are on the wire; and it is the service that says what is wrong with a request. */
const CONFIGURATION = '[default]\noutput = json\ncli_timestamp_format = wire\nparameter_validation = false\n';

/** `CreateHsm` as a person types it. */
function dashed(operation: string): string {
  return operation.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/** Why the AWS CLI cannot be used here; undefined where it can. On a CI machine it has to be there. */
export function whyNoAwsCli(): string | undefined {
  const { stdout } = spawnSync(AWS, ['--version'], { encoding: 'utf8' });
  const version = /^aws-cli\/(\d+)\.(\d+)/
    .exec(stdout ?? '')
    ?.slice(1)
    .map(Number);
  if (process.env.CI !== undefined) return undefined;
  if (version === undefined) return `there is no ${AWS}`;
  const [major = 0, minor = 0] = version;
  const isNewEnough = major > VERSION_MIN[0] || (major === VERSION_MIN[0] && minor >= VERSION_MIN[1]);
  return isNewEnough ? undefined : `${AWS} is ${major}.${minor}, which ignores AWS_ENDPOINT_URL`;
}

/** The AWS CLI as a user of a system has it: the environment is what `keystorm env` says, and nothing else. */
export class AwsCli {
  readonly #env: Readonly<Record<string, string>>;
  /** Files named on the command line lie here. */
  readonly #folder: string;

  private constructor(env: Readonly<Record<string, string>>, folder: string) {
    this.#env = env;
    this.#folder = folder;
  }

  static async for(system: ProcessSystem, folder: string): Promise<AwsCli> {
    const { stdout } = await system.keystorm('env', '--json');
    const variables = JSON.parse(stdout) as Record<string, string>;
    return new AwsCli({ ...variables, PATH: '/usr/bin:/bin', HOME: folder }, folder);
  }

  /** One that makes the calls of programs. */
  static async forCalls(system: ProcessSystem, folder: string): Promise<AwsCli> {
    const file = join(folder, 'aws.config');
    await writeFile(file, CONFIGURATION);
    return (await AwsCli.for(system, folder)).with({ AWS_CONFIG_FILE: file });
  }

  /** The same with another value of a variable. */
  with(variables: Readonly<Record<string, string>>): AwsCli {
    return new AwsCli({ ...this.#env, ...variables }, this.#folder);
  }

  /** Runs a command, written as in a shell; words cannot hold spaces. */
  run(command: string): Promise<CommandResult> {
    return run(AWS, command.split(' '), { env: this.#env, cwd: this.#folder });
  }

  /** Carries out a call; answers as the endpoint does, except that every error has the status 400. */
  async call({ service, operation, input, region }: AwsCall): Promise<RawResponse> {
    const words = [COMMANDS[service], dashed(operation), '--no-paginate', '--cli-input-json', JSON.stringify(input)];
    const env = { ...this.#env, AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_MAX_ATTEMPTS: '1' };
    const { code, stdout, stderr } = await run(AWS, words, { env, cwd: this.#folder });
    if (code === 0) return { status: 200, headers: {}, body: Buffer.from(stdout) };
    const [, __type, message] = ANSWERED_ERROR.exec(stderr) ?? [];
    if (code !== SERVICE_ERROR || __type === undefined)
      throw new Error(`aws ${operation} ended with ${code}: ${stderr}`);
    return { status: 400, headers: {}, body: Buffer.from(JSON.stringify({ __type, message })) };
  }

  /** The answer to a command that must succeed; undefined where there is none. */
  async ask<T = undefined>(command: string): Promise<T> {
    const { code, stdout, stderr } = await this.run(command);
    if (code !== 0) throw new Error(`aws ${command} ended with ${code}: ${stderr}`);
    return (stdout === '' ? undefined : JSON.parse(stdout)) as T;
  }

  /** What it says about an error of the service. */
  async refusal(command: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(command);
    if (code !== SERVICE_ERROR) throw new Error(`aws ${command} ended with ${code}: ${stdout}${stderr}`);
    return stderr.trim();
  }
}
