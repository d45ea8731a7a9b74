import type { Runtime } from '@keystorm/runtime';
import { type Distrust, HsmServer, type ServerState } from '../hsm-tools/hsm-server.ts';
import type { ConfiguredServer } from '../hsm-tools/server-file.ts';
import type { Terminal, ToolFiles, ToolIo } from '../hsm-tools/tool-io.ts';

export interface CmuOptions {
  /** In the order of their numbers. */
  readonly servers: readonly ConfiguredServer[];
  /** Print the caution as builds before 2020 did. */
  readonly legacyText: boolean;
}

/** One run of the tool: its servers, and the one that commands go to in server mode. */
export class CmuSession {
  readonly terminal: Terminal;
  readonly files: ToolFiles;
  readonly legacyText: boolean;
  readonly servers: readonly HsmServer[];
  /** In server mode: the only server that commands go to. */
  chosen: HsmServer | undefined;
  ended = false;

  constructor(runtime: Runtime, { terminal, files }: ToolIo, { servers, legacyText }: CmuOptions) {
    this.terminal = terminal;
    this.files = files;
    this.legacyText = legacyText;
    this.servers = servers.map((configured, number) => new HsmServer(runtime, files, number, configured));
  }

  get prompt(): string {
    return this.chosen === undefined ? 'aws-cloudhsm>' : `server${this.chosen.number}>`;
  }

  /** No server that answers is trusted: only what needs no trust can be done. */
  get isLimited(): boolean {
    const states = this.servers.map(({ state }) => state);
    return states.some(isDistrust) && !states.includes('CONNECTED');
  }

  /** Connects to all servers at once, and tells in their order. */
  async connect(): Promise<void> {
    const { terminal } = this;
    terminal.print('Connecting to the server(s), it may take time');
    terminal.print('depending on the server(s) load, please wait...');
    terminal.print('');
    const looks = this.servers.map((server) => server.look());
    for (const [index, server] of this.servers.entries()) {
      const { name, hostname, port } = server.configured;
      terminal.print(`Connecting to server '${name}': hostname '${hostname}', port ${port}...`);
      await looks[index];
      this.#tellConnection(server);
    }
    for (const server of this.servers) this.tellTrust(server);
  }

  tellTrust({ state, label, configured }: HsmServer): void {
    const { terminal } = this;
    if (state === 'CONNECTED') terminal.print(`E2E enabled on server ${label}`);
    if (!isDistrust(state)) return;
    for (const line of distrust(state, label, configured.trustAnchorPath)) terminal.print(line);
  }

  /**
   * The servers that a command goes to: those that answer now, and are trusted. A server that is gone, or back, is told:
   * it is how users come to differ between HSMs.
   */
  async targets(): Promise<readonly HsmServer[]> {
    return (await this.reachable()).filter(({ state }) => state === 'CONNECTED');
  }

  /** Also those that are not trusted: for what is no secret. */
  async reachable(): Promise<readonly HsmServer[]> {
    const servers = this.chosen === undefined ? this.servers : [this.chosen];
    const before = new Map(servers.map((server) => [server, server.state]));
    await Promise.all(servers.map((server) => server.look()));
    for (const server of servers) this.#tellChange(server, before.get(server));
    const reachable = servers.filter(({ state }) => state !== 'DISCONNECTED');
    if (reachable.length === 0) this.terminal.print('No server is connected.');
    return reachable;
  }

  /** Ends all logins and connections. */
  async close(): Promise<void> {
    this.terminal.print('disconnecting from servers, please wait...');
    await Promise.all(
      this.servers.map(async (server) => {
        if (server.user !== undefined) await server.logout().catch(() => undefined);
        server.close();
      }),
    );
  }

  #tellChange(server: HsmServer, before: ServerState | undefined): void {
    if (server.state === before) return;
    this.#tellConnection(server);
    this.tellTrust(server);
  }

  #tellConnection({ state, configured: { name, hostname, port } }: HsmServer): void {
    this.terminal.print(
      state === 'DISCONNECTED'
        ? `Connection to server '${name}' failed`
        : `Connected to server '${name}': hostname '${hostname}', port ${port}.`,
    );
  }
}

function isDistrust(state: ServerState): state is Distrust {
  return state === 'MISSING_TRUST_ANCHOR' || state === 'WRONG_TRUST_ANCHOR';
}

/** As the tool of AWS prints it; what it says of a file that is there, but wrong, is ours. */
function distrust(state: Distrust, label: string, path: string): readonly string[] {
  const isMissing = state === 'MISSING_TRUST_ANCHOR';
  return [
    `${path},`,
    isMissing
      ? 'partition owner certificate not exist at given path'
      : 'partition owner certificate did not sign the certificate of the cluster',
    `Server ${label} is in unencrypted mode now...`,
    'running in limited commands mode',
    isMissing
      ? "Error: partition owner certificate doesn't exist at given path."
      : 'Error: partition owner certificate at given path is not that of the cluster.',
    'Failed to create client ssl ctx',
    'E2E Session failed: E2E setup failed',
    'Enabling E2E failed',
  ];
}
