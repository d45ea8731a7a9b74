import type { ConfiguredServer } from '../../packages/cli/src/hsm-tools/server-file.ts';
import { type Keystrokes, TypedFiles } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import {
  createCryptoUser,
  DEADLINE,
  OFFICER_PASSWORD,
  USER_PASSWORD,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { type CliMachine, type CliRun, runCli } from './cli-tool.ts';
import { type HsmCluster, withHsmCluster } from './hsm-cluster.ts';
import { type KeyToolMachine, type KeyToolRun, runKeyTool } from './key-tool.ts';
import { logInto, TRUST_ANCHOR } from './management-tool.ts';

export const KMSUSER = `loginHSM -u CU -s kmsuser -p ${USER_PASSWORD}`;
export const ALICE = `loginHSM -u CU -s alice -p ${USER_PASSWORD}`;
export const CLUSTER_ID = 'cluster-aaaaaaaaaaa';
export const GENERATE = 'genSymKey -t 31 -s 32 -l aes256';
export const PAIR = 'genRSAKeyPair -m 2048 -e 65537 -l pair';

/** A cluster, and a person who uses the tools on a machine of the person's own. */
export interface Desk extends HsmCluster {
  readonly files: TypedFiles;
  /** Into key_mgmt_util. */
  type(...input: readonly Keystrokes[]): Promise<KeyToolRun>;
  /** Into cloudhsm-cli. */
  cli(...input: readonly Keystrokes[]): Promise<CliRun>;
  readonly kmuMachine: KeyToolMachine;
  readonly cliMachine: CliMachine;
  /** What the tools have logged. */
  readonly log: readonly string[];
  crash(node: number): void;
}

function serversOf({ endpoints }: HsmCluster): readonly ConfiguredServer[] {
  return endpoints.map(({ address }) => {
    const [hostname = '', port] = address.split(':');
    return { name: hostname, hostname, port: Number(port), trustAnchorPath: TRUST_ANCHOR };
  });
}

export function atDesk(seed: string, work: (desk: Desk) => Promise<void>, hsmType?: string): Promise<void> {
  const atCluster = async (cluster: HsmCluster) => {
    const files = new TypedFiles({ [TRUST_ANCHOR]: cluster.world.customer.ca.certificate });
    const log: string[] = [];
    const runtime = { ...cluster.client, log: logInto(log) };
    const machine = { runtime, files, servers: serversOf(cluster) };
    const cliMachine = { ...machine, clusters: [{ clusterId: CLUSTER_ID, servers: machine.servers }] };
    await work({
      ...cluster,
      files,
      type: (...input) => runKeyTool(machine, ...input),
      cli: (...input) => runCli(cliMachine, ...input),
      kmuMachine: machine,
      cliMachine,
      log,
      crash: (node) => cluster.world.crash(node + 1),
    });
  };
  return withHsmCluster(seed, atCluster, hsmType);
}

/** Does something as the officer of one HSM. */
export async function asOfficer(
  { world, hsms }: Desk,
  node: number,
  work: (officer: HsmCluster['officer']) => Promise<unknown>,
) {
  const officer = world.connect(hsms[node]!);
  await officer.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
  await work(officer);
  officer.close();
}

/** Creates a crypto user with the id 4 on every HSM. */
export async function withAlice(desk: Desk): Promise<void> {
  for (const node of desk.hsms.keys()) await asOfficer(desk, node, (officer) => createCryptoUser(officer, 'alice'));
}
