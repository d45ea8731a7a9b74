import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { manufactureFleet, writeFleet } from '@keystorm/hsm-node';
import type { Runtime } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { z } from 'zod';
import { CommandError } from '../command-error.ts';

/** Version of the layout below. A directory with a higher one is left alone. */
const LAYOUT_VERSION = 1;

const Settings = z.strictObject({
  version: z.int(),
  /** Port of the AWS endpoint on 127.0.0.1. */
  port: z.int().min(1).max(65_535),
  /** First two numbers of the addresses of HSMs, such as `127.0`. */
  vpcPrefix: z.string(),
  /** Availability Zones per Region. */
  zones: z.int().min(2).max(6),
});
export type Settings = z.output<typeof Settings>;

/** Where everything of one system lies. */
export class DataDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  get settingsFile(): string {
    return join(this.path, 'keystorm.json');
  }

  get socket(): string {
    return join(this.path, 'supervisor.sock');
  }

  get fleet(): string {
    return join(this.path, 'fleet');
  }

  /** Folder of one process. */
  of(process: string): string {
    return join(this.path, process);
  }

  log(process: string): string {
    return join(this.path, 'logs', `${process}.log`);
  }

  /** Undefined when no system was ever started here. Refuses a directory of a newer version, touching nothing. */
  readSettings(): Settings | undefined {
    if (!existsSync(this.settingsFile)) return undefined;
    const content = Settings.extend({ version: z.int() }).safeParse(parse(readFileSync(this.settingsFile, 'utf8')));
    if (content.data !== undefined && content.data.version <= LAYOUT_VERSION) return content.data;
    const version = z.looseObject({ version: z.int() }).safeParse(parse(readFileSync(this.settingsFile, 'utf8')))
      .data?.version;
    throw new CommandError(
      version !== undefined && version > LAYOUT_VERSION
        ? `${this.path} was written by a newer version of Keystorm (layout ${version}, this one knows ${LAYOUT_VERSION}). Nothing was changed. Use that version, or another --data-dir.`
        : `${this.settingsFile} is damaged. Nothing was changed. Restore it, or use another --data-dir.`,
    );
  }

  makeLogs(): void {
    mkdirSync(join(this.path, 'logs'), { recursive: true, mode: 0o700 });
  }

  writeSettings(settings: Omit<Settings, 'version'>): void {
    this.makeLogs();
    writeFileSync(this.settingsFile, `${JSON.stringify({ version: LAYOUT_VERSION, ...settings }, null, 2)}\n`, {
      mode: 0o600,
    });
  }

  /** Makes the fleet's certificates and keys, once. */
  async manufactureFleet(): Promise<void> {
    if (existsSync(join(this.fleet, 'complete'))) return;
    const runtime: Runtime = createProcessRuntime({ name: 'manufacture', dataDir: this.fleet, logLevel: 'silent' });
    await writeFleet(runtime.storage, await manufactureFleet(runtime));
    await runtime.storage.writeFile('complete', Buffer.alloc(0));
  }

  writeConfig(process: string, config: object): string {
    const folder = join(this.path, 'config');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${process}.json`);
    writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
    return file;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
