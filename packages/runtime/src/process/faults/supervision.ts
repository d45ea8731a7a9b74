import { type FaultOrders, ProcessFaults } from './process-faults.ts';

/** What the supervisor says to its child, over the channel between them. The first message comes before anything else. */
export type ToChild =
  /** The loopback address from which the child is to connect, so that others know it by it. */
  | { readonly say: 'begin'; readonly sourceAddress: string; readonly orders: FaultOrders }
  | { readonly say: 'follow'; readonly orders: FaultOrders }
  | { readonly say: 'reset'; readonly hosts: readonly string[] };

/** What a child tells: the hosts on which it listens, each time that they change. */
export interface FromChild {
  readonly listensOn: readonly string[];
}

/** What a process is to its supervisor: who it is on the network, which faults it has, where it listens. */
export interface Supervision {
  readonly faults: ProcessFaults;
  /** Undefined where the system chooses. */
  readonly sourceAddress: string | undefined;
  /** `address` is `host:port`. Returns what takes it back. */
  listens(address: string): () => void;
}

/** Nobody supervises: no faults, and nobody to tell. */
export function unsupervised(): Supervision {
  return { faults: new ProcessFaults(), sourceAddress: undefined, listens: () => () => undefined };
}

/**
 * Follows the supervisor's orders for the rest of the process's life. Resolves when the first have come, so that a process
 * has its faults before it does anything; at once where there is no supervisor.
 */
export async function followSupervisor(): Promise<Supervision> {
  if (process.send === undefined) return unsupervised();
  const faults = new ProcessFaults();
  faults.network.start();
  const sourceAddress = await new Promise<string>((resolve) => {
    process.on('message', (message: ToChild) => {
      if (message.say === 'reset') return faults.network.reset(message.hosts);
      faults.follow(message.orders);
      if (message.say === 'begin') resolve(message.sourceAddress);
    });
  });
  const hosts: string[] = [];
  // Where the supervisor is gone, the end of standard input says so.
  const tell = () => void process.send?.({ listensOn: hosts } satisfies FromChild, undefined, {}, () => undefined);
  return {
    faults,
    sourceAddress,
    listens(address) {
      const host = address.slice(0, address.lastIndexOf(':'));
      hosts.push(host);
      tell();
      return () => {
        hosts.splice(hosts.indexOf(host), 1);
        tell();
      };
    },
  };
}
