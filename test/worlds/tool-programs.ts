import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Keystrokes } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import { cliRun } from './cli-tool.ts';
import { run } from './command.ts';
import { keyToolRun } from './key-tool.ts';
import { toolRun, TRUST_ANCHOR } from './management-tool.ts';
import { OWN_FILE, ownServerFile, type ToolMachine } from './tool-machine.ts';

const BIN = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url));
/** As `keystorm` does it: with what Node has kept of an earlier compilation, a start takes half as long. */
const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../packages/cli/node_modules/.cache/compiled', import.meta.url)),
};
/** What belongs to the machine on which a tool runs; everything else in a data directory is the system's. */
const OF_THE_MACHINE = ['etc', 'logs'];

/** A machine whose tools are programs that run, with a data directory of its own beside that of the system. */
export function programMachine(dataDir: string, trustAnchor: string): ToolMachine {
  const folder = mkdtempSync(join(dirname(dataDir), 'm-'));
  for (const name of readdirSync(dataDir))
    if (!OF_THE_MACHINE.includes(name)) symlinkSync(join(dataDir, name), join(folder, name));
  for (const name of OF_THE_MACHINE) mkdirSync(join(folder, name));
  const path = (name: string) => join(folder, name);
  const anchored = writeFile(path(TRUST_ANCHOR), trustAnchor);
  const option = ['--data-dir', folder];
  const type = async (tool: string, words: readonly string[], input: readonly Keystrokes[], isKilled = false) => {
    await anchored;
    return await typeInto(tool, [...option, ...words], folder, input, isKilled);
  };
  const configure = async (tool: string, words: readonly string[]) => {
    const { code, stdout, stderr } = await run(join(BIN, tool), [...words, ...option], {
      cwd: folder,
      env: ENVIRONMENT,
    });
    if (code !== 0) throw new Error(stderr);
    return stdout.trimEnd().replaceAll(folder, '').split('\n');
  };
  return {
    configure: (eniIp, isAll) => configure('configure', [isAll ? '-a' : '--cmu', eniIp]),
    async configureCli({ eniIp, clusterId }, add) {
      const cluster = eniIp === undefined ? ['--cluster-id', clusterId ?? ''] : ['-a', eniIp];
      await configure('configure-cli', [...(add ? ['add-cluster'] : []), ...cluster]);
    },
    async cmu(input, hsms) {
      if (hsms !== undefined) await writeFile(path(OWN_FILE), ownServerFile(hsms));
      return toolRun(await type('cloudhsm_mgmt_util', hsms === undefined ? [] : [path(OWN_FILE)], input));
    },
    kmu: async (input, { isKilled } = { isKilled: false }) =>
      keyToolRun(await type('key_mgmt_util', [], input, isKilled)),
    cli: async (input) => cliRun(await type('cloudhsm-cli', ['interactive'], input)),
    read: (name) => readFile(path(name)),
    write: (name, content) => writeFile(path(name), content),
  };
}

/** Runs a tool and types each line when the tool asks for it, as a person does. Then input ends, or the tool is killed. */
async function typeInto(
  tool: string,
  args: readonly string[],
  cwd: string,
  input: readonly Keystrokes[],
  isKilled: boolean,
) {
  const child = spawn(join(BIN, tool), args, { cwd, stdio: ['pipe', 'pipe', 'pipe'], env: ENVIRONMENT });
  const closed = once(child, 'close');
  const screen = new Screen(child);
  try {
    for (const keystrokes of input) {
      if (!(await screen.asks())) break;
      if (typeof keystrokes === 'function') await keystrokes();
      else screen.type(keystrokes);
    }
    if (isKilled) child.kill('SIGKILL');
    else child.stdin.end();
    await closed;
  } finally {
    child.kill('SIGKILL');
  }
  return { screen: screen.lines(), exitCode: child.exitCode ?? 1 };
}

/** What a person sees of a program, who also sees what is typed, unless it is a password that was asked for. */
class Screen {
  readonly #child: ChildProcess;
  #text = '';
  #complaint = '';
  #hasAnswered = true;
  #isOver = false;
  #noticed = Promise.withResolvers<void>();

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      this.#hasAnswered = true;
      this.#notice();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text));
    // A program that has ended reads nothing.
    child.stdin?.on('error', () => undefined);
    child.once('close', () => {
      this.#isOver = true;
      this.#notice();
    });
  }

  /** Waits until the program asks for a line; false when it has ended instead. */
  async asks(): Promise<boolean> {
    while (!this.#isOver && !this.#isAsking()) await this.#noticed.promise;
    return !this.#isOver;
  }

  type(line: string): void {
    // The program itself ends the line when it has read it.
    if (!/password:? *$/i.test(this.#text)) this.#text += line;
    this.#hasAnswered = false;
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Throws what the program complained of, where it said nothing else. */
  lines(): readonly string[] {
    if (this.#text === '') throw new Error(this.#complaint);
    return this.#text.replace(/\n$/, '').split('\n');
  }

  /** Whatever a tool prints is whole lines, but for a question. */
  #isAsking(): boolean {
    return this.#hasAnswered && this.#text !== '' && !this.#text.endsWith('\n');
  }

  #notice(): void {
    this.#noticed.resolve();
    this.#noticed = Promise.withResolvers();
  }
}
