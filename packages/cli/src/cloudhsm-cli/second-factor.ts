import { askNodes } from '../hsm-tools/answers.ts';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { CliError } from './command.ts';
import { expectAll } from './fan-out.ts';
import type { CliSession } from './session.ts';
import { readSignatures, writeDigests } from './token-file.ts';

/**
 * Has the challenge of each HSM signed by the person who has the private key: writes them into a file, waits, and reads the
 * signatures. Throws CliError. Source: AWS CloudHSM User Guide, "Log in users with MFA enabled".
 */
export async function signChallenges(
  session: CliSession,
  what: string,
  nodes: readonly HsmServer[],
  path: string,
): Promise<ReadonlyMap<HsmServer, Buffer>> {
  const challenges = expectAll(what, await askNodes(nodes, (hsm) => hsm.drawChallenge()));
  const digests = challenges.map(({ value }) => value);
  await writeDigests(session, path, digests);
  const question = 'Enter signed token file path (press enter if same as the unsigned token file):';
  const answer = await session.terminal.ask(question);
  if (answer === undefined) throw new CliError('No signed token file was given');
  const signatures = await readSignatures(session, answer === '' ? path : answer, digests);
  return new Map(challenges.map(({ node }, index) => [node, signatures[index] ?? Buffer.alloc(0)]));
}
