import type { Credentials } from '@keystorm/hsm-client';
import { isHsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { HsmServer } from '../hsm-tools/hsm-server.ts';
import type { ConfiguredServer } from '../hsm-tools/server-file.ts';
import type { Terminal, ToolFiles, ToolIo } from '../hsm-tools/tool-io.ts';

/** One run of the tool: its nodes, and who is logged in. */
export class KmuSession {
  readonly terminal: Terminal;
  readonly files: ToolFiles;
  readonly runtime: Runtime;
  /** In the order of their ids. */
  readonly nodes: readonly HsmServer[];
  ended = false;
  #user: Credentials | undefined;
  /** Nodes that were away when the user logged in. */
  readonly #absent = new Set<HsmServer>();

  constructor(runtime: Runtime, { terminal, files }: ToolIo, servers: readonly ConfiguredServer[]) {
    this.runtime = runtime;
    this.terminal = terminal;
    this.files = files;
    this.nodes = servers.map((configured, number) => new HsmServer(runtime, files, number, configured));
  }

  /** Who is logged in, on those nodes that let the user in. */
  get user(): Credentials | undefined {
    return this.#user;
  }

  /** The nodes that answer now and are trusted; what is known to be away is left out of commands and their reports. */
  async connected(): Promise<readonly HsmServer[]> {
    await Promise.all(this.nodes.map((node) => node.look()));
    const connected = this.nodes.filter(({ state }) => state === 'CONNECTED');
    await Promise.all(connected.map((node) => this.#logInLater(node)));
    return connected;
  }

  loggedIn(user: Credentials): void {
    this.#user = user;
    for (const node of this.nodes) if (node.state !== 'CONNECTED') this.#absent.add(node);
  }

  loggedOut(): void {
    this.#user = undefined;
    this.#absent.clear();
  }

  /** Ends all logins and connections. */
  async close(): Promise<void> {
    await Promise.all(
      this.nodes.map(async (node) => {
        if (node.user !== undefined) await node.logout().catch(() => undefined);
        node.close();
      }),
    );
  }

  /** One attempt on a node that has come back: a password that may be another one there must not be guessed. */
  async #logInLater(node: HsmServer): Promise<void> {
    if (this.#user === undefined || !this.#absent.delete(node)) return;
    try {
      await node.login(this.#user);
    } catch (error) {
      if (isHsmError(error, 'HSM_UNREACHABLE', 'NO_ANSWER')) this.#absent.add(node);
      else if (!isHsmError(error)) throw error;
    }
  }
}
