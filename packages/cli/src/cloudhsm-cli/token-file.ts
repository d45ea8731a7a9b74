import { createHash } from 'node:crypto';
import type { QuorumApproval } from '@keystorm/hsm-client';
import { z } from 'zod';
import type { ToolIo } from '../hsm-tools/tool-io.ts';
import { CliError } from './command.ts';

const VERSION = '2.0';
const INDENT = 2;

const Base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));

/** Digests to sign, one for each HSM, or a token that proves a key. */
const SignedTokens = z.object({
  version: z.literal(VERSION),
  tokens: z.array(z.object({ approval_data: Base64.optional(), unsigned: z.string(), signed: Base64 })).min(1),
});

/** What a token for a key is for, as its file says. */
interface KeyTokens {
  readonly service: string;
  readonly key_reference: string;
}

/** The tokens of all HSMs, one after the other, and who has signed them: officers, or users of a key. */
const QuorumTokens = z.object({
  version: z.literal(VERSION),
  key_reference: z.string().optional(),
  approval_data: Base64,
  token: z.string(),
  signatures: z.array(z.object({ username: z.string().min(1), signature: Base64 })),
});

/** Writes digests that are to be signed. Source: AWS CloudHSM User Guide, "Token file reference". */
export async function writeDigests(io: ToolIo, path: string, digests: readonly Buffer[]): Promise<void> {
  const tokens = digests.map((digest) => ({ unsigned: digest.toString('base64'), signed: '' }));
  await write(io, path, { version: VERSION, tokens });
}

/** The signature of each digest, in their order. Throws CliError. */
export async function readSignatures(io: ToolIo, path: string, digests: readonly Buffer[]): Promise<readonly Buffer[]> {
  const { tokens } = await read(io, path, SignedTokens);
  return digests.map((digest) => {
    const token = tokens.find(({ unsigned }) => unsigned === digest.toString('base64'));
    if (token === undefined || token.signed.length === 0)
      throw new CliError(`The token file ${path} lacks the signature of a token`);
    return token.signed;
  });
}

/** Writes random data by whose signature an officer proves to have a key. */
export async function writeRegistration(io: ToolIo, path: string, approvalData: Buffer): Promise<void> {
  const approval_data = approvalData.toString('base64');
  const token = { approval_data, unsigned: digestOf(approvalData), signed: '' };
  await write(io, path, { version: VERSION, tokens: [token] });
}

/** What was signed, and the signature. Throws CliError. */
export async function readRegistration(
  io: ToolIo,
  path: string,
): Promise<{ readonly token: Buffer; readonly signature: Buffer }> {
  const { tokens } = await read(io, path, SignedTokens);
  const [first] = tokens;
  if (first?.approval_data === undefined || first.signed.length === 0)
    throw new CliError(`The token file ${path} lacks a signed registration token`);
  return { token: first.approval_data, signature: first.signed };
}

/** Writes the tokens of all HSMs. Source: AWS CloudHSM User Guide, "Using quorum authentication for admins". */
export async function writeTokens(io: ToolIo, path: string, tokens: readonly Buffer[], key?: KeyTokens): Promise<void> {
  const approvalData = Buffer.concat(tokens);
  const approval_data = approvalData.toString('base64');
  await write(io, path, { version: VERSION, ...key, approval_data, token: digestOf(approvalData), signatures: [] });
}

/** The tokens, and who approves them. Throws CliError. */
export async function readApproval(
  io: ToolIo,
  path: string,
): Promise<{ readonly tokens: Buffer; readonly approvals: readonly QuorumApproval[] }> {
  const { approval_data: tokens, key_reference, signatures } = await read(io, path, QuorumTokens);
  const userType = key_reference === undefined ? 'USER_TYPE_CO' : 'USER_TYPE_CU';
  const approvals = signatures.map(
    ({ username: userName, signature }): QuorumApproval => ({ userType, userName, signature }),
  );
  return { tokens, approvals };
}

/** Throws CliError where the file cannot be written. */
async function write({ files }: ToolIo, path: string, content: object): Promise<void> {
  try {
    await files.write(path, Buffer.from(`${JSON.stringify(content, null, INDENT)}\n`));
  } catch (error) {
    throw new CliError(`The file ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads any file. Throws CliError where that cannot be done. */
export async function readFile({ files }: ToolIo, path: string): Promise<Buffer> {
  const content = await files.read(path).catch((error: unknown) => {
    throw new CliError(`The file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (content === undefined) throw new CliError(`There is no file ${path}`);
  return content;
}

async function read<T>(io: ToolIo, path: string, schema: z.ZodType<T>): Promise<T> {
  const content = await readFile(io, path);
  try {
    return schema.parse(JSON.parse(content.toString('utf8')));
  } catch {
    throw new CliError(`${path} is not a token file of version ${VERSION}`);
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}
