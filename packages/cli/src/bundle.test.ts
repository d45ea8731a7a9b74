import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { digestOf, makeBundle, programFile } from './bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'keystorm-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string, atSeconds = 1_000): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, atSeconds, atSeconds);
}

function digest(): string {
  return digestOf(join(folder, 'packages'), join(folder, 'lock.yaml'));
}

describe('a bundle is of just these sources', () => {
  write('lock.yaml', 'lock');
  write('packages/one/src/a.ts', 'a');
  write('packages/two/src/deep/b.ts', 'b');
  const before = digest();

  test.each([
    ['a source was edited', () => write('packages/two/src/deep/b.ts', 'changed'), true],
    ['a source was edited and kept its length', () => write('packages/one/src/a.ts', 'c', 2_000), true],
    ['a source is new', () => write('packages/one/src/c.ts', 'c'), true],
    ['other packages are installed', () => write('lock.yaml', 'other'), true],
    ['a test is new', () => write('packages/one/src/a.test.ts', 'test'), false],
    ['nothing changed', () => undefined, false],
  ])('%s', (_, change, isOther) => {
    change();
    expect(digest() !== before).toBe(isOther);
    rmSync(join(folder, 'packages/one/src/c.ts'), { force: true });
    write('lock.yaml', 'lock');
    write('packages/one/src/a.ts', 'a');
    write('packages/two/src/deep/b.ts', 'b');
  });
});

describe('programs run from the bundle', async () => {
  await makeBundle();

  test.each(['hsm-node', 'cluster-manager', 'kms-control-plane'] as const)('%s', (program) => {
    const file = programFile(program);
    expect(file).toMatch(/bundles\/[0-9a-f]{16}\/[a-z-]+\.js$/);
    const { status, stderr } = spawnSync(process.execPath, [file, '--config', join(folder, 'none.json')], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('none.json') as string });
  });

  test('keystorm', () => {
    const { status, stdout } = spawnSync(process.execPath, [programFile('keystorm'), '--help'], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('keystorm up');
  });
});
