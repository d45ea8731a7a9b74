import type { SigningKey } from '@keystorm/hsm-client';
import { isHsmError } from '@keystorm/protocol';
import { z } from 'zod';
import { errorText, type HsmServer } from '../hsm-tools/hsm-server.ts';
import { loadFile, saveFile } from '../hsm-tools/user-files.ts';
import type { Command } from './command.ts';
import { fail, type TypedUser } from './parameters.ts';
import type { CmuSession } from './session.ts';

const VERSION = '1.0';
const INDENT = 4;

/**
 * What travels to the person with the private key, and back.
 * Source: AWS CloudHSM User Guide, "Using CMU to manage two-factor authentication (2FA) for crypto officers".
 */
const AuthData = z.object({
  Version: z.literal(VERSION),
  /** PEM; given where a key is set. */
  PublicKey: z.string().default(''),
  Data: z.array(z.object({ HsmId: z.string(), Digest: z.string(), Signature: z.string() })),
});

/** What the person has signed. */
export interface Factor {
  signature(server: HsmServer): Buffer;
  /** For a key that is to be set. */
  key(server: HsmServer): SigningKey;
}

/** Where a user has none, and none is wanted. */
const NONE = { signature: () => undefined, key: () => undefined } as const;

/**
 * Writes a digest for each server into the file, waits until they are signed, and reads the signatures. Returns what to do
 * without a second factor where none is wanted, and `failed` where something is missing, which it tells.
 */
export async function askFactor(
  session: CmuSession,
  { name }: Command,
  servers: readonly HsmServer[],
  { factorFile }: TypedUser,
): Promise<Factor | typeof NONE | 'failed'> {
  if (factorFile === undefined) return NONE;
  const digests = await drawDigests(session, name, servers);
  if (digests === undefined) return 'failed';
  const Data = [...digests].map(([{ hsmId }, digest]) => ({ HsmId: hsmId, Digest: digest, Signature: '' }));
  const request = JSON.stringify({ Version: VERSION, PublicKey: '', Data }, null, INDENT);
  if (!(await saveFile(session, factorFile, Buffer.from(`${request}\n`)))) return 'failed';
  session.terminal.print(`Sign the digests in ${factorFile}, and put the signatures into it.`);
  if (name !== 'loginHSM') session.terminal.print('Put the public key of the user into it as well.');
  const answer = await session.terminal.ask('Enter signed authdata file path (press enter if it is the same file):');
  if (answer === undefined) return 'failed';
  const path = answer === '' ? factorFile : answer;
  const content = await loadFile(session, path);
  return content === undefined ? 'failed' : readFactor(session, { name, path, content }, digests);
}

/** The digest of each server, base64. */
async function drawDigests(
  session: CmuSession,
  name: string,
  servers: readonly HsmServer[],
): Promise<ReadonlyMap<HsmServer, string> | undefined> {
  const digests = new Map<HsmServer, string>();
  for (const server of servers) {
    try {
      digests.set(server, (await server.hsm.drawChallenge()).toString('base64'));
    } catch (error) {
      if (!isHsmError(error)) throw error;
      fail(session, `${name} failed: ${errorText(error)}`);
      return undefined;
    }
  }
  return digests;
}

function readFactor(
  session: CmuSession,
  { name, path, content }: { readonly name: string; readonly path: string; readonly content: Buffer },
  digests: ReadonlyMap<HsmServer, string>,
): Factor | 'failed' {
  const data = authData(content);
  if (data === undefined) return fail(session, `${name} failed: ${path} is not authdata of version ${VERSION}`);
  const signatures = new Map<HsmServer, Buffer>();
  for (const [server, digest] of digests) {
    const entry = data.Data.find(({ HsmId, Digest }) => HsmId === server.hsmId && Digest === digest);
    if (entry === undefined || entry.Signature === '')
      return fail(session, `${name} failed: ${path} has no signature for ${server.hsmId}`);
    signatures.set(server, Buffer.from(entry.Signature, 'base64'));
  }
  const signature = (server: HsmServer) => signatures.get(server) ?? Buffer.alloc(0);
  return { signature, key: (server) => ({ publicKey: data.PublicKey, signature: signature(server) }) };
}

function authData(content: Buffer): z.output<typeof AuthData> | undefined {
  try {
    return AuthData.parse(JSON.parse(content.toString('utf8')));
  } catch {
    return undefined;
  }
}
