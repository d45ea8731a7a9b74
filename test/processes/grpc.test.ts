import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aroundAll, describe, expect, test } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { REGION } from '../worlds/world.ts';
import { run, runWell } from '../worlds/command.ts';

const BUF = fileURLToPath(import.meta.resolve('@bufbuild/buf/bin/buf'));
const HSM_SERVICE = 'keystorm.hsm.v1.HsmService';

describe('a gRPC client that knows nothing of Keystorm, on the data port of an HSM', () => {
  let address: string;
  let trust: readonly string[];

  aroundAll(
    (runTests) =>
      withProcessWorld(async ({ clusterService }, { dataDir }) => {
        const { clusters } = await clusterService.call('ListClusters', { region: REGION }, { deadlineMs: 5_000 });
        address = `https://${clusters[0]?.hsms[0]?.dataAddress}`;
        trust = ['--cacert', join(dataDir, 'customerCA.crt'), '--servername', 'hsm.keystorm'];
        await runTests();
      }, []),
    900_000,
  );

  const curl = (...args: readonly string[]) => ['curl', '--protocol', 'grpc', ...args];
  const call = (method: string, data: object) => curl(...trust, '--data', JSON.stringify(data), `${address}/${method}`);

  test('lists the services, and the methods with their names', async () => {
    const services = await runWell(BUF, curl(...trust, '--list-services', address));
    expect(services.trim().split('\n')).toEqual(['grpc.health.v1.Health', HSM_SERVICE]);
    const methods = await runWell(BUF, curl(...trust, '--list-methods', address));
    expect(methods).toContain(`${HSM_SERVICE}/Encrypt\n`);
    expect(methods).not.toContain('Admin');
  });

  test('asks for its health', async () => {
    expect(JSON.parse(await runWell(BUF, call('grpc.health.v1.Health/Check', {})))).toEqual({ status: 'SERVING' });
  });

  test('logs in', async () => {
    const officer = { userType: 'USER_TYPE_CO', userName: 'admin', password: 'Officer1' };
    expect(JSON.parse(await runWell(BUF, call(`${HSM_SERVICE}/Login`, officer)))).toEqual({
      sessionHandle: expect.any(Number) as number,
      userId: 1,
    });
  });

  test('without a login it is refused, and the trailer says why', async () => {
    const encrypt = { handle: 262145, plaintext: Buffer.from('x').toString('base64') };
    const { code, stdout, stderr } = await run(BUF, [...call(`${HSM_SERVICE}/Encrypt`, encrypt), '--verbose']);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('"code": "unauthenticated"');
    expect(stderr).toContain('Keystorm-Error: NOT_LOGGED_IN');
  });

  test('without the trust anchor it gets no further than the handshake', async () => {
    const { code, stdout, stderr } = await run(BUF, curl('--verbose', '--list-services', address));
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('certificate signed by unknown authority');
  });
});
