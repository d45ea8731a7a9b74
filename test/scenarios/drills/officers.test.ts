import { expect } from 'vitest';
import { Signer } from '../../../packages/hsm-node/src/signer.fixture.ts';
import { CAUTION } from '../../worlds/management-tool.ts';
import type { Operator } from '../../worlds/operator.ts';
import { OFFICER_PASSWORD } from '../../worlds/fixture.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { drillFixture, expectFailedConnect } from './drill.ts';
import { giveBack, operatorOf, TEMPORARY } from './kmsuser-procedures.ts';

const OFFICERS = ['officer1', 'officer2'] as const;
const CHANGE = `changePswd CU kmsuser ${TEMPORARY}`;

// Source: AWS CloudHSM User Guide, "Using CloudHSM CLI to manage MFA", "Using CMU to manage quorum authentication".
describeDrills('drills: officers who sign', drillFixture, (drill) => {
  drill('INVALID_CREDENTIALS: kmsuser has got a second factor, for which KMS has no key', async (it) => {
    const operator = await operatorOf(it);
    const key = new Signer();
    await operator.write('kmsuser.pub', Buffer.from(key.publicKey));
    const login = `login --username admin --role admin --password ${OFFICER_PASSWORD}`;
    const change = `user change-mfa token-sign --username kmsuser --role crypto-user --change-password ${TEMPORARY}`;
    const connected = await operator.cli(login, `${change} --deregister`);
    const inUse = 'HSM Error: User is logged in on another session';
    expect(connected.answers.at(-1)).toEqual({ error_code: 1, data: inUse });

    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    const sign = async () => {
      const file = JSON.parse((await operator.read('unsigned.json')).toString('utf8')) as {
        tokens: { unsigned: string; signed: string }[];
      };
      for (const token of file.tokens)
        token.signed = key.signDigest(Buffer.from(token.unsigned, 'base64')).toString('base64');
      await operator.write('unsigned.json', Buffer.from(JSON.stringify(file)));
    };
    const answers = ['', 'kmsuser.pub'];
    const enabled = await operator.cli(login, `${change} --token unsigned.json --change-quorum`, sign, ...answers);
    expect(enabled.exitCode).toBe(0);
    expect(await it.setPassword(TEMPORARY)).toBe('ok');
    // The password is right, so nobody is on the way to be locked out.
    for (let i = 0; i < 5; i += 1) {
      expect(await it.store.connect()).toBe('FAILED INVALID_CREDENTIALS');
      expect(await it.store.disconnect()).toBe('DISCONNECTED');
    }
    await expectFailedConnect(it, 'INVALID_CREDENTIALS');

    const disabled = await operator.cli(login, `${change} --deregister --change-quorum`);
    expect(disabled.answers.at(-1)).toEqual({ error_code: 0, data: { username: 'kmsuser', role: 'crypto-user' } });
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
  });

  drill('USER_LOCKED_OUT under a quorum: two officers approve what unlocks kmsuser', async (it) => {
    const operator = await operatorOf(it);
    const keys = { officer1: new Signer(), officer2: new Signer() };
    const created = OFFICERS.flatMap((name) => [`createUser CO ${name} ${TEMPORARY}`, 'y']);
    expect((await operator.asOfficer(...created)).exitCode).toBe(0);
    for (const name of OFFICERS) {
      const token = Buffer.from(`${name} registers`);
      await operator.write('token', token);
      await operator.write('token.sig', keys[name].sign(token));
      await operator.write(`${name}.pub`, Buffer.from(keys[name].publicKey));
      const register = `registerQuorumPubKey CO ${name} token token.sig ${name}.pub`;
      expect((await operator.cmu(`loginHSM CO ${name} ${TEMPORARY}`, register, 'y', 'quit')).exitCode).toBe(0);
    }
    expect((await operator.asOfficer('setMValue 3 2', 'y')).exitCode).toBe(0);

    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    await operator.cmu(...Array.from({ length: 5 }, () => 'loginHSM CU kmsuser wrong1234'), 'quit');
    await expectFailedConnect(it, 'USER_LOCKED_OUT');
    const officer = `loginHSM CO officer1 ${TEMPORARY}`;
    const alone = await operator.cmu(officer, CHANGE, 'y', 'A', 'quit');
    expect(alone.dialogue.slice(4 + CAUTION.length)).toEqual(
      expect.arrayContaining(['changePswd failed: RET_MXN_AUTH_FAILED']),
    );

    const approvals = await approve(operator, officer, keys);
    const repaired = await operator.cmu(officer, ...approvals, CHANGE, 'y', 'quit');
    expect(repaired.exitCode).toBe(0);
    await giveBack(it);
    expect(await it.decrypt()).toBe('ok');
    // The rotation of KMS is a change of its own password, which nobody has to approve; the token is used up.
    expect((await operator.cmu(officer, 'createUser CU other user12345', 'y', 'A', 'quit')).exitCode).toBe(1);
  });
});

/** Gets a token and has it signed. Returns what to type to hand it in. */
async function approve(
  operator: Operator,
  login: string,
  keys: Readonly<Record<(typeof OFFICERS)[number], Signer>>,
): Promise<readonly string[]> {
  expect((await operator.cmu(login, 'getToken 3 officer1 officer1.token', 'quit')).exitCode).toBe(0);
  const token = await operator.read('officer1.token');
  const approvers = OFFICERS.map(
    (name) => `Approver Type = 2;\nApprover Name = ${name};\nApproval File = ${name}.sig;\n`,
  );
  for (const name of OFFICERS) await operator.write(`${name}.sig`, keys[name].sign(token));
  const head = 'Multi Token File Path = officer1.token;\nToken File Path = ;\nNumber of Approvals = 2;\n';
  await operator.write('approval.txt', Buffer.from(head + approvers.join('')));
  return ['approveToken approval.txt'];
}
