import { configureCli } from '../../packages/cli/src/configure/configure-cli.ts';
import { configureServers } from '../../packages/cli/src/configure/configure.ts';
import { discoverServers } from '../../packages/cli/src/hsm-tools/discovery.ts';
import { readCliFile } from '../../packages/cli/src/hsm-tools/cli-file.ts';
import {
  type ConfiguredServer,
  type KnownHsm,
  readServerFile,
  serverFile,
} from '../../packages/cli/src/hsm-tools/server-file.ts';
import { type Keystrokes, TypedFiles } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import { type CliRun, runCli } from './cli-tool.ts';
import { OFFICER_PASSWORD } from './fixture.ts';
import { type KeyToolRun, runKeyTool } from './key-tool.ts';
import { runManagementTool, type ToolRun, TRUST_ANCHOR } from './management-tool.ts';
import { clusterOf, type World } from './world.ts';

const FILES = { cmu: '/etc/cloudhsm_mgmt_util.cfg', client: '/etc/cloudhsm_client.cfg', cli: '/etc/cloudhsm-cli.cfg' };

/** How an officer begins in cloudhsm_mgmt_util. */
export const OFFICER_LOGIN = `loginHSM CO admin ${OFFICER_PASSWORD}`;

/** How a crypto user begins in key_mgmt_util. */
export function userLogin(password: string, userName = 'kmsuser'): string {
  return `loginHSM -u CU -s ${userName} -p ${password}`;
}

/** The operator's machine, with the CloudHSM tools on it. */
export class Operator {
  readonly #world: World;
  readonly files: TypedFiles;

  constructor(world: World) {
    this.#world = world;
    this.files = new TypedFiles({ [TRUST_ANCHOR]: world.customer.ca.certificate });
  }

  /** A machine whose tools know all HSMs that a cluster has now. */
  static async of(world: World, clusterId: string): Promise<Operator> {
    const operator = new Operator(world);
    await operator.configure(clusterId);
    return operator;
  }

  /** Tells all tools the HSMs of a cluster. */
  async configure(clusterId: string): Promise<void> {
    const { hsms } = await clusterOf(this.#world, clusterId);
    const eniIp = hsms[0]?.eniIp ?? '';
    await this.configureServers(eniIp, [FILES.cmu, FILES.client]);
    await configureCli(this.#tools(), FILES.cli, { cluster: { eniIp } });
  }

  /** Lets cloudhsm-cli know another cluster besides. */
  async addCluster(clusterId: string): Promise<void> {
    await configureCli(this.#tools(), FILES.cli, { cluster: { clusterId }, add: true });
  }

  /** Types into cloudhsm_mgmt_util with a configuration of one's own: HSMs of several clusters, in this order. */
  async cmuWith(hsms: readonly KnownHsm[], ...input: readonly Keystrokes[]): Promise<ToolRun> {
    const path = '/etc/cloned_clusters.cfg';
    await this.files.write(path, serverFile(hsms.map((hsm, slot) => ({ ...hsm, slot }))));
    const servers = await readServerFile(this.files, path);
    return await runManagementTool({ ...this.#machine(), servers }, ...input);
  }

  /** Runs `configure`; resolves to what it says. */
  async configureServers(eniIp: string, paths: readonly string[] = [FILES.cmu]): Promise<readonly string[]> {
    const said: string[] = [];
    await configureServers(this.#tools(said), eniIp, paths);
    return said;
  }

  /** What cloudhsm_mgmt_util knows. */
  servers(): Promise<readonly ConfiguredServer[]> {
    return readServerFile(this.files, FILES.cmu);
  }

  /** Types into cloudhsm_mgmt_util. */
  async cmu(...input: readonly Keystrokes[]): Promise<ToolRun> {
    return await runManagementTool({ ...this.#machine(), servers: await this.servers() }, ...input);
  }

  /** Types into cloudhsm_mgmt_util as an officer. */
  asOfficer(...input: readonly Keystrokes[]): Promise<ToolRun> {
    return this.cmu(OFFICER_LOGIN, ...input, 'quit');
  }

  /** Types into key_mgmt_util, which discovers HSMs beyond those that it was told. */
  async kmu(...input: readonly Keystrokes[]): Promise<KeyToolRun> {
    const configured = await readServerFile(this.files, FILES.client);
    const servers = await discoverServers(this.#world.clusterService, FILES.client, configured);
    return await runKeyTool({ ...this.#machine(), servers }, ...input);
  }

  /** Types into cloudhsm-cli, which does so too. */
  async cli(...input: readonly Keystrokes[]): Promise<CliRun> {
    const { clusters: configured, checkAvailability } = await readCliFile(this.files, FILES.cli);
    const clusters = await Promise.all(
      configured.map(async ({ clusterId, servers }) => ({
        clusterId,
        servers: await discoverServers(this.#world.clusterService, FILES.cli, servers),
      })),
    );
    return await runCli({ ...this.#machine(), clusters, checkAvailability }, ...input, 'quit');
  }

  #machine() {
    return { runtime: this.#world.operator, files: this.files };
  }

  #tools(said: string[] = []) {
    return { clusters: this.#world.clusterService, files: this.files, print: (line: string) => void said.push(line) };
  }
}
