import type { ClientIdentity, Credentials } from '@keystorm/hsm-client';
import { HsmError, isHsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { type Answer, askNodes } from './answers.ts';
import { HsmServer } from './hsm-server.ts';
import type { ConfiguredServer } from './server-file.ts';
import type { ToolFiles } from './tool-io.ts';
import { isSameUser } from './user-types.ts';

/** The HSMs of a cluster, used as one, by one user at a time. */
export class HsmGroup {
  /** In the order of their ids. */
  readonly nodes: readonly HsmServer[];
  #user: Credentials | undefined;
  /** Nodes that were away when the user logged in. */
  readonly #absent = new Set<HsmServer>();

  constructor(runtime: Runtime, files: ToolFiles, servers: readonly ConfiguredServer[], identity?: ClientIdentity) {
    this.nodes = servers.map((configured, number) => new HsmServer(runtime, files, number, configured, identity));
  }

  /** Who is logged in, on those nodes that let the user in. */
  get user(): Credentials | undefined {
    return this.#user;
  }

  /** The nodes that answer now and are trusted. */
  async connected(): Promise<readonly HsmServer[]> {
    await Promise.all(this.nodes.map((node) => node.look()));
    const connected = this.nodes.filter(({ state }) => state === 'CONNECTED');
    await Promise.all(connected.map((node) => this.#logInLater(node)));
    return connected;
  }

  /**
   * Logs in on every node that is there, with the second factor of users who have one. Whoever is let in anywhere is the user.
   */
  async login(user: Credentials, signatures?: ReadonlyMap<HsmServer, Buffer>): Promise<readonly Answer<void>[]> {
    // One process is one user: what a command may do must not depend on the node.
    const mayLogIn = this.#user === undefined || isSameUser(this.#user, user);
    const answers = await askNodes(await this.connected(), async (_hsm, node) => {
      if (!mayLogIn || node.user !== undefined) throw new HsmError('ALREADY_LOGGED_IN');
      await node.login(user, signatures?.get(node));
    });
    if (answers.some(({ error }) => error === undefined)) {
      this.#user = user;
      for (const node of this.nodes) if (node.state !== 'CONNECTED') this.#absent.add(node);
    }
    return answers;
  }

  async logout(): Promise<readonly Answer<void>[]> {
    const answers = await askNodes(await this.connected(), async (_hsm, node) => {
      if (node.user === undefined) throw new HsmError('NOT_LOGGED_IN');
      await node.logout();
    });
    this.#user = undefined;
    this.#absent.clear();
    return answers;
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
