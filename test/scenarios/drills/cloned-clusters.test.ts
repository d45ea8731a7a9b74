import { describe, expect } from 'vitest';
import { done, failed } from '../../worlds/cli-tool.ts';
import { backupFrom, restoredCluster } from '../../worlds/backups.ts';
import { activeCluster, OFFICER_PASSWORD } from '../../worlds/fixture.ts';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { Operator, OFFICER_LOGIN, userLogin } from '../../worlds/operator.ts';
import { drill } from '../../worlds/scenario.ts';
import { clusterOf, harness, REGION, type World } from '../../worlds/world.ts';

const PASSWORD = 'Password1';
const GENERATE = 'genSymKey -t 31 -s 32 -l k';
const FOREIGN = 'HSM Error: Object belongs to another cluster';
const MISSING = "HSM Error: user isn't initialized or user with this name doesn't exist";

/** A cluster, and one that was made from its backup; then a user and a key that only the first one has. */
async function clones(world: World) {
  const { clusterId } = await activeCluster(world, 2);
  const backup = () => harness(world, 'lab/backup', { clusterId, region: REGION });
  const clone = await restoredCluster(world, await backupFrom(world, clusterId, backup), 'hsm2m.medium');
  const operator = await Operator.of(world, clusterId);
  await operator.asOfficer(`createUser CU alice ${PASSWORD}`, 'y');
  const extract = 'extractMaskedObject -o 6 -out masked';
  const run = await operator.kmu(userLogin(PASSWORD, 'alice'), GENERATE, extract);
  expect(run.answerTo(GENERATE)[1]).toBe('Symmetric Key Created. Key Handle: 6');
  expect(run.answerTo(extract)).toEqual([
    'Object was masked and written to file "masked"',
    returned('ExtractMaskedObject'),
  ]);
  return { operator, clusterId, clone };
}

// Source: AWS CloudHSM User Guide, "Cloned clusters", "syncKey", "syncUser", "user replicate", "key replicate".
describe('drills: users and keys that one of two clusters of a lineage has', () => {
  drill('DS-23: travel by syncUser and syncKey, the owner first', async (world) => {
    const { operator, clusterId, clone } = await clones(world);
    const [here, there] = [await clusterOf(world, clusterId), await clusterOf(world, clone)];
    const hsms = [here.hsms[0]!, there.hsms[0]!];
    const run = await operator.cmuWith(
      hsms,
      OFFICER_LOGIN,
      'server 0',
      'syncKey 6 1',
      'syncUser 3 1',
      'syncKey 6 1',
      'exit',
      'quit',
    );
    const copies = run.dialogue.slice(
      run.dialogue.indexOf('server0>syncKey 6 1'),
      run.dialogue.indexOf('server0>exit'),
    );
    expect(copies).toEqual([
      'server0>syncKey 6 1',
      `syncKey failed: ${MISSING}`,
      'server0>syncUser 3 1',
      'ExtractMaskedObject: 0x0 !',
      'InsertMaskedObject: 0x0 !',
      'syncUser success',
      'server0>syncKey 6 1',
      'syncKey success',
    ]);
    const owned = await operator.cmuWith(hsms, `loginHSM CU alice ${PASSWORD}`, 'getAttribute 6 3');
    expect(owned.dialogue.filter((line) => line === 'OBJ_ATTR_LABEL')).toHaveLength(2);
  });

  drill(
    'DS-23: travel by user replicate and key replicate, and as masked objects, but not out of the lineage',
    async (world) => {
      const { operator, clusterId, clone } = await clones(world);
      await operator.addCluster(clone);
      const logins = (words: string) => [clusterId, clone].map((id) => `login ${words} --cluster-id ${id}`);
      const clusters = `--source-cluster-id ${clusterId} --destination-cluster-id ${clone}`;
      const back = `--source-cluster-id ${clone} --destination-cluster-id ${clusterId}`;
      const replicate = `user replicate --username alice --role crypto-user ${clusters}`;
      const officer = await operator.cli(
        ...logins(`--username admin --role admin --password ${OFFICER_PASSWORD}`),
        `user replicate --username nobody --role crypto-user ${clusters}`,
        `key replicate --filter key-reference=0x6 ${clusters}`,
        replicate,
        `user list --cluster-id ${clone}`,
        `user replicate --username alice --role crypto-user ${back}`,
      );
      expect(officer.answers.slice(2)).toEqual([
        failed(MISSING),
        failed(MISSING),
        done({ message: 'Successfully replicated user' }),
        expect.anything(),
        failed('Replicating users from hsm2m.medium to hsm1.medium is unsupported: create the user there'),
      ]);
      expect(officer.answers[5]).toMatchObject({
        data: { users: [{}, {}, { username: 'alice', 'cluster-coverage': 'full' }] },
      });
      // What the source does not agree on does not travel.
      await operator.asOfficer('server 0', 'createUser CU bob Password1', 'y', 'exit');
      const inconsistent = await operator.cli(
        ...logins(`--username admin --role admin --password ${OFFICER_PASSWORD}`),
        replicate.replace('alice', 'bob'),
      );
      expect(inconsistent.answers[2]).toEqual(failed('Specified user is inconsistent across the cluster'));
      const owner = await operator.cli(
        ...logins(`--username alice --role crypto-user --password ${PASSWORD}`),
        `key list --cluster-id ${clone}`,
        `key replicate --filter attr.label=k ${clusters}`,
        `key list --cluster-id ${clone}`,
      );
      expect(owner.answers.slice(2)).toEqual([
        done({ matched_keys: [], total_key_count: 0, returned_key_count: 0 }),
        done({ message: 'Successfully replicated key' }),
        done({
          matched_keys: [{ 'key-reference': '0x0000000000000006', attributes: { label: 'k' } }],
          total_key_count: 1,
          returned_key_count: 1,
        }),
      ]);
      expect(owner.exitCode).toBe(0);

      await operator.configure(clone);
      const insert = 'insertMaskedObject -f masked';
      const inserted = await operator.kmu(userLogin(PASSWORD, 'alice'), insert);
      expect(inserted.answerTo(insert)).toEqual([
        returned('InsertMaskedObject'),
        expect.stringMatching(/^New Key Handle: \d+$/),
        ...nodes({ 0: undefined, 1: undefined }),
      ]);
      expect(inserted.answerTo(insert)[1]).not.toBe('New Key Handle: 6');

      const stranger = await activeCluster(world, 1);
      const hsms = [(await clusterOf(world, clusterId)).hsms[0]!, stranger.hsms[0]!];
      const { dialogue } = await operator.cmuWith(
        hsms,
        OFFICER_LOGIN,
        'server 0',
        'syncUser 3 1',
        'syncKey 6 1',
        'exit',
      );
      expect(dialogue).toEqual(expect.arrayContaining([`syncUser failed: ${FOREIGN}`, `syncKey failed: ${FOREIGN}`]));
      await operator.addCluster(stranger.clusterId);
      const away = `--source-cluster-id ${clone} --destination-cluster-id ${stranger.clusterId}`;
      const { answers } = await operator.cli(
        ...[clone, stranger.clusterId].map(
          (id) => `login --username admin --role admin --password ${OFFICER_PASSWORD} --cluster-id ${id}`,
        ),
        `user replicate --username alice --role crypto-user ${away}`,
        `key replicate --filter key-reference=0x6 ${away}`,
      );
      expect(answers.slice(2)).toEqual([failed(FOREIGN), failed(FOREIGN)]);
      await operator.configure(stranger.clusterId);
      await operator.asOfficer(`createUser CU alice ${PASSWORD}`, 'y');
      const refused = await operator.kmu(userLogin(PASSWORD, 'alice'), insert);
      expect(refused.answerTo(insert)[0]).toBe(returned('InsertMaskedObject', 'FOREIGN_OBJECT'));
    },
  );
});
