import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../worlds/command.ts';
import { PLANTED_BUGS } from './bugs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// Those that experiments find are in test/chaos.
for (const { name, foundBy } of PLANTED_BUGS) {
  if ('histories' in foundBy) test(`histories find that ${name}`, () => expectFound(name));
  else if ('test' in foundBy) test(`${foundBy.test} finds that ${name}`, () => expectRed(foundBy.test, name));
}

async function expectFound(name: string): Promise<void> {
  const hunt = ['scripts/sim.ts', '--bug', name, '--seed', 'hunt', '--workers', '1'];
  const { code, stdout, stderr } = await run(process.execPath, hunt, { cwd: ROOT });
  console.log(stdout.trim());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

async function expectRed(file: string, name: string): Promise<void> {
  const env = { ...(process.env as Record<string, string>), KEYSTORM_PLANTED_BUG: name, NO_COLOR: '1' };
  const { stdout } = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', file], { cwd: ROOT, env });
  expect(stdout).toMatch(/^\s+Tests\s+\d+ failed/m);
}
