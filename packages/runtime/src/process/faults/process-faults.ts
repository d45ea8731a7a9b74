import { ServiceFaults, type ServiceFault } from '../../service-faults.ts';
import { type DiskFault, DiskFaults } from './disk-faults.ts';
import { type LinkFault, NetworkFaults } from './network-faults.ts';

/** All faults that one process is to act out. */
export interface FaultOrders {
  readonly links: readonly LinkFault[];
  readonly disk?: DiskFault;
  /** How far the process's clock goes wrong, milliseconds; negative for slow. */
  readonly skewMs: number;
  readonly service: readonly ServiceFault[];
}

/** The faults of one process; without orders there are none. */
export class ProcessFaults {
  readonly network = new NetworkFaults();
  readonly disk = new DiskFaults();
  readonly service = new ServiceFaults();
  /** How far the process's clock goes wrong, milliseconds. */
  skewMs = 0;
  readonly #skewListeners = new Set<() => void>();

  /** Replaces what was ordered before. */
  follow({ links, disk, skewMs, service }: FaultOrders): void {
    this.network.set(links);
    this.disk.fault = disk;
    this.service.set(service);
    if (skewMs === this.skewMs) return;
    this.skewMs = skewMs;
    for (const listener of this.#skewListeners) listener();
  }

  onSkew(listener: () => void): void {
    this.#skewListeners.add(listener);
  }
}
