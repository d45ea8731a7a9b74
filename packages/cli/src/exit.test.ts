import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const PROGRAM = `
  const { exitWhenWritten } = await import(${JSON.stringify(new URL('exit.ts', import.meta.url).href)});
  setInterval(() => undefined, 1_000);
  process.stdout.write('x'.repeat(4_000_000));
  process.stderr.write('printed');
  await exitWhenWritten(3);
`;

test('a reader who is slow gets everything that was printed, and what still runs does not hold the process', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], { stdio: 'pipe' });
  await once(child.stderr, 'data');
  let length = 0;
  child.stdout.on('data', (part: Buffer) => (length += part.length));
  const [exitCode] = (await once(child, 'close')) as [number];
  expect({ exitCode, length }).toEqual({ exitCode: 3, length: 4_000_000 });
});
