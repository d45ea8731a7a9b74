import { type Credentials, connectHsm, type HsmConnection } from '@keystorm/hsm-client';
import { HSM_ERRORS, type HsmError, isHsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import type { ConfiguredServer } from './server-file.ts';
import type { ToolFiles } from './tool-io.ts';

/**
 * Why an HSM that is there is not used: the file of the trust anchor is missing, or the cluster's certificate does not
 * chain to it.
 */
export type Distrust = 'MISSING_TRUST_ANCHOR' | 'WRONG_TRUST_ANCHOR';
export type ServerState = 'CONNECTED' | 'DISCONNECTED' | Distrust;

/**
 * One HSM of a tool's configuration: one connection, with at most one login. The login is a real session on the HSM; it
 * ends with logout, with close, and with the process.
 */
export class HsmServer {
  readonly number: number;
  readonly configured: ConfiguredServer;
  readonly #runtime: Runtime;
  readonly #files: ToolFiles;
  #connection: HsmConnection | undefined;
  #state: ServerState = 'DISCONNECTED';
  #hsmId = '';
  #user: Credentials | undefined;

  constructor(runtime: Runtime, files: ToolFiles, number: number, configured: ConfiguredServer) {
    this.#runtime = runtime;
    this.#files = files;
    this.number = number;
    this.configured = configured;
  }

  /** As the tools print it: `0(10.0.2.9)`. */
  get label(): string {
    return `${this.number}(${this.configured.name})`;
  }

  /** At the last look. */
  get state(): ServerState {
    return this.#state;
  }

  /** Empty until the HSM was reached for the first time. */
  get hsmId(): string {
    return this.#hsmId;
  }

  /** Who is logged in here through this tool. */
  get user(): Credentials | undefined {
    return this.#user;
  }

  /** For calls. Throws unless the server was found connected before. */
  get hsm(): HsmConnection {
    if (this.#connection === undefined) throw new Error(`server ${this.label} was never connected`);
    return this.#connection;
  }

  /** Looks whether the HSM answers; connects, and logs in again, where a connection was lost. */
  async look(): Promise<ServerState> {
    this.#state = await this.#reach();
    if (this.#state === 'CONNECTED') await this.restoreLogin();
    return this.#state;
  }

  /** Throws the HSM's refusal. */
  async login(user: Credentials): Promise<void> {
    await this.hsm.login(user);
    this.#user = user;
  }

  /** Throws the HSM's refusal; the login has ended even so. */
  async logout(): Promise<void> {
    this.#user = undefined;
    await this.hsm.logout();
  }

  /** The user who is logged in has another password, or another type, from now on. */
  userChanged(user: Credentials): void {
    this.#user = user;
  }

  /** Logs in again after the connection died. One attempt: a password that has changed meanwhile must not be guessed. */
  async restoreLogin(): Promise<void> {
    const user = this.#user;
    if (user === undefined || this.#connection === undefined || this.#connection.loggedIn) return;
    try {
      await this.#connection.login(user);
    } catch (error) {
      if (isHsmError(error, 'HSM_UNREACHABLE', 'NO_ANSWER')) return;
      this.#user = undefined;
    }
  }

  close(): void {
    this.#user = undefined;
    this.#connection?.close();
  }

  async #reach(): Promise<ServerState> {
    try {
      this.#connection ??= await this.#connect();
      if (this.#connection === undefined) return 'MISSING_TRUST_ANCHOR';
      this.#hsmId = (await this.#connection.info()).hsmId;
      return 'CONNECTED';
    } catch (error) {
      if (!isHsmError(error, 'CERTIFICATE_REFUSED')) return 'DISCONNECTED';
      this.#connection?.close();
      this.#connection = undefined;
      return 'WRONG_TRUST_ANCHOR';
    }
  }

  async #connect(): Promise<HsmConnection | undefined> {
    const { hostname, port, name, trustAnchorPath } = this.configured;
    const trustAnchor = (await this.#files.read(trustAnchorPath))?.toString('utf8');
    if (trustAnchor === undefined) return undefined;
    return connectHsm(this.#runtime, { endpoint: { hsmId: name, address: `${hostname}:${port}` }, trustAnchor });
  }
}

/** What the tools print of an error of an HSM, or of the way to it. Source: AWS CloudHSM User Guide, Error2String. */
export function errorText({ code }: HsmError): string {
  const { text } = HSM_ERRORS[code];
  return text.startsWith('HSM CLUSTER ERROR') ? text : `HSM Error: ${text}`;
}
