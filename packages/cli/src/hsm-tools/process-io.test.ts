import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openTerminal, processFiles } from './process-io.ts';

const UP = '\u001b[A';

function open(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const terminal = openTerminal({ input, output }, (line) => line.includes('secret'));
  return { input, terminal, shown: () => shown };
}

test('a script is read line by line, and what follows a prompt begins on a line of its own', async () => {
  const { input, terminal, shown } = open(false);
  input.end('listUsers\r\ny\nhidden1\n');
  expect(await terminal.readCommand('aws-cloudhsm>')).toBe('listUsers');
  terminal.print('Users on server 0(10.0.2.9):');
  expect(await terminal.ask('Do you want to continue(y/n)?')).toBe('y');
  expect((await terminal.askSecret('Enter password:'))?.reveal()).toBe('hidden1');
  expect(await terminal.readCommand('aws-cloudhsm>')).toBeUndefined();
  expect(await terminal.ask('again?')).toBeUndefined();
  expect(shown()).toBe(
    'aws-cloudhsm>\nUsers on server 0(10.0.2.9):\nDo you want to continue(y/n)?\nEnter password:\naws-cloudhsm>\nagain?\n',
  );
});

test('a person sees what is typed, but no password', async () => {
  const { input, terminal, shown } = open(true);
  input.write('listUsers\r');
  expect(await terminal.readCommand('aws-cloudhsm>')).toBe('listUsers');
  const asking = terminal.askSecret('Enter password:');
  input.write('hidden1\r');
  expect((await asking)?.reveal()).toBe('hidden1');
  const next = terminal.readCommand('aws-cloudhsm>');
  input.write('quit\r');
  expect(await next).toBe('quit');
  terminal.close();
  expect(shown()).toContain('listUsers');
  expect(shown()).toContain('Enter password:');
  expect(shown()).toContain('quit');
  expect(shown()).not.toContain('hidden1');
});

test('the history holds commands, without passwords and answers', async () => {
  const { input, terminal } = open(true);
  const typed = async (read: Promise<unknown>, keys: string) => {
    input.write(`${keys}\r`);
    return await read;
  };
  await typed(terminal.readCommand('>'), 'listUsers');
  await typed(terminal.readCommand('>'), 'loginHSM CO admin secret12');
  await typed(terminal.ask('Do you want to continue(y/n)?'), 'y');
  await typed(terminal.askSecret('Enter password:'), 'hidden1');
  expect(await typed(terminal.readCommand('>'), UP)).toBe('listUsers');
  terminal.close();
});

test('Ctrl-C at a prompt ends the input', async () => {
  const { input, terminal } = open(true);
  const reading = terminal.readCommand('aws-cloudhsm>');
  input.write('\u0003');
  expect(await reading).toBeUndefined();
});

test('files are written whole, for their owner alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-files-'));
  try {
    const path = join(folder, 'etc', 'file');
    expect(await processFiles.read(path)).toBeUndefined();
    await processFiles.write(path, Buffer.from('one'));
    await processFiles.write(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await processFiles.read(path))?.toString()).toBe('two');
    await expect(processFiles.read(folder)).rejects.toThrow('EISDIR');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
