import type { ServiceFault } from '@keystorm/runtime';
import type { DiskFault, FaultOrders, LinkFault } from '@keystorm/runtime/process';
import type { FaultSpec } from '../chaos/fault.ts';

/** Who a target is: processes of the system, and perhaps whoever is none of them. */
export interface Party {
  readonly processes: readonly string[];
  readonly outside: boolean;
}

/** Where clients that are none of the system's processes come from. */
export const OUTSIDE_HOST = '127.0.0.1';

/** What one process is to do about all faults. `partyOf` names who a target is, `hostsOf` the addresses of a process. */
export function ordersFor(
  name: string,
  specs: readonly FaultSpec[],
  partyOf: (target: string) => Party,
  hostsOf: (process: string) => readonly string[],
): FaultOrders {
  const befallsIt = (target: string) => partyOf(target).processes.includes(name);
  const hosts = ({ processes, outside }: Party) => [
    ...processes.filter((other) => other !== name).flatMap(hostsOf),
    ...(outside ? [OUTSIDE_HOST] : []),
  ];
  const own = specs.filter((spec) => !('target' in spec) || befallsIt(spec.target));
  const disk = diskFault(own);
  return {
    links: specs.flatMap((spec) => linkFaults(spec, befallsIt, (target) => hosts(partyOf(target)))),
    ...(disk && { disk }),
    skewMs: own.reduce((sum, spec) => sum + (spec.kind === 'clock-skew' ? spec.skew : 0), 0),
    service: own.flatMap(serviceFault),
  };
}

/** What comes from the first to the second befalls the second, and what goes back the first. */
function linkFaults(
  spec: FaultSpec,
  befallsIt: (target: string) => boolean,
  hostsOf: (target: string) => readonly string[],
): readonly LinkFault[] {
  if (!('between' in spec) || spec.kind === 'reset') return [];
  const [from, to] = spec.between;
  const faults: LinkFault[] = [];
  if (befallsIt(to)) faults.push(linkFault(spec, hostsOf(from)));
  if (befallsIt(from) && !(spec.kind === 'cut' && spec.oneWay)) faults.push(linkFault(spec, hostsOf(to)));
  return faults;
}

function linkFault(spec: FaultSpec, hosts: readonly string[]): LinkFault {
  return {
    hosts,
    cut: spec.kind === 'cut',
    delayMs: spec.kind === 'delay' ? spec.delay : 0,
    jitterMs: spec.kind === 'delay' ? spec.jitter : 0,
    lossRate: spec.kind === 'loss' ? spec.rate : 0,
  };
}

function diskFault(specs: readonly FaultSpec[]): DiskFault | undefined {
  const slow = specs.find((spec) => spec.kind === 'slow-disk');
  const isFull = specs.some(({ kind }) => kind === 'full-disk');
  const isBroken = specs.some(({ kind }) => kind === 'broken-disk');
  const corrupt = specs.some(({ kind }) => kind === 'corrupt-store');
  if (slow === undefined && !isFull && !isBroken && !corrupt) return undefined;
  const failure = isFull ? 'full' : 'broken';
  return { slowMs: slow?.delay ?? 0, corrupt, ...((isFull || isBroken) && { failure }) };
}

function serviceFault(spec: FaultSpec): readonly ServiceFault[] {
  switch (spec.kind) {
    case 'hsm-sessions':
      return [{ kind: spec.kind }];
    case 'hsm-errors':
      return [{ kind: spec.kind, code: spec.code, rate: spec.rate, calls: spec.calls }];
    case 'kms-errors':
      return [{ kind: spec.kind, rate: spec.rate, operations: spec.operations }];
    case 'hold':
      return [{ kind: spec.kind, step: spec.step }];
    default:
      return [];
  }
}
