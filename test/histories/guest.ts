import type { HsmConnection } from '@keystorm/hsm-client';
import { type ClusterHsm, type HsmErrorCode, isHsmError } from '@keystorm/protocol';
import { type Random, Secret } from '@keystorm/runtime';
import { asOfficer, OFFICER, onHsm } from '../worlds/fixture.ts';
import type { World } from '../worlds/world.ts';
import type { Observed } from './linearizability.ts';
import type { UserInput, UserOutput } from './models.ts';

/** Few, so that a guess is right now and then, and too many for luck to keep the user from being locked out. */
export const GUEST_PASSWORDS = Array.from({ length: 8 }, (_, n) => `guestPswd${n}`);
const PAUSE_MS_MAX = 120;

const OUTPUTS: Partial<Record<HsmErrorCode, UserOutput>> = { WRONG_PASSWORD: 'wrong', USER_LOCKED_OUT: 'locked' };
/** Errors that say that the HSM did not get so far as to look at a password. */
const NOTHING: readonly HsmErrorCode[] = ['HSM_UNREACHABLE', 'USER_LOGGED_IN', 'NO_FREE_SESSION', 'NOT_LOGGED_IN'];

/**
 * A crypto user whose password officers change and strangers guess at, on each HSM that is there in the beginning: the
 * users of an HSM are its own.
 */
export class Guest {
  readonly #world: World;
  readonly #random: Random;
  readonly #hsms: ClusterHsm[];
  readonly #name: string;
  readonly violations: string[] = [];
  /** By HSM id. */
  readonly calls = new Map<string, Observed<UserInput, UserOutput>[]>();

  private constructor(world: World, random: Random, hsms: readonly ClusterHsm[], name: string) {
    this.#world = world;
    this.#random = random;
    this.#hsms = [...hsms];
    this.#name = name;
  }

  /** Creates the user on every HSM, with the first of the passwords. */
  static async create(
    world: World,
    random: Random,
    { clusterId, hsms }: { readonly clusterId: string; readonly hsms: readonly ClusterHsm[] },
    name = 'guest',
  ): Promise<Guest> {
    const guest = new Guest(world, random, hsms, name);
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(guest.#credentials(0)));
    return guest;
  }

  /** Changes and guesses passwords. */
  async live(goesOn: () => boolean): Promise<void> {
    const { clock } = this.#world.operator;
    for (; goesOn() && this.#hsms.length > 0; await clock.sleep(this.#int(PAUSE_MS_MAX))) {
      const hsm = this.#hsms[this.#int(this.#hsms.length)] as ClusterHsm;
      const password = this.#int(GUEST_PASSWORDS.length);
      await (this.#int(6) === 0 ? this.#change(hsm, password) : this.#logIn(hsm, password));
    }
  }

  async #change(hsm: ClusterHsm, password: number): Promise<void> {
    await onHsm(this.#world, hsm, async (officer) => {
      if (!(await this.#isReady(officer, hsm, async () => officer.login(OFFICER)))) return;
      await this.#observed(hsm, { change: password }, async () => officer.changePassword(this.#credentials(password)));
    });
  }

  async #logIn(hsm: ClusterHsm, password: number): Promise<void> {
    await onHsm(this.#world, hsm, async (guest) => {
      if (!(await this.#isReady(guest, hsm, async () => guest.probe()))) return;
      const output = await this.#observed(hsm, { login: password }, async () =>
        guest.login(this.#credentials(password)),
      );
      if (output !== 'done') return;
      const loggedOut = await attempted(async () => guest.logout());
      const seen = await attempted(async () => guest.findKeys({}));
      if (loggedOut === undefined && seen === undefined) this.violations.push('a session outlives its logout');
    });
  }

  /** Whether that HSM answers there, and did what comes before the call that counts. */
  async #isReady(connection: HsmConnection, hsm: ClusterHsm, prepare: () => Promise<unknown>): Promise<boolean> {
    const code = await attempted(async () => {
      const { hsmId } = await connection.info();
      // It was made anew, with the users of another one.
      if (hsmId !== hsm.hsmId) this.#leave(hsm);
      else await prepare();
    });
    return code === undefined && this.#hsms.includes(hsm);
  }

  async #observed(hsm: ClusterHsm, input: UserInput, call: () => Promise<unknown>): Promise<UserOutput | undefined> {
    const { clock } = this.#world.operator;
    const calledAt = clock.monotonic();
    const code = await attempted(call);
    if (code !== undefined && NOTHING.includes(code)) return undefined;
    const output = code === undefined ? 'done' : OUTPUTS[code];
    const returnedAt = output === undefined ? Number.POSITIVE_INFINITY : clock.monotonic();
    let calls = this.calls.get(hsm.hsmId);
    if (calls === undefined) this.calls.set(hsm.hsmId, (calls = []));
    calls.push({ input, output, calledAt, returnedAt });
    // What is counted while the disk fails is not on it: nobody can say what a restart makes of it.
    if (code === 'STORE_FAILED') this.#leave(hsm);
    return output;
  }

  #leave(hsm: ClusterHsm): void {
    this.#hsms.splice(this.#hsms.indexOf(hsm), 1);
  }

  #credentials(password: number) {
    return {
      userType: 'USER_TYPE_CU',
      userName: this.#name,
      password: new Secret(GUEST_PASSWORDS[password] ?? ''),
    } as const;
  }

  #int(below: number): number {
    return this.#random.int(below);
  }
}

/** The code of the HsmError that it comes to; undefined when done. */
async function attempted(work: () => Promise<unknown>): Promise<HsmErrorCode | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!isHsmError(error)) throw error;
    return error.code;
  }
}
