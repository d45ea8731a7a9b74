import { configureCli } from '../../packages/cli/src/configure/configure-cli.ts';
import { type ClusterChoice, configureServers, findCluster } from '../../packages/cli/src/configure/configure.ts';
import { readCliFile } from '../../packages/cli/src/hsm-tools/cli-file.ts';
import { discoverServers } from '../../packages/cli/src/hsm-tools/discovery.ts';
import {
  type KnownHsm,
  readClientFile,
  readServerFile,
  serverFile,
} from '../../packages/cli/src/hsm-tools/server-file.ts';
import { type Keystrokes, TypedFiles } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import { type CliRun, runCli } from './cli-tool.ts';
import { type KeyToolRun, runKeyTool } from './key-tool.ts';
import { logInto, runManagementTool, type ToolRun, TRUST_ANCHOR } from './management-tool.ts';
import type { World } from './world.ts';

/** The tools' files, as a person names them. */
export const FILES = {
  cmu: '/etc/cloudhsm_mgmt_util.cfg',
  client: '/etc/cloudhsm_client.cfg',
  cli: '/etc/cloudhsm-cli.cfg',
} as const;
/** What key_mgmt_util has to say to an operator. */
export const CLIENT_LOG = '/logs/cloudhsm_client.log';
/** Where an operator keeps a configuration that `configure` did not make. */
export const OWN_FILE = '/etc/own.cfg';

/** A machine with the CloudHSM tools on it, and with files of its own. */
export interface ToolMachine {
  /** Runs `configure -a`, or `configure --cmu`; resolves to what it says. */
  configure(eniIp: string, isAll: boolean): Promise<readonly string[]>;
  /** Runs `configure-cli`. */
  configureCli(cluster: ClusterChoice, add: boolean): Promise<void>;
  /** Runs a tool and types; input ends after the last line. With `hsms`, the tool knows these in their order. */
  cmu(input: readonly Keystrokes[], hsms?: readonly KnownHsm[]): Promise<ToolRun>;
  kmu(input: readonly Keystrokes[], options?: { readonly isKilled: boolean }): Promise<KeyToolRun>;
  cli(input: readonly Keystrokes[]): Promise<CliRun>;
  /** What a file holds. */
  read(path: string): Promise<Buffer>;
  write(path: string, content: Uint8Array): Promise<void>;
}

/** Server numbers are given by the order in which a person wrote the HSMs down. */
export function ownServerFile(hsms: readonly KnownHsm[]): Buffer {
  return serverFile(hsms.map((hsm, slot) => ({ ...hsm, slot })));
}

/** A machine whose tools run in the test itself; its files are in memory. */
export function typedMachine({ operator: runtime, clusterService: clusters, customer }: World): ToolMachine {
  const files = new TypedFiles({ [TRUST_ANCHOR]: customer.ca.certificate });
  const machine = { runtime, files };
  return {
    async configure(eniIp, isAll) {
      const said: string[] = [];
      const tools = { clusters, files, print: (line: string) => void said.push(line) };
      await configureServers(tools, eniIp, isAll ? [FILES.client, FILES.cmu] : [FILES.cmu]);
      return said;
    },
    configureCli: (cluster, add) =>
      configureCli({ find: (choice) => findCluster(clusters, choice), files, print: () => undefined }, FILES.cli, {
        cluster,
        add,
      }),
    async cmu(input, hsms) {
      if (hsms !== undefined) await files.write(OWN_FILE, ownServerFile(hsms));
      const servers = await readServerFile(files, hsms === undefined ? FILES.cmu : OWN_FILE);
      return await runManagementTool({ ...machine, servers }, ...input);
    },
    async kmu(input) {
      const log: string[] = [];
      const logged = { ...machine, runtime: { ...runtime, log: logInto(log) } };
      const configured = await readClientFile(files, FILES.client);
      const servers = await discoverServers(clusters, FILES.client, configured.servers);
      const run = await runKeyTool({ ...logged, ...configured, servers }, ...input);
      await files.write(CLIENT_LOG, Buffer.from(log.join('\n')));
      return run;
    },
    async cli(input) {
      const { clusters: configured, ...settings } = await readCliFile(files, FILES.cli);
      const found = await Promise.all(
        configured.map(async ({ clusterId, servers }) => ({
          clusterId,
          servers: await discoverServers(clusters, FILES.cli, servers),
        })),
      );
      return await runCli({ ...machine, clusters: found, ...settings }, ...input);
    },
    read: async (path) => (await files.read(path)) ?? Buffer.alloc(0),
    write: (path, content) => files.write(path, content),
  };
}
