import { expect, test } from 'vitest';
import { type FaultInput, FaultSpec } from '../chaos/fault.ts';
import { ordersFor, type Party } from './fault-orders.ts';

const PARTIES: Readonly<Record<string, Party>> = {
  zone: { processes: ['appliance-1', 'appliance-2'], outside: false },
  tools: { processes: [], outside: true },
  all: { processes: ['control-plane', 'appliance-1', 'appliance-2'], outside: true },
};
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'control-plane': ['127.0.0.11'],
  'appliance-1': ['127.0.0.21', '127.0.1.4'],
  'appliance-2': ['127.0.0.22', '127.0.1.5'],
};

function orders(name: string, ...faults: readonly FaultInput[]) {
  const partyOf = (target: string) => PARTIES[target] ?? { processes: [target], outside: false };
  return ordersFor(
    name,
    faults.map((fault) => FaultSpec.parse(fault)),
    partyOf,
    (process) => HOSTS[process] ?? [],
  );
}

const hostsCut = (name: string, fault: FaultInput) =>
  orders(name, fault).links.flatMap(({ cut, hosts }) => (cut ? hosts : []));

test.each([
  {
    between: ['control-plane', 'zone'],
    oneWay: false,
    at: 'control-plane',
    hosts: ['127.0.0.21', '127.0.1.4', '127.0.0.22', '127.0.1.5'],
  },
  { between: ['control-plane', 'zone'], oneWay: false, at: 'appliance-1', hosts: ['127.0.0.11'] },
  { between: ['control-plane', 'zone'], oneWay: true, at: 'control-plane', hosts: [] },
  { between: ['control-plane', 'zone'], oneWay: true, at: 'appliance-2', hosts: ['127.0.0.11'] },
  { between: ['zone', 'tools'], oneWay: false, at: 'appliance-1', hosts: ['127.0.0.1'] },
  {
    between: ['appliance-1', 'all'],
    oneWay: false,
    at: 'appliance-1',
    hosts: ['127.0.0.11', '127.0.0.22', '127.0.1.5', '127.0.0.1'],
  },
  { between: ['control-plane', 'appliance-1'], oneWay: false, at: 'appliance-2', hosts: [] },
] as const)(
  'a cut between $between (one way: $oneWay) is for $at not to hear $hosts',
  ({ between, oneWay, at, hosts }) => {
    expect(hostsCut(at, { kind: 'cut', between: [...between], oneWay })).toEqual(hosts);
  },
);

test('what befalls one process befalls no other', () => {
  const faults = [
    { kind: 'full-disk', target: 'appliance-1' },
    { kind: 'slow-disk', target: 'appliance-1', delay: '20ms' },
    { kind: 'clock-skew', target: 'appliance-1', skew: '-5m' },
    { kind: 'hsm-sessions', target: 'appliance-1' },
  ] as const;
  expect(orders('appliance-1', ...faults)).toEqual({
    links: [],
    disk: { slowMs: 20, corrupt: false, failure: 'full' },
    skewMs: -300_000,
    service: [{ kind: 'hsm-sessions' }],
  });
  expect(orders('appliance-2', ...faults)).toEqual({ links: [], skewMs: 0, service: [] });
});
