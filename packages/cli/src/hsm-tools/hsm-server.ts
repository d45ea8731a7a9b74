import { X509Certificate } from 'node:crypto';
import { type ClientIdentity, type Credentials, connectHsm, type HsmConnection } from '@keystorm/hsm-client';
import { HSM_ERRORS, type HsmError, isHsmError } from '@keystorm/protocol';
import { invariant, type Runtime } from '@keystorm/runtime';
import type { ConfiguredServer } from './server-file.ts';
import type { ToolFiles } from './tool-io.ts';
import { isSameUser } from './user-types.ts';

/** Why an HSM that answers is not trusted: no certificate authority of the customer's is there, or it is another one. */
export type Distrust = 'MISSING_TRUST_ANCHOR' | 'WRONG_TRUST_ANCHOR';
/** Why an HSM that enforces mutual TLS does not let the tool in: it has no certificate, or not one of a trust anchor. */
export type Refusal = 'NO_CERTIFICATE' | 'CERTIFICATE_NOT_TRUSTED';
export type ServerState = 'CONNECTED' | 'DISCONNECTED' | Distrust;

/**
 * One HSM of a tool's configuration: one connection, with at most one login. The login is a real session on the HSM; it
 * ends with logout, with close, and with the process. An HSM that is not trusted can be asked, but never gets a secret.
 */
export class HsmServer {
  readonly number: number;
  readonly configured: ConfiguredServer;
  readonly #runtime: Runtime;
  readonly #files: ToolFiles;
  readonly #identity: ClientIdentity | undefined;
  #connection: HsmConnection | undefined;
  #distrust: Distrust | undefined;
  #refusal: Refusal | undefined;
  #answers = false;
  #hsmId = '';
  #user: Credentials | undefined;

  constructor(
    runtime: Runtime,
    files: ToolFiles,
    number: number,
    configured: ConfiguredServer,
    identity?: ClientIdentity,
  ) {
    this.#runtime = runtime;
    this.#files = files;
    this.#identity = identity;
    this.number = number;
    this.configured = configured;
  }

  /** As the tools print it: `0(10.0.2.9)`. */
  get label(): string {
    return `${this.number}(${this.configured.name})`;
  }

  /** At the last look. */
  get state(): ServerState {
    return this.#answers ? (this.#distrust ?? 'CONNECTED') : 'DISCONNECTED';
  }

  /** Why it is disconnected, at the last look, although the HSM is there. */
  get refusal(): Refusal | undefined {
    return this.#answers ? undefined : this.#refusal;
  }

  /** Empty until the HSM was reached for the first time. */
  get hsmId(): string {
    return this.#hsmId;
  }

  /** Who is logged in here through this tool. */
  get user(): Credentials | undefined {
    return this.#user;
  }

  /** For calls to a server that was found to answer. */
  get hsm(): HsmConnection {
    invariant(this.#connection !== undefined, 'a server is looked at before it is used');
    return this.#connection;
  }

  /** Looks whether the HSM answers; connects, and logs in again, where a connection was lost. */
  async look(): Promise<ServerState> {
    this.#answers = await this.#reach();
    if (this.state === 'CONNECTED') await this.#restoreLogin();
    return this.state;
  }

  /** Reads the trust anchor again, and looks. */
  async verify(): Promise<ServerState> {
    this.close();
    this.#connection = undefined;
    this.#distrust = undefined;
    return await this.look();
  }

  /** The signature is the second factor, of users who have one. Throws the HSM's refusal. */
  async login(user: Credentials, signature?: Uint8Array): Promise<void> {
    invariant(this.#distrust === undefined, 'a server that is not trusted gets no password');
    await this.hsm.login(user, signature);
    this.#user = user;
  }

  /** Throws the HSM's refusal; the login has ended even so. */
  async logout(): Promise<void> {
    this.#user = undefined;
    await this.hsm.logout();
  }

  /** Whoever changes the own password stays logged in; the first officer becomes a crypto officer by it. */
  passwordChanged(changed: Credentials): void {
    if (this.#user === undefined || !isSameUser(this.#user, changed)) return;
    this.#user = changed.userType === 'USER_TYPE_PRECO' ? { ...changed, userType: 'USER_TYPE_CO' } : changed;
  }

  close(): void {
    this.#user = undefined;
    this.#connection?.close();
  }

  /** After the connection died. One attempt: a password that has changed meanwhile must not be guessed. */
  async #restoreLogin(): Promise<void> {
    const user = this.#user;
    if (user === undefined || this.hsm.loggedIn) return;
    try {
      await this.hsm.login(user);
    } catch (error) {
      if (isHsmError(error, 'HSM_UNREACHABLE', 'NO_ANSWER')) return;
      this.#user = undefined;
    }
  }

  async #reach(isNew = this.#connection === undefined): Promise<boolean> {
    this.#connection ??= await this.#connect();
    this.#refusal = undefined;
    try {
      this.#hsmId = (await this.#connection.info()).hsmId;
      return true;
    } catch (error) {
      // One that has failed waits before it tries again; a new one tries at once.
      if (isHsmError(error, 'HSM_UNREACHABLE') && !isNew) {
        this.#connection.close();
        this.#connection = undefined;
        return await this.#reach();
      }
      if (this.#distrust === undefined && isHsmError(error, 'CERTIFICATE_REFUSED')) {
        this.#connection.close();
        this.#connection = this.#connectBy('WRONG_TRUST_ANCHOR');
        return await this.#reach(true);
      }
      this.#refusal = await this.#refusalBehind(error);
      // Once it lets the tool in, the trust in it is looked at again.
      if (this.#refusal !== undefined) this.#forget();
      return false;
    }
  }

  /** An HSM asks for a certificate whoever has none, and breaks the connection of one that it does not trust. */
  async #refusalBehind(error: unknown): Promise<Refusal | undefined> {
    if (isHsmError(error, 'CERTIFICATE_REFUSED')) return 'NO_CERTIFICATE';
    if (this.#identity === undefined || !isHsmError(error, 'HSM_UNREACHABLE')) return undefined;
    const nobody = connectHsm(this.#runtime, { endpoint: this.#endpoint, trustAnchor: undefined });
    try {
      await nobody.info();
      return undefined;
    } catch (cause) {
      return isHsmError(cause, 'CERTIFICATE_REFUSED') ? 'CERTIFICATE_NOT_TRUSTED' : undefined;
    } finally {
      nobody.close();
    }
  }

  #forget(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#distrust = undefined;
  }

  async #connect(): Promise<HsmConnection> {
    const trustAnchor = (await this.#files.read(this.configured.trustAnchorPath))?.toString('utf8');
    if (trustAnchor === undefined) return this.#connectBy('MISSING_TRUST_ANCHOR');
    return isCertificate(trustAnchor) ? this.#connectBy(undefined, trustAnchor) : this.#connectBy('WRONG_TRUST_ANCHOR');
  }

  #connectBy(distrust: Distrust | undefined, trustAnchor?: string): HsmConnection {
    this.#distrust = distrust;
    return connectHsm(this.#runtime, { endpoint: this.#endpoint, trustAnchor, identity: this.#identity });
  }

  get #endpoint() {
    const { hostname, port, name } = this.configured;
    return { hsmId: name, address: `${hostname}:${port}` };
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey !== undefined;
  } catch {
    return false;
  }
}

/** What the tools print of an error of an HSM, or of the way to it. Source: AWS CloudHSM User Guide, Error2String. */
export function errorText({ code }: HsmError): string {
  const { text } = HSM_ERRORS[code];
  return /^(HSM CLUSTER ERROR|RET_MXN)/.test(text) ? text : `HSM Error: ${text}`;
}
