import type { Runtime } from '@keystorm/runtime';
import { HsmGroup } from '../hsm-tools/hsm-group.ts';
import type { ClientConfiguration } from '../hsm-tools/server-file.ts';
import type { Terminal, ToolFiles, ToolIo } from '../hsm-tools/tool-io.ts';

/** One run of the tool. A node that is known to be away is left out of commands and their reports. */
export class KmuSession extends HsmGroup {
  readonly terminal: Terminal;
  readonly files: ToolFiles;
  readonly runtime: Runtime;
  /** On how many nodes a new key must be, whatever a command says. */
  readonly minimumNodes: number;
  ended = false;

  constructor(runtime: Runtime, { terminal, files }: ToolIo, { servers, minimumNodes }: ClientConfiguration) {
    super(runtime, files, servers);
    this.minimumNodes = minimumNodes;
    this.runtime = runtime;
    this.terminal = terminal;
    this.files = files;
  }
}
