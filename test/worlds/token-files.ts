import type { Signer } from '../../packages/hsm-node/src/signer.fixture.ts';
import type { Desk } from './desk.ts';

/** A token file of cloudhsm-cli, as a person edits it. */
export interface TokenFile {
  service?: string;
  key_reference?: string;
  approval_data: string;
  token: string;
  tokens: { approval_data?: string; unsigned: string; signed: string }[];
  signatures: { username: string; role?: string; signature: string }[];
}

type FilesOf = Pick<Desk, 'files'>;

export function readTokenFile({ files }: FilesOf, path: string): TokenFile {
  return JSON.parse(files.text(path)!) as TokenFile;
}

function changeTokenFile(desk: FilesOf, path: string, change: (file: TokenFile) => void): Promise<void> {
  const file = readTokenFile(desk, path);
  change(file);
  return desk.files.write(path, Buffer.from(JSON.stringify(file)));
}

/** Signs the digests of a token file. */
export function signTokenFile(desk: FilesOf, key: Signer, path: string): Promise<void> {
  return changeTokenFile(desk, path, ({ tokens }) => {
    for (const token of tokens) token.signed = key.signDigest(Buffer.from(token.unsigned, 'base64')).toString('base64');
  });
}

/** Puts the signatures of users into a token file, in place of earlier ones. */
export function addApprovals(desk: FilesOf, path: string, signers: Readonly<Record<string, Signer>>): Promise<void> {
  return changeTokenFile(desk, path, (file) => {
    file.signatures = Object.entries(signers).map(([username, key]) => ({
      username,
      signature: key.signDigest(Buffer.from(file.token, 'base64')).toString('base64'),
    }));
  });
}
