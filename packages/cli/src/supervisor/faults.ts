import { HsmError } from '@keystorm/protocol';
import { type Clock, Scope, type Logger } from '@keystorm/runtime';
import type { FaultOrders } from '@keystorm/runtime/process';
import { z } from 'zod';
import {
  describeFault,
  type Fault,
  FaultSpec,
  isMomentary,
  occupied,
  type Targets,
  targetsOf,
} from '../chaos/fault.ts';
import { ordersFor, type Party } from './fault-orders.ts';
import type { Processes } from './processes.ts';

/** How long the faults of a client last that is no longer heard of. */
const LEASE_MS = 5_000;
const FAULTS_MAX = 200;
const TOOLS = 'tools';
const ALL = 'all';
const HSMS = 'hsms';

interface InForce {
  readonly id: string;
  readonly spec: FaultSpec;
  /** Whom a process fault has befallen, and who is to be started again; whoever comes to its target meanwhile joins. */
  readonly struck: Set<string>;
  readonly sinceMs: number;
  readonly untilMs: number | null;
  /** Of the client that set it; empty when it does not depend on one. */
  readonly lease: string;
  readonly over: AbortController;
}

export interface AddOptions {
  /** Only say what would happen. */
  readonly dryRun: boolean;
  readonly lease: string;
}

/** HSM id → appliance id; of what was last known while nobody can tell. */
export type HsmDirectory = () => Promise<ReadonlyMap<string, string>>;

/**
 * The faults of a system. They are here and nowhere else: each process is told what it is to do about them, at its start
 * and whenever they change, over the pipe between it and its supervisor, which no fault can touch.
 */
export class Faults {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #processes: Processes;
  readonly #hsmDirectory: HsmDirectory;
  readonly #scope: Scope;
  readonly #inForce = new Map<string, InForce>();
  readonly #leases = new Map<string, AbortController>();
  #hsms: ReadonlyMap<string, string> = new Map();
  #lastId = 0;

  constructor(clock: Clock, log: Logger, processes: Processes, hsmDirectory: HsmDirectory) {
    this.#clock = clock;
    this.#log = log;
    this.#processes = processes;
    this.#hsmDirectory = hsmDirectory;
    this.#scope = new Scope(log);
    processes.actOut({
      orders: (name) => this.#ordersFor(name),
      heldLife: (name) => this.#heldLife(name),
    });
  }

  list(): readonly Fault[] {
    return [...this.#inForce.values()].map((fault) => this.#describe(fault));
  }

  async targets(): Promise<Targets> {
    await this.#lookForHsms();
    const appliances = this.#appliances();
    return {
      hsms: [...this.#hsms]
        .filter(([, id]) => appliances.some(({ applianceId }) => applianceId === id))
        .map(([id]) => id),
      zones: [...new Set(appliances.map(({ availabilityZone }) => availabilityZone))].toSorted(),
      processes: this.#processes.list().map(({ name }) => name),
    };
  }

  /** Sets a fault, given as JSON. Throws INVALID_ARGUMENT that says what is wrong with it; then nothing has changed. */
  async add(json: string, { dryRun, lease }: AddOptions): Promise<Fault> {
    const spec = parseSpec(json);
    if (targetsOf(spec).some((target) => target.startsWith('hsm-'))) await this.#lookForHsms();
    this.#refuse(spec);
    const sinceMs = this.#clock.host();
    const forMs = 'for' in spec ? spec.for : undefined;
    const fault: InForce = {
      id: dryRun ? 'none' : `f-${(this.#lastId += 1)}`,
      spec,
      struck: new Set('target' in spec ? this.#partyOf(spec.target).processes : []),
      sinceMs,
      untilMs: forMs === undefined ? null : sinceMs + forMs,
      lease,
      over: new AbortController(),
    };
    const described = this.#describe(fault);
    if (dryRun) return described;
    if (!isMomentary(spec)) this.#inForce.set(fault.id, fault);
    const { id, processes } = described;
    this.#log.info({ faultId: id, fault: describeFault(spec), processes, forMs }, 'fault set');
    try {
      await this.#strike(fault);
    } catch (error) {
      await this.#end(fault.id, 'fault failed');
      throw error;
    }
    if (forMs !== undefined) this.#endAfter(forMs, fault.over.signal, () => this.#end(fault.id, 'fault expired'));
    if (lease !== '') this.renew(lease);
    return described;
  }

  /** Ends a fault; one that is over already is no mistake. */
  async clear(id: string): Promise<void> {
    await this.#end(id, 'fault cleared');
  }

  /** Returns the ids of those that were in force. */
  async clearAll(): Promise<readonly string[]> {
    const ids = [...this.#inForce.keys()];
    for (const id of ids) await this.clear(id);
    return ids;
  }

  /** The client of the lease is there: its faults last on. */
  renew(lease: string): void {
    this.#leases.get(lease)?.abort();
    const renewed = new AbortController();
    this.#leases.set(lease, renewed);
    this.#endAfter(LEASE_MS, renewed.signal, () => this.endLease(lease));
  }

  /** The client of the lease is gone, and so are its faults. Returns their ids. */
  async endLease(lease: string): Promise<readonly string[]> {
    this.#leases.get(lease)?.abort();
    this.#leases.delete(lease);
    const ids = [...this.#inForce.values()].filter((fault) => fault.lease === lease).map(({ id }) => id);
    for (const id of ids) await this.#end(id, 'fault ended with its client');
    return ids;
  }

  /** Forgets them, without touching the processes, which are ended. */
  forget(): void {
    for (const { id, spec, over } of this.#inForce.values()) {
      over.abort();
      this.#log.info({ faultId: id, fault: describeFault(spec) }, 'fault ended with the processes');
    }
    for (const lease of this.#leases.values()) lease.abort();
    this.#inForce.clear();
    this.#leases.clear();
  }

  async stop(): Promise<void> {
    await this.#scope.stop();
  }

  /** `how` is what the log says of it. */
  async #end(id: string, how: string): Promise<void> {
    const fault = this.#inForce.get(id);
    if (fault === undefined) return;
    this.#inForce.delete(id);
    fault.over.abort();
    this.#log.info({ faultId: id, fault: describeFault(fault.spec) }, how);
    this.#processes.distribute();
    if (!holdsLife(fault.spec)) return;
    for (const name of fault.struck)
      await this.#processes.control(name, 'PROCESS_ACTION_START', false).catch(ignoreGone);
  }

  #endAfter(ms: number, signal: AbortSignal, end: () => Promise<unknown>): void {
    this.#scope.run('end of a fault', async (stopped) => {
      try {
        await this.#clock.sleep(ms, AbortSignal.any([signal, stopped]));
      } catch {
        return; // It ended before its time.
      }
      await end();
    });
  }

  async #strike({ spec, ...fault }: InForce): Promise<void> {
    const struck = [...fault.struck];
    if (spec.kind === 'reset') {
      const [from, to] = spec.between.map((target) => this.#partyOf(target)) as [Party, Party];
      return this.#processes.resetBetween(from, to);
    }
    this.#processes.distribute();
    if (spec.kind === 'kill')
      await Promise.all(struck.map((name) => this.#processes.control(name, 'PROCESS_ACTION_KILL', true)));
    if (spec.kind === 'stop')
      await Promise.all(struck.map((name) => this.#processes.control(name, 'PROCESS_ACTION_STOP', false)));
    if (spec.kind === 'restart')
      await Promise.all(struck.map((name) => this.#processes.control(name, 'PROCESS_ACTION_RESTART', false)));
  }

  /** Throws when the fault is impossible, or befalls what another one has befallen already. */
  #refuse(spec: FaultSpec): void {
    if (this.#inForce.size >= FAULTS_MAX) throw mistake(`${FAULTS_MAX} faults are in force already`);
    for (const target of targetsOf(spec)) this.#refuseTarget(spec, target);
    if ('between' in spec) this.#refuseLink(spec);
    const mine = new Set(occupied(spec, (target) => this.#members(target)));
    const other = [...this.#inForce.values()].find((fault) =>
      occupied(fault.spec, (target) => this.#members(target)).some((resource) => mine.has(resource)),
    );
    if (other !== undefined)
      throw mistake(`${describeFault(spec)} overlaps with ${other.id}, ${describeFault(other.spec)}; clear that first`);
  }

  #refuseTarget(spec: FaultSpec, target: string): void {
    const party = this.#partyOf(target);
    if (party.processes.length === 0 && !party.outside) throw mistake(this.#noSuchTarget(target));
    if ('between' in spec) return;
    if (party.outside) throw mistake(`${spec.kind} needs one of the system's processes, and ${target} is none`);
    const isOfHsms = spec.kind === 'hsm-sessions' || spec.kind === 'hsm-errors';
    if (isOfHsms && !party.processes.every((name) => this.#isAppliance(name)))
      throw mistake(`${spec.kind} befalls HSMs, and ${target} is none`);
  }

  #refuseLink({ kind, between, ...spec }: FaultSpec & { readonly between: readonly [string, string] }): void {
    const [from, to] = between;
    const pairs = this.#members(from).flatMap((a) => this.#members(to).map((b) => [a, b] as const));
    if (!pairs.some(([a, b]) => a !== b && this.#speak(a, b)))
      throw mistake(
        `${from} and ${to} do not speak with each other: HSMs speak with control-plane, cluster-manager and tools, and these with each other`,
      );
    if ('oneWay' in spec && spec.oneWay && this.#partyOf(to).outside && to === TOOLS)
      throw mistake(`${kind} one way ends at a process of the system, and tools is none`);
  }

  #speak(a: string, b: string): boolean {
    return !(this.#isAppliance(a) && this.#isAppliance(b));
  }

  #noSuchTarget(target: string): string {
    const { names, zones } = this.#known();
    return `there is no target '${target}'; there are ${[...names, ...zones, HSMS, TOOLS, ALL].join(', ')}, and the ids of HSMs`;
  }

  #known() {
    const processes = this.#processes.list();
    return {
      names: processes.map(({ name }) => name),
      zones: [...new Set(this.#appliances().map(({ availabilityZone }) => availabilityZone))],
    };
  }

  #members(target: string): readonly string[] {
    const { processes, outside } = this.#partyOf(target);
    return outside ? [...processes, TOOLS] : processes;
  }

  /** Nobody where there is no such target. */
  #partyOf(target: string): Party {
    const processes = this.#processes.list();
    if (target === TOOLS) return { processes: [], outside: true };
    if (target === ALL) return { processes: processes.map(({ name }) => name), outside: true };
    const applianceId = this.#hsms.get(target) ?? target;
    const meant = processes.filter(
      ({ name, ...process }) =>
        name === target ||
        process.applianceId === applianceId ||
        (target !== '' && process.availabilityZone === target) ||
        (target === HSMS && process.applianceId !== ''),
    );
    return { processes: meant.map(({ name }) => name), outside: false };
  }

  #appliances() {
    return this.#processes.list().filter(({ applianceId }) => applianceId !== '');
  }

  #isAppliance(name: string): boolean {
    return this.#appliances().some((process) => process.name === name);
  }

  async #lookForHsms(): Promise<void> {
    this.#hsms = await this.#hsmDirectory();
  }

  #ordersFor(name: string): FaultOrders {
    const specs = [...this.#inForce.values()].map(({ spec }) => spec);
    return ordersFor(
      name,
      specs,
      (target) => this.#partyOf(target),
      (process) => this.#processes.hostsOf(process),
    );
  }

  /** What keeps a process from running that is started now. */
  #heldLife(name: string): 'kill' | 'stop' | undefined {
    for (const { spec, struck } of this.#inForce.values()) {
      if (!holdsLife(spec) || !this.#partyOf(spec.target).processes.includes(name)) continue;
      struck.add(name);
      return spec.kind;
    }
    return undefined;
  }

  #describe({ id, spec, sinceMs, untilMs }: InForce): Fault {
    const processes = targetsOf(spec).flatMap((target) => this.#partyOf(target).processes);
    return { ...spec, id, processes: [...new Set(processes)], sinceMs, untilMs };
  }
}

function parseSpec(json: string): FaultSpec {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    throw mistake('the fault is no JSON');
  }
  const parsed = FaultSpec.safeParse(content);
  if (!parsed.success) throw mistake(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Whether it keeps processes from running while it lasts. */
function holdsLife(spec: FaultSpec): spec is Extract<FaultSpec, { readonly kind: 'kill' | 'stop' }> {
  return spec.kind === 'kill' || spec.kind === 'stop';
}

function mistake(message: string): HsmError {
  return new HsmError('INVALID_ARGUMENT', message);
}

/** The process was removed meanwhile, or the system is on its way down. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof HsmError)) throw error;
}
