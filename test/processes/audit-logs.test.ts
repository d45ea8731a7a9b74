import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { aroundAll, describe, expect, test } from 'vitest';
import { type ProcessSystem, withProcessWorld } from '../worlds/process-world.ts';
import { until, type World } from '../worlds/world.ts';
import { AwsCli, whyNoAwsCli } from '../worlds/aws-cli.ts';

interface Stream {
  readonly logStreamName: string;
}
interface Event extends Stream {
  readonly message: string;
  readonly timestamp: number;
}

describe('the audit logs of HSMs, at the command line', { timeout: 300_000 }, () => {
  let folder: string;
  let world: World;
  let system: ProcessSystem;
  let clusterId: string;
  let hsmIds: readonly string[];

  aroundAll(async (runTests) => {
    folder = mkdtempSync(join(tmpdir(), 'keystorm-audit-'));
    try {
      await withProcessWorld(async (...opened) => {
        [world, system] = opened;
        const { clusters } = await world.clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
        clusterId = clusters[0]?.clusterId ?? '';
        hsmIds = clusters[0]?.hsms.map(({ hsmId }) => hsmId) ?? [];
        await runTests();
      }, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 900_000);

  test.skipIf(whyNoAwsCli() !== undefined)('the AWS CLI reads them in CloudWatch Logs', async () => {
    const aws = await AwsCli.for(system, folder);
    const group = `/aws/cloudhsm/${clusterId}`;
    const { logGroups } = await aws.ask<{ logGroups: { logGroupName: string }[] }>(
      'logs describe-log-groups --log-group-name-prefix /aws/cloudhsm/',
    );
    expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual([group]);
    const { logStreams } = await aws.ask<{ logStreams: Stream[] }>(
      `logs describe-log-streams --log-group-name ${group}`,
    );
    expect(logStreams.map(({ logStreamName }) => logStreamName)).toEqual([...hsmIds].sort());

    const { events } = await aws.ask<{ events: Event[] }>(
      `logs get-log-events --log-group-name ${group} --log-stream-name ${hsmIds[0]} --start-from-head --limit 4`,
    );
    expect(events.map(({ message }) => /Opcode : (.*)/.exec(message)?.[1])).toEqual([
      'CN_INIT_TOKEN (0x1)',
      'CN_GEN_PSWD_ENC_KEY (0x1d)',
      'CN_CREATE_APPLIANCE_USER (0xfc)',
      'CN_INIT_DONE (0x95)',
    ]);
    // Pages of two, which the CLI puts together. KMS logs in on every HSM.
    const logins = await aws.ask<{ events: Event[] }>(
      `logs filter-log-events --log-group-name ${group} --filter-pattern CN_LOGIN --page-size 2`,
    );
    expect([...new Set(logins.events.map(({ logStreamName }) => logStreamName))].sort()).toEqual([...hsmIds].sort());
    expect(logins.events.map(({ timestamp }) => timestamp)).toEqual(
      logins.events.map(({ timestamp }) => timestamp).sort(),
    );
    for (const { message } of logins.events) expect(message).toContain('\nOpcode : CN_LOGIN (0xd)\n');
    // When KMS connects, it replaces the password that it was given.
    const { stdout } = await aws.run(`logs tail ${group} --filter-pattern CN_CHANGE_PSWD --since 1d`);
    expect(stdout.match(/User Name : kmsuser/g)).toHaveLength(hsmIds.length);
    expect(await aws.refusal('logs filter-log-events --log-group-name /aws/cloudhsm/none')).toBe(
      'An error occurred (ResourceNotFoundException) when calling the FilterLogEvents operation: The specified log group does not exist.',
    );
    expect(await aws.refusal(`logs filter-log-events --log-group-name ${group} --filter-pattern (`)).toContain(
      "(InvalidParameterException) when calling the FilterLogEvents operation: Invalid character(s) in term '('",
    );
  });

  test('keystorm logs --audit prints them as AWS does, or as JSON', async () => {
    const all = await system.keystorm('logs', '--audit');
    expect(all.code).toBe(0);
    for (const hsmId of hsmIds) expect(all.stdout).toContain(`# ${hsmId} of ${clusterId}\nTime: `);
    const one = await system.keystorm('logs', '--audit', hsmIds[1] ?? '');
    expect(one.stdout).toMatch(/^Time: .*, usecs:\d{16}\nSequence No : 0x0\nReboot counter : 0x1\n/);
    const json = await system.keystorm('logs', '--audit', hsmIds[1] ?? '', '--json');
    const [first] = json.stdout.split('\n').map((line) => (line === '' ? {} : (JSON.parse(line) as object)));
    expect(first).toMatchObject({
      hsmId: hsmIds[1],
      clusterId,
      sequence: 0,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    const { code, stderr } = await system.keystorm('logs', '--audit', 'hsm-none');
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no audit log of an HSM hsm-none.')]);
    expect((await system.keystorm('logs', '--verify')).code).toBe(2);
  });

  test('--verify finds the first record that somebody has changed', async () => {
    const whole = await system.keystorm('logs', '--audit', '--verify');
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    for (const hsmId of hsmIds)
      expect(whole.stdout).toMatch(new RegExp(`^${hsmId}: \\d+ records from 0x0 on, and the chain holds$`, 'm'));
    await world.chaos.kill('cluster-manager', { stayDown: true });
    const [path = ''] = globSync(join(system.dataDir, '**', 'audit-logs.sqlite'));
    const database = new DatabaseSync(path);
    const changed = "value = replace(value, 'CN_CREATE_USER', 'CN_CREATE_CO')";
    const condition = "collection = 'events' AND key LIKE ? AND value LIKE '%CN_CREATE_USER%'";
    expect(database.prepare(`UPDATE records SET ${changed} WHERE ${condition}`).run(`${hsmIds[0]} %`).changes).toBe(1);
    database.close();
    await world.chaos.start('cluster-manager');
    const broken = await until(world, 'the cluster-manager does not come back', async () => {
      const verified = await system.keystorm('logs', '--audit', '--verify');
      return verified.stderr.includes('record') ? verified : undefined;
    });
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(new RegExp(`${hsmIds[0]}: record 0x[0-9a-f]+ is broken: its content was changed`));
    expect(broken.stdout).toContain(`${hsmIds[1]}: `);
  });
});
