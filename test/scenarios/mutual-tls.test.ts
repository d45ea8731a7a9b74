import { generateKeyPairSync } from 'node:crypto';
import type { ClientIdentity } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import { configureCli } from '../../packages/cli/src/configure/configure-cli.ts';
import { readIdentity } from '../../packages/cli/src/hsm-tools/client-identity.ts';
import { readCliFile } from '../../packages/cli/src/hsm-tools/cli-file.ts';
import { type Credential, issueCredential } from '../../packages/hsm-node/src/crypto/certificates.ts';
import { OFFICER_PASSWORD, USER_PASSWORD } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { Signer } from '../../packages/hsm-node/src/signer.fixture.ts';
import { type CliRun, done, failed, runCli } from '../worlds/cli-tool.ts';
import { asOfficer, atDesk, CLUSTER_ID, type Desk, KMSUSER } from '../worlds/desk.ts';
import { TRUST_ANCHOR } from '../worlds/management-tool.ts';
import { addApprovals, signTokenFile } from '../worlds/token-files.ts';

const ADMIN = `login --username admin --role admin --password ${OFFICER_PASSWORD}`;
const USER = `login --username kmsuser --role crypto-user --password ${USER_PASSWORD}`;
const REGISTER = 'cluster mtls register-trust-anchor --path /one.crt';
const LIST = 'cluster mtls list-trust-anchors';
const GET = 'cluster mtls get-enforcement';
const ENFORCE = 'cluster mtls set-enforcement --level cluster';
const NOBODY = failed(
  'HSM is disconnected: it enforces mutual TLS. Name a client certificate and its key with ' +
    'configure-cli --client-cert-hsm-tls-file <FILE> --client-key-hsm-tls-file <FILE>.',
);

interface MtlsDesk extends Desk {
  readonly one: Credential;
  readonly two: Credential;
  /** Into a tool that HSMs know by a certificate of that authority. */
  cliBy(authority: Credential, ...input: readonly string[]): Promise<CliRun>;
}

/** Three HSMs that have mutual TLS; the certificates of two authorities are in `/one.crt` and `/two.crt`. */
function withAuthorities(seed: string, work: (desk: MtlsDesk) => Promise<void>): Promise<void> {
  return atDesk(
    seed,
    async (desk) => {
      const authority = async (name: string) => {
        const made = await issueCredential(desk.client, name, 'authority');
        await desk.files.write(`/${name}.crt`, Buffer.from(made.certificate));
        return made;
      };
      await work({
        ...desk,
        one: await authority('one'),
        two: await authority('two'),
        cliBy: async (issuer, ...input) => runCli(machineBy(desk, await identityBy(desk, issuer)), ...input),
      });
    },
    'hsm2m.medium',
  );
}

async function identityBy({ client }: Desk, issuer: Credential): Promise<ClientIdentity> {
  const { certificate, privateKey } = await issueCredential(client, 'client', 'transport', issuer);
  return { certificate, privateKey: new Secret(privateKey) };
}

function machineBy({ cliMachine }: Desk, identity: ClientIdentity) {
  return { ...cliMachine, clusters: cliMachine.clusters.map((cluster) => ({ ...cluster, identity })) };
}

function anchor(reference: string, { certificate }: Credential, coverage: 'full' | 'inconsistent' = 'full') {
  const pem = expect.stringContaining(certificate.trim()) as string;
  return { 'certificate-reference': reference, certificate: pem, 'cluster-coverage': coverage };
}

const enforced = (level: string) => done({ 'mtls-enforcement-level': level });
const set = (level: string) => done({ message: `Mtls enforcement level set to ${level} successfully` });

describe('mutual TLS', () => {
  test('is set up, enforced, and given up, as the guide has it', () =>
    withAuthorities('guide', async ({ cli, cliBy, type, one, two }) => {
      expect((await cli(LIST, GET, REGISTER, ADMIN, REGISTER, REGISTER, LIST, GET, ENFORCE)).answers).toEqual([
        done({ trust_anchors: [] }),
        failed('HSM Error: User is not logged in or not permitted'),
        failed('HSM Error: User is not logged in or not permitted'),
        expect.anything(),
        done({ trust_anchor: anchor('0x01', one) }),
        failed('Invalid Certificate: Trust anchor already exists.'),
        done({ trust_anchors: [anchor('0x01', one)] }),
        enforced('none'),
        failed('Failed to set the mtls enforcement. Current connection must be mtls to set this enforcement.'),
      ]);
      const enforcing = await cliBy(one, ADMIN, ENFORCE, GET, 'user list');
      expect(enforcing.answers.slice(1)).toMatchObject([set('Cluster'), enforced('cluster'), { error_code: 0 }]);

      expect((await cli('user list', ADMIN)).answers).toEqual([NOBODY, NOBODY]);
      expect((await cliBy(two, ADMIN)).answers).toEqual([
        failed(
          'HSM is disconnected: it enforces mutual TLS, and no trust anchor that is registered on it has issued the client certificate.',
        ),
      ]);
      // Tools of Client SDK 3 know no client certificates.
      expect((await type(KMSUSER)).screen.join('\n')).toContain('Daemon socket connection error');

      const given = await cliBy(one, USER, GET, 'logout', ADMIN, 'cluster mtls set-enforcement --level none');
      expect([given.answers[1], given.answers[4]]).toEqual([enforced('cluster'), set('None')]);
      const forgotten = 'cluster mtls deregister-trust-anchor --certificate-reference 0x01';
      const gone = done({ message: 'Trust anchor with reference 0x01 deregistered successfully' });
      expect((await cli(ADMIN, forgotten, LIST)).answers.slice(1)).toEqual([gone, done({ trust_anchors: [] })]);
    }));

  test('that some HSMs lack is inconsistent, until the command is run again', () =>
    withAuthorities('repair', async (desk) => {
      const { cli, one, two } = desk;
      await asOfficer(desk, 1, (officer) =>
        officer.call('RegisterTrustAnchor', { certificate: one.certificate }, { deadlineMs: 5_000 }),
      );
      expect((await cli(LIST)).answers).toEqual([done({ trust_anchors: [anchor('0x01', one, 'inconsistent')] })]);
      expect((await cli(ADMIN, REGISTER, LIST)).answers.slice(1)).toEqual([
        done({ trust_anchor: anchor('0x01', one) }),
        done({ trust_anchors: [anchor('0x01', one)] }),
      ]);
      await asOfficer(desk, 2, (officer) =>
        officer.call('DeregisterTrustAnchor', { references: [1] }, { deadlineMs: 5_000 }),
      );
      const second = 'cluster mtls register-trust-anchor --path /two.crt';
      const both = 'cluster mtls deregister-trust-anchor --certificate-reference 1 2';
      const answers = (await cli(ADMIN, second, LIST, 'cluster mtls deregister-trust-anchor --certificate-reference 1'))
        .answers;
      expect(answers[2]).toEqual(
        done({
          trust_anchors: [
            anchor('0x01', one, 'inconsistent'),
            anchor('0x02', two, 'inconsistent'),
            anchor('0x01', two, 'inconsistent'),
          ],
        }),
      );
      expect(answers[3]).toMatchObject({ error_code: 0 });
      expect((await cli(ADMIN, both)).answers[1]).toEqual(failed('There is no trust anchor with that reference.'));
    }));

  test('with a quorum for the cluster takes approvals', () =>
    withAuthorities('cluster quorum', async (desk) => {
      const { cli, files } = desk;
      const signers = { admin: new Signer(), bob: new Signer() };
      const bob = `login --username bob --role admin --password ${USER_PASSWORD}`;
      await cli(ADMIN, `user create --username bob --role admin --password ${USER_PASSWORD}`);
      for (const [name, login] of [
        ['admin', ADMIN],
        ['bob', bob],
      ] as const) {
        await cli(login, 'quorum token-sign generate --service registration --token /r.token');
        await signTokenFile(desk, signers[name], '/r.token');
        await files.write('/key.pem', Buffer.from(signers[name].publicKey));
        const register = 'user change-quorum token-sign register --public-key /key.pem --signed-token /r.token';
        expect((await cli(login, register)).answers[1]).toMatchObject({ error_code: 0 });
      }
      const values = await cli(
        ADMIN,
        'quorum token-sign set-quorum-value --service cluster --value 2',
        'quorum token-sign list-quorum-values',
        REGISTER,
        'quorum token-sign generate --service cluster --token /c.token',
      );
      expect(values.answers.slice(1)).toEqual([
        done('Set Quorum Value successful'),
        done({ user: 1, quorum: 1, cluster: 2 }),
        failed('Quorum approval is required for this operation'),
        done({ path: '/c.token' }),
      ]);
      await addApprovals(desk, '/c.token', { admin: signers.admin });
      expect((await cli(ADMIN, `${REGISTER} --approval /c.token`)).answers[1]).toEqual(
        failed('Quorum approval is required for this operation'),
      );
      await addApprovals(desk, '/c.token', signers);
      expect((await cli(ADMIN, `${REGISTER} --approval /c.token`)).answers[1]).toMatchObject({ error_code: 0 });
      expect((await cli(LIST)).answers[0]).toMatchObject({ data: { trust_anchors: [{}] } });
    }));

  const INVALID = 'Invalid Certificate: There is no certificate, PEM.';
  test.each([
    { command: 'register-trust-anchor --path /none.crt', says: failed('There is no file /none.crt') },
    { command: `register-trust-anchor --path ${TRUST_ANCHOR}.txt`, says: failed(INVALID) },
    { command: 'register-trust-anchor', says: expect.stringContaining('    --path <PATH>') as string },
    {
      command: 'deregister-trust-anchor --certificate-reference 0x02',
      says: failed('There is no trust anchor with that reference.'),
    },
    {
      command: 'deregister-trust-anchor --certificate-reference first',
      says: failed('Certificate reference is a hexadecimal or decimal number, such as 0x01'),
    },
    {
      command: 'set-enforcement --level hsm',
      says: failed("'hsm' isn't a valid value for '--level <LEVEL>' [possible values: none, cluster]"),
    },
    { command: `${REGISTER.slice('cluster mtls '.length)} --approval /x`, says: failed('There is no file /x') },
  ])('$command is answered', ({ command, says }) =>
    withAuthorities('bad mtls', async ({ cli, files }) => {
      await files.write(`${TRUST_ANCHOR}.txt`, Buffer.from('no certificate'));
      expect((await cli(ADMIN, `cluster mtls ${command}`)).answers[1]).toEqual(says);
    }),
  );

  test('is not there on HSMs of other types', () =>
    atDesk('hsm1', async ({ cli, files, world }) => {
      await files.write('/one.crt', Buffer.from(world.customer.ca.certificate));
      const run = await cli(ADMIN, REGISTER, LIST, GET, ENFORCE, 'quorum token-sign list-quorum-values');
      const needed = failed('Mutual TLS needs HSMs of type hsm2m.medium');
      expect(run.answers.slice(1)).toEqual([needed, needed, needed, needed, done({ user: 1, quorum: 1 })]);
    }));
});

describe('the client certificate', () => {
  const CONFIGURATION = '/etc/cloudhsm-cli.cfg';
  const { privateKey: OTHER_KEY } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const PATHS = { certificate: '/client.pem', privateKey: '/client.key' };

  test('is configured for a cluster, and read again by the tool', () =>
    withAuthorities('configured', async (desk) => {
      const { files, one } = desk;
      const { certificate, privateKey } = await identityBy(desk, one);
      await files.write(PATHS.certificate, Buffer.from(`${certificate}\n${one.certificate}`));
      await files.write(PATHS.privateKey, Buffer.from(privateKey.reveal()));
      const hsms = [{ eniIp: '10.0.0.1', dataAddress: '10.0.0.1:2223', slot: 0, state: 'ACTIVE' }];
      const find = () => Promise.resolve({ clusterId: CLUSTER_ID, hsms });
      const tools = { find, files, print: () => undefined };
      await configureCli(tools, CONFIGURATION, { cluster: { clusterId: CLUSTER_ID } });
      await configureCli(tools, CONFIGURATION, { identity: PATHS });
      // It stays when the servers of the cluster are others.
      await configureCli(tools, CONFIGURATION, { cluster: { clusterId: CLUSTER_ID } });
      expect(JSON.parse(files.text(CONFIGURATION) ?? '')).toMatchObject({
        clusters: [{ client_cert_hsm_tls_path: PATHS.certificate, client_key_hsm_tls_path: PATHS.privateKey }],
      });
      const [cluster] = (await readCliFile(files, CONFIGURATION)).clusters;
      expect(cluster?.identity?.privateKey.reveal()).toBe(privateKey.reveal());
      await configureCli(tools, CONFIGURATION, { identity: PATHS });
      const run = await runCli(machineBy(desk, cluster!.identity!), ADMIN, REGISTER);
      expect(run.answers[1]).toMatchObject({ error_code: 0 });
    }));

  test.each([
    {
      name: 'the certificate is missing',
      change: { certificate: undefined },
      says: 'Could not read configuration-referenced file client_cert_hsm_tls_path at location /client.pem: No such file or directory.',
    },
    {
      name: 'the key is missing',
      change: { privateKey: undefined },
      says: 'Could not read configuration-referenced file client_key_hsm_tls_path at location /client.key: No such file or directory.',
    },
    { name: 'the certificate is none', change: { certificate: 'x' }, says: '/client.pem is not a certificate, PEM.' },
    { name: 'the key is none', change: { privateKey: 'x' }, says: '/client.key is not a private key, PEM.' },
    {
      name: 'the key is that of another certificate',
      change: { privateKey: OTHER_KEY.export({ type: 'pkcs8', format: 'pem' }) },
      says: 'The private key /client.key does not belong to the certificate /client.pem.',
    },
    {
      name: 'the key has a passphrase',
      change: {
        privateKey: OTHER_KEY.export({
          type: 'pkcs8',
          format: 'pem',
          cipher: 'aes-256-cbc',
          passphrase: 'secret12',
        }),
      },
      says: 'The private key /client.key has a passphrase, which mutual TLS does not support.',
    },
  ])('is refused where $name', ({ change, says }) =>
    withAuthorities('files', async (desk) => {
      const { certificate, privateKey } = await identityBy(desk, desk.one);
      const content = { certificate, privateKey: privateKey.reveal(), ...change };
      for (const member of ['certificate', 'privateKey'] as const)
        if (content[member] !== undefined) await desk.files.write(PATHS[member], Buffer.from(content[member]));
      await expect(readIdentity(desk.files, PATHS)).rejects.toThrow(says);
    }),
  );
});
