import { type Clock, type Logger, Scope } from '@keystorm/runtime';
import {
  describeFault,
  type Fault,
  type FaultInput,
  FaultSpec,
  type Injector,
  isMomentary,
  occupied,
  targetsOf,
} from '../chaos/fault.ts';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { type Daemon, readDaemons } from './compose-file.ts';
import {
  appliancesOfHsms,
  daemonsNamed,
  killDaemons,
  pauseDaemons,
  restartDaemons,
  startDaemons,
} from './compose-system.ts';
import { FaultGuard } from './fault-guard.ts';
import { breakConnections, type Endings, type Loss, losePackets } from './packet-filter.ts';

const ALL = 'all';
const NO_DAEMONS = 'a fault of the network needs two parties, one of which are daemons';

/** Whom a target names: daemons, or everybody, daemon or not. */
type Party = readonly Daemon[] | typeof ALL;

/** Does something to containers; resolves to what undoes it. */
type Strike = () => Promise<() => Promise<void>>;

interface Checked {
  readonly spec: FaultSpec;
  readonly daemons: readonly string[];
  readonly occupies: readonly string[];
  readonly strike: Strike;
}

interface InForce {
  readonly fault: Fault;
  readonly occupies: readonly string[];
  readonly undo: () => Promise<void>;
  readonly over: AbortController;
}

/**
 * Faults of containers: kill, stop, restart, cut, loss and reset. They are real, made by the engine and by the kernel, in the
 * network of each container: so they end with `close`, and where this process is killed, by a guard beside it.
 */
export class ComposeInjector implements Injector {
  readonly #clock: Clock;
  readonly #scope: Scope;
  readonly #inForce = new Map<string, InForce>();
  readonly #guard = new FaultGuard();
  #lastId = 0;

  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#scope = new Scope(log);
  }

  /** Its time counts from now: a busy engine may take as long as some faults last, and others are to follow on time. */
  async add(input: FaultInput): Promise<Fault> {
    const sinceMs = this.#clock.host();
    const { spec, daemons, occupies, strike } = await this.#checked(input);
    const forMs = 'for' in spec ? spec.for : undefined;
    const untilMs = forMs === undefined ? null : sinceMs + forMs;
    const fault: Fault = { ...spec, id: `f-${(this.#lastId += 1)}`, processes: daemons, sinceMs, untilMs };
    if (isMomentary(spec)) {
      await strike();
      return fault;
    }
    const undo = await this.#guarded(fault, strike);
    const over = new AbortController();
    this.#inForce.set(fault.id, { fault, occupies, undo, over });
    if (untilMs !== null) this.#endAfter(Math.max(0, untilMs - this.#clock.host()), fault.id, over.signal);
    return fault;
  }

  async rehearse(input: FaultInput): Promise<void> {
    await this.#checked(input);
  }

  async clear(id: string): Promise<void> {
    const found = this.#inForce.get(id);
    if (found === undefined) return;
    this.#inForce.delete(id);
    found.over.abort();
    await found.undo();
    await this.#guard.end(found.fault);
  }

  list(): Promise<readonly Fault[]> {
    return Promise.resolve([...this.#inForce.values()].map(({ fault }) => fault));
  }

  async targets() {
    const daemons = readDaemons();
    const zones = daemons.flatMap(({ appliance }) => appliance?.availabilityZone ?? []);
    return {
      hsms: [...(await appliancesOfHsms()).keys()],
      zones: [...new Set(zones)].toSorted(),
      processes: daemons.map(({ name }) => name),
    };
  }

  /** Ends all faults. */
  async close(): Promise<void> {
    for (const id of [...this.#inForce.keys()]) await this.clear(id);
    await this.#scope.stop();
    await this.#guard.close();
  }

  async #guarded(fault: Fault, strike: Strike): Promise<() => Promise<void>> {
    await this.#guard.begin(fault);
    try {
      return await strike();
    } catch (error) {
      await this.#guard.end(fault);
      throw error;
    }
  }

  /** Throws CommandError when it is no fault for containers, or overlaps with another. */
  async #checked(input: FaultInput): Promise<Checked> {
    const spec = FaultSpec.parse(input);
    const parties = new Map<string, Party>();
    for (const target of targetsOf(spec)) parties.set(target, target === ALL ? ALL : await daemonsNamed(target));
    const partyOf = (target: string) => parties.get(target) ?? [];
    const occupies = occupied(spec, (target) => namesOf(partyOf(target)));
    const other = [...this.#inForce.values()].find((fault) => fault.occupies.some((name) => occupies.includes(name)));
    if (other !== undefined) throw mistake(`${describeFault(spec)} overlaps with ${describeFault(other.fault)}`);
    const daemons = [...new Set([...parties.values()].flatMap(namesOf))];
    return { spec, daemons, occupies, strike: strikeOf(spec, partyOf) };
  }

  #endAfter(ms: number, id: string, signal: AbortSignal): void {
    this.#scope.run('end of a fault', async (stopped) => {
      try {
        await this.#clock.sleep(ms, AbortSignal.any([signal, stopped]));
      } catch {
        return; // It ended before its time.
      }
      await this.clear(id);
    });
  }
}

function strikeOf(spec: FaultSpec, partyOf: (target: string) => Party): Strike {
  switch (spec.kind) {
    case 'kill':
      return doing(daemonsOf(spec.kind, partyOf(spec.target)), (daemons) => killDaemons(daemons, { stayDown: true }));
    case 'stop':
      return doing(daemonsOf(spec.kind, partyOf(spec.target)), pauseDaemons);
    case 'restart':
      return doing(daemonsOf(spec.kind, partyOf(spec.target)), restartDaemons);
    case 'cut':
      return losing(spec.between.map(partyOf), { oneWay: spec.oneWay, rate: 1 });
    case 'loss':
      return losing(spec.between.map(partyOf), { oneWay: false, rate: spec.rate });
    case 'reset': {
      const [from, to] = spec.between.map(partyOf) as [Party, Party];
      const endings = endingsBetween(from, to);
      if (endings.length === 0) throw mistake(NO_DAEMONS);
      return async () => {
        await breakConnections(endings);
        return () => Promise.resolve();
      };
    }
    default:
      throw mistake(
        `${spec.kind} needs the processes of \`npm start\`; containers can be met by kill, stop, restart, cut, loss and reset`,
      );
  }
}

function doing(daemons: readonly Daemon[], work: (daemons: readonly Daemon[]) => Promise<void>): Strike {
  return async () => {
    const undo = () => startDaemons(daemons);
    try {
      await work(daemons);
    } catch (error) {
      // It may have befallen some of them.
      await undo().catch(() => undefined);
      throw error;
    }
    return undo;
  };
}

function losing(
  between: readonly Party[],
  { oneWay, rate }: { readonly oneWay: boolean; readonly rate: number },
): Strike {
  const [from, to] = between as [Party, Party];
  const losses = [...lossesFrom(from, to), ...(oneWay ? [] : lossesFrom(to, from))];
  if (losses.length === 0) throw mistake(NO_DAEMONS);
  return () => losePackets(losses.map((loss) => ({ ...loss, rate })));
}

/** Whatever connects two parties has one of its ends at a daemon of one of them. */
function endingsBetween(one: Party, other: Party): readonly Endings[] {
  if (one === ALL) return other === ALL ? [] : endingsBetween(other, one);
  if (other === ALL) return one.map((daemon) => ({ daemon, match: ['not', 'dst', '127.0.0.0/8'] }));
  return one.flatMap((daemon) =>
    other
      .filter(({ name }) => name !== daemon.name)
      .flatMap(({ attachments }) => attachments)
      .map(({ address }) => ({ daemon, match: ['dst', address] })),
  );
}

/** What one party sends is lost before the other gets it. */
function lossesFrom(from: Party, to: Party): readonly Loss[] {
  if (to === ALL) return from === ALL ? [] : from.map((daemon) => ({ daemon, match: ['OUTPUT', '!', '-o', 'lo'] }));
  if (from === ALL) return to.map((daemon) => ({ daemon, match: ['INPUT', '!', '-i', 'lo'] }));
  return to.flatMap((daemon) =>
    from
      .filter((other) => other.name !== daemon.name)
      .flatMap(({ attachments }) => attachments)
      .map(({ address }): Loss => ({ daemon, match: ['INPUT', '-s', address] })),
  );
}

function daemonsOf(kind: string, party: Party): readonly Daemon[] {
  if (party === ALL) throw mistake(`${kind} needs a daemon, a zone or hsms, and not ${ALL}`);
  return party;
}

function namesOf(party: Party): readonly string[] {
  return (party === ALL ? readDaemons() : party).map(({ name }) => name);
}

function mistake(message: string): CommandError {
  return new CommandError(message, EXIT_MISUSED);
}
