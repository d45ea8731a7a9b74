import { isHsmError } from '@keystorm/protocol';
import { SeededRandom } from '@keystorm/runtime/sim';
import { expect } from 'vitest';
import { activeCluster, createKmsUser, isWhole, KMS_PASSWORD, kmsUser, onEveryHsm, onHsm } from '../worlds/fixture.ts';
import { scenario } from '../worlds/scenario.ts';
import { clusterOf, clusterWhen, until, type World } from '../worlds/world.ts';

const GUESSERS = 8;
const GUESSES = 10_000;
/** Source: AWS CloudHSM User Guide, "HSM user management": an account is locked after so many wrong passwords. */
const ATTEMPTS_MAX = 5;
/** An HSM is killed each time it has compared so many more: the count must outlive it. */
const KILLED_AFTER = [1, 3, 4, 5];
const RETRY_MS = 20;

scenario(
  'whoever guesses passwords has five attempts on each HSM, however often HSMs die; then the right one is refused, too',
  async (world) => {
    const { clusterId } = await activeCluster(world, 3);
    await createKmsUser(world, clusterId);
    const attack = new Attack(world, (await clusterOf(world, clusterId)).hsms);
    await Promise.all(Array.from({ length: GUESSERS }, (_, guesser) => attack.guess(guesser, GUESSES / GUESSERS)));
    await attack.calm();

    expect(attack.guesses).toBe(GUESSES);
    expect([...attack.compared.values()]).toSatisfy((counts: readonly number[]) =>
      counts.every((count) => count > 0 && count <= ATTEMPTS_MAX),
    );
    expect(attack.kills).toBeGreaterThan(3);
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 3));
    const verdicts = await onEveryHsm(world, clusterId, async (hsm) => {
      const [user] = (await hsm.listUsers()).filter(({ userName }) => userName === 'kmsuser');
      const right = await hsm.login(kmsUser(KMS_PASSWORD)).then(
        () => 'ok',
        (error: unknown) => (isHsmError(error) ? error.code : 'unknown'),
      );
      return [user?.locked, user?.loginFailureCount, right];
    });
    expect(verdicts).toEqual([1, 2, 3].map(() => [true, ATTEMPTS_MAX, 'USER_LOCKED_OUT']));
  },
);

/** Guessers who share what they have seen. */
class Attack {
  readonly #world: World;
  readonly #hsms: readonly { readonly hsmId: string; readonly dataAddress: string }[];
  readonly #killing = new Map<string, Promise<void>>();
  /** HSM → guesses that it said it had compared with the password. */
  readonly compared = new Map<string, number>();
  guesses = 0;
  kills = 0;

  constructor(world: World, hsms: readonly { readonly hsmId: string; readonly dataAddress: string }[]) {
    this.#world = world;
    this.#hsms = hsms;
  }

  async guess(guesser: number, times: number): Promise<void> {
    const random = new SeededRandom(`guesser ${guesser}`);
    for (let left = times; left > 0; ) {
      const target = this.#hsms[random.int(this.#hsms.length)]!;
      // As many as one connection takes; it ends with the HSM.
      left -= await onHsm(this.#world, target, async (hsm) => {
        for (let made = 0; made < left; made += 1) {
          const verdict = await hsm.login(kmsUser(`Guess${guesser}x${random.int(1_000_000)}`)).then(
            () => 'ok',
            (error: unknown) => (isHsmError(error) ? error.code : 'unknown'),
          );
          if (verdict === 'WRONG_PASSWORD') this.#wasCompared(target.hsmId);
          else if (verdict !== 'USER_LOCKED_OUT') {
            expect(['HSM_UNREACHABLE', 'NO_ANSWER', 'HSM_NOT_LEVEL']).toContain(verdict);
            await this.#world.operator.clock.sleep(RETRY_MS);
            return made;
          }
          this.guesses += 1;
        }
        return left;
      });
    }
  }

  #wasCompared(hsmId: string): void {
    const count = (this.compared.get(hsmId) ?? 0) + 1;
    this.compared.set(hsmId, count);
    if (!KILLED_AFTER.includes(count)) return;
    const earlier = this.#killing.get(hsmId) ?? Promise.resolve();
    this.#killing.set(
      hsmId,
      earlier.then(() => this.#kill(hsmId)),
    );
  }

  async #kill(hsmId: string): Promise<void> {
    await this.#world.chaos.kill(hsmId, { stayDown: true });
    this.kills += 1;
    await this.#world.chaos.start(hsmId);
  }

  /** Waits until what was killed runs again, and takes logins. */
  async calm(): Promise<void> {
    await Promise.all(this.#killing.values());
    for (const hsm of this.#hsms)
      await until(this.#world, `${hsm.hsmId} does not come back`, () =>
        onHsm(this.#world, hsm, (connection) => connection.listUsers()).then(
          () => true,
          () => undefined,
        ),
      );
  }
}
