import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drillsIn } from '../../packages/cli/src/drill/library.ts';
import { freePort } from '../worlds/free-port.ts';
import { eventually, isAlive, keystorm, type Outcome, temporaryFolder } from './keystorm.ts';

const folder = temporaryFolder();
const NAMES = drillsIn().map(({ drill }) => drill.name);
/** A folder with one drill, and so no game of chance. */
const OWN = fileURLToPath(new URL('../../docs', import.meta.url));
/** It takes a subnet away for good. */
const LAST = 'deleted-subnet';

function drill(...args: readonly string[]): Promise<Outcome> {
  return keystorm('drill', ...args, '--data-dir', folder.path);
}

beforeAll(async () => {
  const port = String(await freePort());
  expect((await keystorm('up', '--detach', '--data-dir', folder.path, '--port', port)).code).toBe(0);
});
afterAll(async () => {
  await keystorm('down', '--data-dir', folder.path);
  folder.remove();
});

describe('keystorm drill', () => {
  test.each([...NAMES.filter((name) => name !== LAST), LAST])('%s', async (name) => {
    const started = await drill('start', name);
    expect(started).toMatchObject({ code: 0, stdout: expect.stringContaining('Repair it.') as string });
    const found = await drill('check');
    expect(found).toMatchObject({ code: 1, stderr: expect.stringContaining('It is not repaired yet.\n  ') as string });
    const solved = await drill('solve');
    expect(solved).toMatchObject({ code: 0, stdout: expect.stringContaining(`It was '${name}'.`) as string });
    expect(solved.stdout).toMatch(/^\$ /m);
  });

  test('a game does not name its drill before it is repaired', async () => {
    const played = await drill('play', '--json', '--from', OWN);
    expect(Object.keys(JSON.parse(played.stdout) as object)).toEqual(['story']);
    const { stdout, code } = await drill('check', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ repaired: false, hints: 0 });
    expect(stdout).not.toContain('"name"');
    expect(JSON.parse((await drill('hint', '--json')).stdout)).toEqual({ hint: expect.any(String) as string });
    const solved = await drill('solve', '--json');
    expect(JSON.parse(solved.stdout)).toMatchObject({ repaired: true, hints: 1, name: expect.any(String) as string });
  });

  test('a session that was left open ends when the drill is given up', async () => {
    await drill('start', 'user-logged-in');
    await drill('hint');
    const pid = Number(/kill (\d+)/.exec((await drill('hint')).stdout)?.[1]);
    expect(Number.isInteger(pid)).toBe(true);
    await drill('stop');
    await eventually(() => !isAlive(pid));
  });

  test.each([
    [['start', 'no-such-drill'], 2, "There is no drill 'no-such-drill'. There are: cluster-deleted,"],
    [['start', 'no-such-file.yaml'], 2, 'There is no drill'],
    [['check'], 1, 'No drill is under way.'],
    [['list', '--from', '/no/such/folder'], 2, 'There is no folder /no/such/folder.'],
  ])('%j is refused', async (args, code, message) => {
    expect(await drill(...args)).toMatchObject({ code, stderr: expect.stringContaining(message) as string });
  });
});
