import type { KnownHsm } from '../../packages/cli/src/hsm-tools/server-file.ts';
import type { Keystrokes } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import type { CliRun } from './cli-tool.ts';
import { OFFICER_PASSWORD } from './fixture.ts';
import type { KeyToolRun } from './key-tool.ts';
import type { ToolRun } from './management-tool.ts';
import { CLIENT_LOG, FILES, type ToolMachine, typedMachine } from './tool-machine.ts';
import { clusterOf, type World } from './world.ts';

/** How an officer begins in cloudhsm_mgmt_util. */
export const OFFICER_LOGIN = `loginHSM CO admin ${OFFICER_PASSWORD}`;

/** How a crypto user begins in key_mgmt_util. */
export function userLogin(password: string, userName = 'kmsuser'): string {
  return `loginHSM -u CU -s ${userName} -p ${password}`;
}

/** A person with the CloudHSM tools: the programs themselves where the world has them. */
export class Operator {
  readonly #world: World;
  readonly #machine: ToolMachine;
  /** Of the cluster for which cloudhsm-cli has yet to be configured. */
  #eniIpForCli: string | undefined;

  constructor(world: World) {
    this.#world = world;
    this.#machine = world.programs?.toolMachine(world.customer.ca.certificate) ?? typedMachine(world);
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
    await this.#machine.configure(eniIp, true);
    this.#eniIpForCli = eniIp;
  }

  /** Lets cloudhsm-cli know another cluster besides. */
  async addCluster(clusterId: string): Promise<void> {
    await this.#configureCli();
    await this.#machine.configureCli({ clusterId }, true);
  }

  /** Types into cloudhsm_mgmt_util with a configuration of one's own: HSMs of several clusters, in this order. */
  cmuWith(hsms: readonly KnownHsm[], ...input: readonly Keystrokes[]): Promise<ToolRun> {
    return this.#machine.cmu(input, hsms);
  }

  /** Runs `configure --cmu`; resolves to what it says. */
  configureServers(eniIp: string): Promise<readonly string[]> {
    return this.#machine.configure(eniIp, false);
  }

  /** The addresses that cloudhsm_mgmt_util knows. */
  async servers(): Promise<readonly string[]> {
    const { servers } = JSON.parse((await this.#machine.read(FILES.cmu)).toString('utf8')) as {
      servers: readonly { name: string }[];
    };
    return servers.map(({ name }) => name);
  }

  /** What cloudhsm_mgmt_util says of each server that it knows: the text, and the server's number and address. */
  async onServers(text: string): Promise<readonly string[]> {
    return (await this.servers()).map((address, number) => `${text} ${number}(${address})`);
  }

  /** Types into cloudhsm_mgmt_util. */
  cmu(...input: readonly Keystrokes[]): Promise<ToolRun> {
    return this.#machine.cmu(input);
  }

  /** Types into cloudhsm_mgmt_util as an officer. */
  asOfficer(...input: readonly Keystrokes[]): Promise<ToolRun> {
    return this.cmu(OFFICER_LOGIN, ...input, 'quit');
  }

  /** Types into key_mgmt_util, which discovers HSMs beyond those that it was told. */
  kmu(...input: readonly Keystrokes[]): Promise<KeyToolRun> {
    return this.#machine.kmu(input);
  }

  /** Kills key_mgmt_util instead of ending its input; where it is no program of its own, nobody can, and input ends. */
  killedKmu(...input: readonly Keystrokes[]): Promise<KeyToolRun> {
    return this.#machine.kmu(input, { isKilled: true });
  }

  /** What a file holds that a person names without a folder. */
  read(name: string): Promise<Buffer> {
    return this.#machine.read(name);
  }

  write(name: string, content: Uint8Array): Promise<void> {
    return this.#machine.write(name, content);
  }

  /** What key_mgmt_util has logged. */
  async clientLog(): Promise<string> {
    return (await this.#machine.read(CLIENT_LOG)).toString('utf8');
  }

  /** Types into cloudhsm-cli, which does so too. */
  async cli(...input: readonly Keystrokes[]): Promise<CliRun> {
    await this.#configureCli();
    return await this.#machine.cli([...input, 'quit']);
  }

  async #configureCli(): Promise<void> {
    const eniIp = this.#eniIpForCli;
    this.#eniIpForCli = undefined;
    if (eniIp !== undefined) await this.#machine.configureCli({ eniIp }, false);
  }
}
