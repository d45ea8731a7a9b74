import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { whyNoAwsCli } from '../worlds/aws-cli.ts';
import { type ProcessSystem, withProcessWorld } from '../worlds/process-world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = join(ROOT, 'README.md');
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;
/** The AWS CLI takes seconds for a call on a busy machine, and the README makes two dozen. */
const TIMEOUT_MS = 600_000;
/** Ends the output of one command; no command prints it. */
const END = '\u001e';

interface Example {
  /** As it is shown, continuation lines included. */
  readonly command: string;
  readonly output: string;
}

/** Lines that begin with `$ ` are commands, those that a backslash continues included; what follows is their output. */
function parse(block: string): readonly Example[] {
  const examples: { command: string; output: string }[] = [];
  let isContinued = false;
  for (const line of block.split('\n').slice(0, -1)) {
    const last = examples.at(-1);
    const isCommand: boolean = isContinued || line.startsWith('$ ');
    if (!isContinued && isCommand) examples.push({ command: line.slice(2), output: '' });
    else if (isCommand && last !== undefined) last.command += `\n${line}`;
    else if (last !== undefined) last.output += `${line}\n`;
    isContinued = isCommand && line.endsWith('\\');
  }
  return examples;
}

/** Runs all commands in one shell, beside the system, as somebody would who reads on and types. */
function run(system: ProcessSystem, commands: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(system.dataDir, join(folder, '.keystorm'));
  const script = commands.map((command) => `${command}\nprintf '${END}'`).join('\n');
  const path = `${join(ROOT, 'node_modules', '.bin')}:/usr/bin:${process.env.PATH ?? ''}`;
  const { stdout } = spawnSync('bash', ['-c', `exec 2>&1\n${script}`], {
    cwd: folder,
    env: { PATH: path, HOME: folder },
    encoding: 'utf8',
  });
  return stdout.split(END).slice(0, -1);
}

/** What differs from run to run. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>'],
  [/\b(cluster|hsm|backup)-[a-z2-7]{11}\b/g, '<$1>'],
  [/\bcks-[0-9a-f]{17}\b/g, '<cks>'],
  [/127\.\d+\.\d+\.\d+(:\d+)?/g, '<address>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/[A-Za-z0-9+/]{40,}={0,2}/g, '<base64>'],
  [/pid \d+/g, 'pid <number>'],
  [/ +/g, ' '],
];

function comparable(output: string): string {
  return VARIABLE.reduce((text, [pattern, name]) => text.replaceAll(pattern, name), output).trim();
}

// `npm test -- test/processes/readme.test.ts --update` writes the outputs anew.
const missing = whyNoAwsCli();
test.runIf(missing === undefined)(
  'every example of the README prints what it shows',
  { timeout: TIMEOUT_MS },
  async () => {
    const text = readFileSync(README, 'utf8');
    const shown = [...text.matchAll(BLOCK)].flatMap(([, block = '']) => parse(block));
    expect(shown.length).toBeGreaterThan(4);
    let printed: readonly string[] = [];
    await withProcessWorld((_world, system) => {
      printed = run(
        system,
        shown.map(({ command }) => command),
      );
      return Promise.resolve();
    }, []);
    expect(printed).toHaveLength(shown.length);
    const kept = shown.map(({ command, output }, index) => {
      const now = printed[index] ?? '';
      return { command, output: comparable(now) === comparable(output) ? output : `${now.trimEnd()}\n` };
    });
    const current = text.replaceAll(BLOCK, (_match, block: string) => {
      const examples = kept.splice(0, parse(block).length);
      return `\`\`\`console\n${examples.map(({ command, output }) => `$ ${command}\n${output.trim() === '' ? '' : output}`).join('')}\`\`\``;
    });
    await expect(current).toMatchFileSnapshot(README);
  },
);

test('the README names only commands that exist', () => {
  const text = readFileSync(README, 'utf8');
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const [, name = ''] of text.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([name]);
  const help = execFileSync(process.execPath, [join(ROOT, 'packages/cli/src/main.ts'), '--help'], { encoding: 'utf8' });
  for (const [, name = ''] of text.matchAll(/npx keystorm (\w+)/g))
    expect(help).toMatch(new RegExp(`^ +${name}\\b`, 'm'));
});
