import type { ClientIdentity, Credentials } from '@keystorm/hsm-client';
import type { Random, Runtime } from '@keystorm/runtime';
import type { RetryMode } from '../hsm-tools/cli-file.ts';
import { HsmGroup } from '../hsm-tools/hsm-group.ts';
import type { HsmServer, Refusal } from '../hsm-tools/hsm-server.ts';
import type { ConfiguredServer } from '../hsm-tools/server-file.ts';
import type { Terminal, ToolFiles, ToolIo } from '../hsm-tools/tool-io.ts';
import { CliError } from './command.ts';
import { CLUSTER, DESTINATION, type Given, SOURCE } from './parameters.ts';
import { retryingThrottled } from './retries.ts';

export interface CliCluster {
  readonly clusterId: string;
  readonly servers: readonly ConfiguredServer[];
  /** By which its HSMs know the tool, where they have trust anchors. */
  readonly identity?: ClientIdentity | undefined;
}

export interface CliOptions {
  /** The first one is meant where a command names none. */
  readonly clusters: readonly CliCluster[];
  /** Whether a new key must be on two HSMs. */
  readonly checkAvailability: boolean;
  readonly retryMode: RetryMode;
  /** Words of a command to run instead of those that the terminal reads. */
  readonly command?: readonly string[];
  /** Who logs in for that command. */
  readonly user?: Credentials;
}

/** One run of the tool: the clusters that it knows, with a login of their own each. */
export class CliSession {
  readonly terminal: Terminal;
  readonly files: ToolFiles;
  readonly random: Random;
  readonly checkAvailability: boolean;
  readonly #groups: ReadonlyMap<string, HsmGroup>;

  constructor(runtime: Runtime, { terminal, files }: ToolIo, { clusters, checkAvailability, retryMode }: CliOptions) {
    this.terminal = terminal;
    this.files = files;
    this.random = runtime.random;
    this.checkAvailability = checkAvailability;
    const persistent = retryMode === 'off' ? runtime : retryingThrottled(runtime);
    this.#groups = new Map(
      clusters.map(({ clusterId, servers, identity }) => [
        clusterId,
        new HsmGroup(persistent, files, servers, identity),
      ]),
    );
  }

  /** The cluster that a command names, or the first one. */
  group(given: Given): HsmGroup {
    const clusterId = given.text(CLUSTER.name);
    const [first] = this.#groups.values();
    if (clusterId !== undefined) return this.groupOf(clusterId);
    if (first === undefined) throw new CliError('No cluster is configured');
    return first;
  }

  groupOf(clusterId: string): HsmGroup {
    const group = this.#groups.get(clusterId);
    if (group === undefined) throw new CliError(`Cluster ${clusterId} is not in the config file`);
    return group;
  }

  /** The clusters that a command needs a login on. Throws CliError. */
  groupsOf(given: Given): readonly HsmGroup[] {
    const named = [SOURCE.name, DESTINATION.name].flatMap((name) => given.text(name) ?? []);
    return named.length > 0 ? named.map((clusterId) => this.groupOf(clusterId)) : [this.group(given)];
  }

  /** Ends all logins and connections. */
  async close(): Promise<void> {
    await Promise.all([...this.#groups.values()].map((group) => group.close()));
  }
}

/** The HSMs that answer: for what any one of them can tell. */
export async function reachable(group: HsmGroup): Promise<readonly HsmServer[]> {
  const connected = await group.connected();
  if (connected.length === 0)
    throw refusalOf(group) ?? new CliError('HSM CLUSTER ERROR: Server in cluster is unavailable');
  return connected;
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  NO_CERTIFICATE:
    'HSM is disconnected: it enforces mutual TLS. Name a client certificate and its key with ' +
    'configure-cli --client-cert-hsm-tls-file <FILE> --client-key-hsm-tls-file <FILE>.',
  CERTIFICATE_NOT_TRUSTED:
    'HSM is disconnected: it enforces mutual TLS, and no trust anchor that is registered on it has issued the client certificate.',
};

/** That HSMs enforce mutual TLS, if that is why any of them is away. */
function refusalOf({ nodes }: HsmGroup): CliError | undefined {
  const [refusal] = nodes.flatMap((node) => node.refusal ?? []);
  return refusal && new CliError(REFUSALS[refusal]);
}

/** All HSMs: for what must not differ between them. */
export async function all(group: HsmGroup, what: string): Promise<readonly HsmServer[]> {
  const connected = await group.connected();
  const missing = group.nodes.length - connected.length;
  if (missing > 0) throw refusalOf(group) ?? new CliError(failedOn(what, missing, group.nodes.length));
  return connected;
}

export function failedOn(what: string, failures: number, connections: number): string {
  return `${what} failed on ${failures} of ${connections} connections`;
}
