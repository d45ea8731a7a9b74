import { expect } from 'vitest';
import { failureCounts } from '../../worlds/fixture.ts';
import { describeScenarios } from '../../worlds/scenario.ts';
import { answerOf, harness, REGION } from '../../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture, expectFailedConnect } from './drill.ts';

const NO_SESSION =
  'KMSInternalException: There are no PKCS #11 sessions available in the associated CloudHSM cluster. Back off and retry the request.';

/** Source: AWS KMS Developer Guide, "Troubleshooting a custom key store". */
describeScenarios('drills: clusters that nobody reaches, or that fail', drillFixture, (drill) => {
  drill('D8 communication failure, and D16 NETWORK_ERRORS', async (it) => {
    await lab(it, 'net-cut');
    expect(await it.decrypt()).toMatch(CANNOT_COMMUNICATE);
    expect(await it.store.state()).toBe('CONNECTED');
    expect(await it.keyState(it.a)).toBe('Enabled true');
    await lab(it, 'net-heal');
    await it.recovers();

    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    await lab(it, 'net-cut');
    await expectFailedConnect(it, 'NETWORK_ERRORS');
    await lab(it, 'net-heal');
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
    expect(await failureCounts(it.world, it.clusterId)).toEqual([0, 0]);
  });

  drill('D7 no PKCS #11 sessions', async (it) => {
    expect(await lab(it, 'hsm-faults', { sessionsExhausted: true })).toEqual({ hsms: 2 });
    expect(await it.decrypt()).toBe(NO_SESSION);
    expect(await it.keyState(it.a)).toBe('Enabled true');
    await lab(it, 'hsm-faults');
    expect(await it.decrypt()).toBe('ok');
  });

  drill('D13 INTERNAL_ERROR', async (it) => {
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    await lab(it, 'hsm-faults', { errorCode: 'INTERNAL', calls: ['ChangePassword'] });
    await expectFailedConnect(it, 'INTERNAL_ERROR');
    await lab(it, 'hsm-faults');
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
  });

  drill('what the lab is asked for wrongly is refused, and changes nothing', async (it) => {
    for (const [path, more, refusal] of [
      ['hsm-faults', { errorCode: 'NO_SUCH_CODE' }, 'there is no such error code'],
      ['hsm-faults', { errorRate: 2 }, 'errorRate'],
      ['net-cut', { clusterId: 'cluster-zzzzzzzzzzz' }, 'Cluster cluster-zzzzzzzzzzz could not be found.'],
    ] as const)
      expect(await answerOf(lab(it, path, more))).toContain(refusal);
    expect(await it.decrypt()).toBe('ok');
  });
});

function lab({ world, clusterId }: Drill, path: string, more: object = {}): Promise<unknown> {
  return harness(world, `lab/${path}`, { clusterId, region: REGION, ...more });
}
