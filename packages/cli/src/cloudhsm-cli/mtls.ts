import { HSM_ERRORS, type HsmError, isHsmError, type MtlsEnforcement, type TrustAnchor } from '@keystorm/protocol';
import type { HsmConnection } from '@keystorm/hsm-client';
import { type Answer, askNodes } from '../hsm-tools/answers.ts';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { CliError, type Command, type Data } from './command.ts';
import { cliErrorText, expectAll, fromEach } from './fan-out.ts';
import { APPROVAL, CLUSTER, type Given, type Parameter } from './parameters.ts';
import { agreed, approvalOf, invalid } from './quorum.ts';
import { all, type CliSession } from './session.ts';
import { readFile } from './token-file.ts';

const LEVELS: ReadonlyMap<string, MtlsEnforcement> = new Map([
  ['none', 'MTLS_ENFORCEMENT_NONE'],
  ['cluster', 'MTLS_ENFORCEMENT_CLUSTER'],
]);
const HEXADECIMAL = 16;
const REFERENCE_DIGITS = 2;

const PATH: Parameter = {
  name: '--path',
  value: '<PATH>',
  summary: 'Filepath of the trust anchor to register',
  required: true,
};
const REFERENCE: Parameter = {
  name: '--certificate-reference',
  value: '[<CERTIFICATE_REFERENCE>...]',
  many: true,
  summary: 'A hexadecimal or decimal certificate reference',
  required: true,
};
const LEVEL: Parameter = {
  name: '--level',
  value: '<LEVEL>',
  summary: 'Level to be set for mtls in the cluster [possible values: none, cluster]',
  required: true,
};

/** Source: AWS CloudHSM User Guide, "cluster mtls register-trust-anchor". */
export const register: Command = {
  path: ['cluster', 'mtls', 'register-trust-anchor'],
  summary: 'Register a trust anchor for mtls',
  parameters: [PATH, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const certificate = (await readFile(session, given.text(PATH.name) ?? '')).toString('utf8');
    const { nodes, answers } = await change(session, given, register, (hsm) => hsm.registerTrustAnchor(certificate));
    const [made] = answers.flatMap((answer) => (answer.error === undefined ? [answer.value] : []));
    const isMade = (anchors: readonly TrustAnchor[]) =>
      anchors.some(({ certificate: held }) => held === made?.certificate);
    // Run again it goes on with the HSMs that lack the trust anchor; the others have it already.
    if (made === undefined || !(await isListed(nodes, isMade))) expectAll(nameOf(register), answers, inWords);
    return { trust_anchor: made && anchorView(made, true) };
  },
};

/** Source: AWS CloudHSM User Guide, "cluster mtls list-trust-anchors". */
export const list: Command = {
  path: ['cluster', 'mtls', 'list-trust-anchors'],
  summary: 'List all trust anchors for mtls',
  parameters: [CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const lists = await told(fromEach(session.group(given), (hsm) => hsm.listTrustAnchors()));
    const anchors = new Map(lists.flatMap(({ value }) => value).map((anchor) => [keyOf(anchor), anchor]));
    const isFull = (anchor: TrustAnchor) =>
      lists.every(({ value }) => value.some((held) => keyOf(held) === keyOf(anchor)));
    return { trust_anchors: [...anchors.values()].map((anchor) => anchorView(anchor, isFull(anchor))) };
  },
};

/** Source: AWS CloudHSM User Guide, "cluster mtls deregister-trust-anchor". */
export const deregister: Command = {
  path: ['cluster', 'mtls', 'deregister-trust-anchor'],
  summary: 'Deregister a trust anchor for mtls',
  parameters: [REFERENCE, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const references = [...new Set(given.list(REFERENCE.name).map(referenceOf))];
    const { nodes, answers } = await change(session, given, deregister, (hsm) =>
      hsm.deregisterTrustAnchors(references),
    );
    const isGone = (anchors: readonly TrustAnchor[]) =>
      !anchors.some(({ reference }) => references.includes(reference));
    const isAnywhere = answers.some(({ error }) => error === undefined);
    if (!isAnywhere || !(await isListed(nodes, isGone))) expectAll(nameOf(deregister), answers, inWords);
    return { message: `Trust anchor with reference ${references.map(shown).join(', ')} deregistered successfully` };
  },
};

/** Source: AWS CloudHSM User Guide, "cluster mtls get-enforcement". */
export const getEnforcement: Command = {
  path: ['cluster', 'mtls', 'get-enforcement'],
  summary: 'Get the status of mtls enforcement in the cluster',
  parameters: [CLUSTER],
  login: 'needed',
  async run(session, given) {
    const levels = await told(fromEach(session.group(given), (hsm) => hsm.mtlsEnforcement()));
    return { 'mtls-enforcement-level': agreed(levels.map(({ value }) => levelName(value))) };
  },
};

/** Source: AWS CloudHSM User Guide, "cluster mtls set-enforcement". */
export const setEnforcement: Command = {
  path: ['cluster', 'mtls', 'set-enforcement'],
  summary: 'Set mtls enforcement policy in the cluster',
  parameters: [LEVEL, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const name = given.text(LEVEL.name) ?? '';
    const level = LEVELS.get(name);
    if (level === undefined) throw invalid(given, LEVEL, [...LEVELS.keys()]);
    const { answers } = await change(session, given, setEnforcement, (hsm) => hsm.setMtlsEnforcement(level));
    expectAll(nameOf(setEnforcement), answers, inWords);
    return { message: `Mtls enforcement level set to ${name.slice(0, 1).toUpperCase()}${name.slice(1)} successfully` };
  },
};

/** Does something on every HSM, with the approvals that the command names. Throws CliError. */
async function change<T>(
  session: CliSession,
  given: Given,
  command: Command,
  work: (hsm: HsmConnection) => Promise<T>,
): Promise<{ readonly nodes: readonly HsmServer[]; readonly answers: readonly Answer<T>[] }> {
  const approve = await approvalOf(session, given);
  const nodes = await all(session.group(given), nameOf(command));
  const answers = await askNodes(nodes, async (hsm) => {
    await approve(hsm);
    return await work(hsm);
  });
  return { nodes, answers };
}

/** As in `Cluster mtls set-enforcement failed on 1 of 3 connections`. */
function nameOf({ path }: Command): string {
  const words = path.join(' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** What is wrong with a certificate, or with the connection, only the HSM can tell. */
function inWords(error: HsmError): string {
  const isSaid = isHsmError(error, 'INVALID_ARGUMENT', 'NO_SPACE', 'POLICY_VIOLATION', 'NOT_PERMITTED');
  return isSaid && error.message !== HSM_ERRORS[error.code].text ? error.message : cliErrorText(error);
}

/** Throws CliError in place of HsmError. */
async function told<T>(answers: Promise<T>): Promise<T> {
  try {
    return await answers;
  } catch (error) {
    if (isHsmError(error)) throw new CliError(inWords(error));
    throw error;
  }
}

/** Whether something holds of what every HSM lists. */
async function isListed(
  nodes: readonly HsmServer[],
  holds: (anchors: readonly TrustAnchor[]) => boolean,
): Promise<boolean> {
  const lists = await askNodes(nodes, (hsm) => hsm.listTrustAnchors());
  return lists.every((answer) => answer.error === undefined && holds(answer.value));
}

function keyOf({ reference, certificate }: TrustAnchor): string {
  return `${reference} ${certificate}`;
}

function anchorView({ reference, certificate }: TrustAnchor, isFull: boolean): Data {
  return {
    'certificate-reference': shown(reference),
    certificate,
    'cluster-coverage': isFull ? 'full' : 'inconsistent',
  };
}

/** Throws CliError. */
function referenceOf(text: string): number {
  if (/^(0x[0-9a-f]{1,8}|\d{1,9})$/i.test(text)) return Number(text);
  throw new CliError('Certificate reference is a hexadecimal or decimal number, such as 0x01');
}

function shown(reference: number): string {
  return `0x${reference.toString(HEXADECIMAL).padStart(REFERENCE_DIGITS, '0')}`;
}

function levelName(level: MtlsEnforcement): string {
  return [...LEVELS].find(([, known]) => known === level)?.[0] ?? level;
}
