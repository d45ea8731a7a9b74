import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CommandError } from '../command-error.ts';
import { LAYOUT_VERSION, readLayoutVersion, Settings } from './settings.ts';

/** What outlives a reset; everything else in the directory was made by the running system. */
const KEPT = [
  'keystorm.json',
  'keystorm.json.next',
  'supervisor.sock',
  'supervisor',
  'fleet',
  'logs',
  'customerCA.json',
  'customerCA.crt',
];
/** The longest path that a Unix socket may have; sun_path holds it with a zero at its end. */
const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;

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

  get logs(): string {
    return join(this.path, 'logs');
  }

  get configs(): string {
    return join(this.path, 'config');
  }

  /** Folder of one process. */
  of(process: string): string {
    return join(this.path, process);
  }

  log(process: string): string {
    return join(this.logs, `${process}.log`);
  }

  /** Whether a system was ever started here. */
  holdsSystem(): boolean {
    return existsSync(this.settingsFile);
  }

  /** Undefined when no system was ever started here. Refuses a directory of a newer version, touching nothing. */
  readSettings(): Settings | undefined {
    if (!this.holdsSystem()) return undefined;
    const content = parse(readFileSync(this.settingsFile, 'utf8'));
    const version = readLayoutVersion(content);
    if (version !== undefined && version > LAYOUT_VERSION)
      throw new CommandError(
        `${this.path} was written by a newer version of Keystorm (layout ${version}, this one knows ${LAYOUT_VERSION}). Nothing was changed. Use that version, or another --data-dir.`,
      );
    const settings = Settings.safeParse(content);
    if (settings.success) return settings.data;
    throw new CommandError(
      `${this.settingsFile} is damaged. Nothing was changed. Restore it, use another --data-dir, or give up its system with \`npx keystorm down --wipe\`.`,
    );
  }

  /** Makes the folder. Refuses one that cannot hold a system. */
  prepare(): void {
    if (Buffer.byteLength(this.socket) > SOCKET_PATH_BYTES_MAX)
      throw new CommandError(
        `The path ${this.path} is too long: the path of the socket in it may have ${SOCKET_PATH_BYTES_MAX} bytes. Name a shorter --data-dir.`,
      );
    try {
      mkdirSync(this.logs, { recursive: true, mode: 0o700 });
      const foreign = this.holdsSystem() ? undefined : readdirSync(this.path).find((name) => !KEPT.includes(name));
      if (foreign !== undefined)
        throw new CommandError(
          `${this.path} holds other files, such as ${foreign}. Name an empty folder as --data-dir.`,
        );
      closeSync(openSync(this.log('supervisor'), 'a', 0o600));
    } catch (error) {
      if (error instanceof CommandError) throw error;
      throw new CommandError(
        `${this.path} cannot be written: ${error instanceof Error ? error.message : String(error)}. Name another --data-dir.`,
      );
    }
  }

  /** On disk when it returns: a crash leaves the settings before or after, never a part of them. */
  writeSettings(settings: Settings): void {
    const next = `${this.settingsFile}.next`;
    const file = openSync(next, 'w', 0o600);
    try {
      writeSync(file, `${JSON.stringify(settings, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.settingsFile);
    const folder = openSync(this.path, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  /** Removes what the running system has made. May be cut off and begun again. */
  eraseMade(): void {
    for (const name of readdirSync(this.path)) if (!KEPT.includes(name)) this.#remove(name);
  }

  /** Removes everything. The settings go last: where they are, there is something to wipe. */
  wipe(): void {
    for (const name of readdirSync(this.path)) if (name !== basename(this.settingsFile)) this.#remove(name);
    rmSync(this.path, { recursive: true, force: true });
  }

  writeConfig(process: string, config: object): string {
    mkdirSync(this.configs, { recursive: true, mode: 0o700 });
    const file = join(this.configs, `${process}.json`);
    const content = openSync(file, 'w', 0o600);
    writeSync(content, `${JSON.stringify(config, null, 2)}\n`);
    closeSync(content);
    return file;
  }

  #remove(name: string): void {
    rmSync(join(this.path, name), { recursive: true, force: true });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
