import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCloudHsmMgmtUtil } from '../cloudhsm-mgmt-util/cmu.ts';
import { CommandError } from '../command-error.ts';
import { configureServers } from '../configure/configure.ts';
import type { Tools } from '../example/example-system.ts';
import { processFiles } from '../hsm-tools/process-io.ts';
import { ETC_FILES, readClientFile, readServerFile } from '../hsm-tools/server-file.ts';
import type { Terminal } from '../hsm-tools/tool-io.ts';
import { createKeyMgmtUtil } from '../key-mgmt-util/kmu.ts';
import { HARNESS_MS, harness, type System } from '../system.ts';
import type { ToolName } from './drill-file.ts';
import type { DrillSystem, OpenTool } from './drill-system.ts';

const MAINS = { cloudhsm_mgmt_util: 'cloudhsm-mgmt-util', key_mgmt_util: 'key-mgmt-util' } as const;
const CONFIGURED = { cloudhsm_mgmt_util: ETC_FILES.cmu, key_mgmt_util: ETC_FILES.client } as const;
const LOGGED_IN_MS_MAX = 30_000;
const PAUSE_MS = 50;
/** What a tool prints when its session is there. */
const LOGGED_IN = /returned: 0x00|loginHSM success/;

export interface DrillPlace extends Pick<System, 'endpoint'> {
  /** Folder with the fleet's material and what the CloudHSM tools need to know. */
  readonly dataDir: string;
}

/** A system whose addresses can be reached from this machine. */
export function processDrillSystem(
  { endpoint, dataDir }: DrillPlace,
  { runtime, clusters, aws }: Pick<Tools, 'runtime' | 'clusters' | 'aws'>,
): DrillSystem {
  const path = (name: string) => join(dataDir, name);
  return {
    runtime,
    clusters,
    aws: ({ service, operation, input }) => aws.call(service, operation, input),
    lab: (name, body) => harness({ endpoint }, `lab/${name}`, HARNESS_MS.work, body),
    configure: (eniIp) =>
      configureServers(
        { clusters, files: processFiles, print: () => undefined },
        eniIp,
        Object.values(CONFIGURED).map(path),
      ),
    async run(tool: ToolName, terminal: Terminal) {
      const io = { terminal, files: processFiles };
      if (tool === 'key_mgmt_util')
        return await createKeyMgmtUtil(runtime, io, await readClientFile(processFiles, path(CONFIGURED[tool]))).run();
      const servers = await readServerFile(processFiles, path(CONFIGURED[tool]));
      return await createCloudHsmMgmtUtil(runtime, io, { servers, legacyText: false }).run();
    },
    async leaveOpen(tool, lines) {
      const open = new LeftOpen(path('drill'));
      open.end();
      const child = open.start(tool, dataDir, lines);
      const { clock } = runtime;
      for (
        const giveUpMs = clock.monotonic() + LOGGED_IN_MS_MAX;
        !LOGGED_IN.test(open.printed());
        await clock.sleep(PAUSE_MS)
      )
        if (child.exitCode !== null || clock.monotonic() > giveUpMs)
          throw new CommandError(`${tool} did not log in:\n${open.printed()}`);
      child.unref();
      return open.described();
    },
    endOpen() {
      new LeftOpen(path('drill')).end();
      return Promise.resolve();
    },
  };
}

/**
 * A tool that somebody has left open: a process that outlives the command which has started it. What is typed comes from a
 * pipe with a name, which the process itself holds open; so a person can go on typing there.
 */
class LeftOpen {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  start(tool: ToolName, dataDir: string, lines: readonly string[]): ChildProcess {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const { status } = spawnSync('mkfifo', ['-m', '600', this.#of('terminal')]);
    if (status !== 0) throw new CommandError(`mkfifo cannot make ${this.#of('terminal')}.`);
    const main = fileURLToPath(new URL(`../${MAINS[tool]}/main.ts`, import.meta.url));
    const screen = openSync(this.#of('screen'), 'w', 0o600);
    const child = spawn(
      '/bin/sh',
      [
        '-c',
        'exec 3<>"$1"; exec "$2" "$3" --data-dir "$4" <&3',
        'sh',
        this.#of('terminal'),
        process.execPath,
        main,
        dataDir,
      ],
      { detached: true, stdio: ['ignore', screen, screen] },
    );
    closeSync(screen);
    writeFileSync(this.#of('pid'), String(child.pid ?? ''), { mode: 0o600 });
    writeFileSync(this.#of('terminal'), lines.map((line) => `${line}\n`).join(''));
    return child;
  }

  printed(): string {
    return readFileSync(this.#of('screen'), 'utf8');
  }

  described(): OpenTool {
    return { ending: `kill ${readFileSync(this.#of('pid'), 'utf8')}` };
  }

  /** Ends the process, if it is still ours, and removes what it leaves. */
  end(): void {
    if (!existsSync(this.#of('pid'))) return;
    const pid = Number(readFileSync(this.#of('pid'), 'utf8'));
    if (this.#isOurs(pid)) process.kill(pid, 'SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A process id is given to others in time. */
  #isOurs(pid: number): boolean {
    const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return Object.values(MAINS).some((main) => stdout.includes(main));
  }

  #of(name: string): string {
    return join(this.#folder, name);
  }
}
