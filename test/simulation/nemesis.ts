import type { Cluster } from '@keystorm/protocol';
import { clusterOf, cloudhsm } from '../worlds/world.ts';
import type { SimulatedWorld } from '../worlds/simulated-world.ts';

/** Kinds of faults. Each history draws which of them it knows: some troubles show only while others are absent. */
const FAULTS = ['kill', 'stop', 'cut', 'one-way cut', 'delay', 'disk', 'add hsm', 'remove hsm', 'lose disk'] as const;
export type Fault = (typeof FAULTS)[number];

const PAUSE_MS_MAX = 500;
const OPERATOR = 'operator';

/** Lets things go wrong, as chance has it, and mends everything in the end. */
export class Nemesis {
  readonly #world: SimulatedWorld;
  readonly #clusterId: string;
  readonly #kinds: readonly Fault[];
  /** Undo what is in force. */
  readonly #mend = new Set<() => Promise<void>>();
  #hasLostDisk = false;
  /** HSMs as last seen: the cluster-manager may be away. */
  #cluster: Cluster;

  constructor(world: SimulatedWorld, cluster: Cluster) {
    this.#world = world;
    this.#cluster = cluster;
    this.#clusterId = cluster.clusterId;
    const drawn = FAULTS.filter(() => this.#int(2) === 0);
    // A key is on two HSMs at least, so that one may be lost with its disk; not a second one, or one that was removed.
    const kinds = drawn.includes('remove hsm') ? drawn.filter((kind) => kind !== 'lose disk') : drawn;
    this.#kinds = kinds.length === 0 ? ['kill'] : kinds;
  }

  get kinds(): readonly Fault[] {
    return this.#kinds;
  }

  async rage(goesOn: () => boolean): Promise<void> {
    const { clock } = this.#world.operator;
    while (goesOn()) {
      await clock.sleep(this.#int(PAUSE_MS_MAX));
      this.#cluster = await clusterOf(this.#world, this.#clusterId).catch(() => this.#cluster);
      await this.#strike(this.#pick(this.#kinds));
    }
    for (const mend of [...this.#mend]) await mend();
  }

  async #strike(kind: Fault): Promise<void> {
    switch (kind) {
      case 'kill':
        return this.#kill();
      case 'stop':
        return this.#stop();
      case 'cut':
      case 'one-way cut':
      case 'delay':
        return this.#wires(kind);
      case 'disk':
        return this.#disk();
      case 'add hsm':
      case 'remove hsm':
        return this.#change(kind);
      case 'lose disk':
        return this.#loseDisk();
    }
  }

  async #kill(): Promise<void> {
    const target = this.#target();
    const { chaos } = this.#world;
    await attempted(() => chaos.kill(target, { stayDown: true }));
    this.#for(this.#int(1_500), () => chaos.start(target));
  }

  async #stop(): Promise<void> {
    const target = this.#target();
    const { chaos } = this.#world;
    await attempted(() => chaos.stop(target));
    this.#for(this.#int(1_500), () => chaos.start(target));
  }

  async #wires(kind: 'cut' | 'one-way cut' | 'delay'): Promise<void> {
    const { sim } = this.#world;
    const [from, to] = await this.#pair();
    if (kind === 'delay') sim.delay(from, to, 5 + this.#int(300));
    else sim.cut(from, to);
    if (kind === 'cut') sim.cut(to, from);
    this.#for(this.#int(3_000), () => {
      sim.heal(from, to);
      if (kind === 'cut') sim.heal(to, from);
      return Promise.resolve();
    });
  }

  async #disk(): Promise<void> {
    const { sim, machineOf } = this.#world;
    const machine = await machineOf(this.#target()).catch(() => undefined);
    if (machine === undefined) return;
    sim.failDisk(machine, true);
    this.#for(this.#int(1_000), () => {
      sim.failDisk(machine, false);
      return Promise.resolve();
    });
  }

  /** The operator adds an HSM, or removes one while two others serve. */
  async #change(kind: 'add hsm' | 'remove hsm'): Promise<void> {
    const active = this.#cluster.hsms.filter(({ state }) => state === 'ACTIVE');
    const ClusterId = this.#clusterId;
    if (kind === 'add hsm') {
      const { availabilityZone: AvailabilityZone } = this.#pick(this.#cluster.subnets);
      await attempted(() => cloudhsm(this.#world, 'CreateHsm', { ClusterId, AvailabilityZone }));
    } else if (active.length > 2 && active.length === this.#cluster.hsms.length) {
      await attempted(() => cloudhsm(this.#world, 'DeleteHsm', { ClusterId, HsmId: this.#pick(active).hsmId }));
    }
  }

  /** One HSM in a history. */
  async #loseDisk(): Promise<void> {
    const { chaos, machineOf, sim } = this.#world;
    if (this.#hasLostDisk || this.#cluster.hsms.some(({ state }) => state !== 'ACTIVE')) return;
    this.#hasLostDisk = true;
    const { hsmId } = this.#pick(this.#cluster.hsms);
    await attempted(async () => {
      const machine = await machineOf(hsmId);
      await chaos.kill(hsmId, { stayDown: true });
      sim.wipe(machine);
    });
    this.#for(this.#int(1_500), () => chaos.start(hsmId));
  }

  /** Undoes it later, and at the end at the latest; once. */
  #for(ms: number, undo: () => Promise<void>): void {
    const mend = async () => {
      if (this.#mend.delete(mend)) await attempted(undo);
    };
    this.#mend.add(mend);
    void this.#world.operator.clock.sleep(ms).then(mend);
  }

  #target(): string {
    return this.#pick(['control-plane', 'cluster-manager', ...this.#cluster.hsms.map(({ hsmId }) => hsmId)]);
  }

  /** Two machines that talk to each other. */
  async #pair(): Promise<readonly [string, string]> {
    const hsms: string[] = [];
    for (const { hsmId } of this.#cluster.hsms) {
      const machine = await this.#world.machineOf(hsmId).catch(() => undefined);
      if (machine !== undefined) hsms.push(machine);
    }
    const pairs = [
      ['control-plane', 'manager'] as const,
      [OPERATOR, 'manager'] as const,
      ...hsms.flatMap((hsm) => [['control-plane', hsm] as const, ['manager', hsm] as const]),
    ];
    const [a, b] = this.#pick(pairs);
    return this.#int(2) === 0 ? [a, b] : [b, a];
  }

  #int(below: number): number {
    return this.#world.sim.random.int(below);
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#int(values.length)] as T;
  }
}

/** What cannot be done at this moment is left. */
async function attempted(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => undefined);
}
