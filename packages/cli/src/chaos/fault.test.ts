import { expect, test } from 'vitest';
import { stepNames } from '../../../cluster-manager/src/jobs/jobs.ts';
import { CONNECT_STEPS } from '../../../kms-control-plane/src/key-stores/connect.ts';
import { describeFault, FaultSpec, occupied } from './fault.ts';
import { STEPS } from './steps.ts';

const MEMBERS: Readonly<Record<string, readonly string[]>> = { 'us-east-1a': ['appliance-1', 'appliance-4'] };
const members = (target: string) => MEMBERS[target] ?? [target];
const LINK = ['control-plane', 'us-east-1a'];

test.each([
  { fault: { kind: 'cut', between: LINK, for: '30s' }, told: 'cut between control-plane and us-east-1a', for: 30_000 },
  { fault: { kind: 'cut', between: LINK, oneWay: true }, told: 'cut from control-plane to us-east-1a' },
  {
    fault: { kind: 'delay', between: LINK, delay: '1.5s', for: '250ms' },
    told: 'delay between control-plane and us-east-1a',
    for: 250,
  },
  { fault: { kind: 'clock-skew', target: 'hsms', skew: '-5m', for: 1_000 }, told: 'clock-skew of hsms', for: 1_000 },
  { fault: { kind: 'hold', step: 'CreateHsm/fill it' }, told: 'hold of CreateHsm/fill it' },
  { fault: { kind: 'kms-errors', operations: ['Encrypt'], for: '1h' }, told: 'kms-errors', for: 3_600_000 },
])('$told is a fault', ({ fault, told, ...times }) => {
  const spec = FaultSpec.parse(fault);
  expect(describeFault(spec)).toBe(told);
  expect('for' in spec ? spec.for : undefined).toBe(times.for);
});

test.each([
  {
    name: 'a kind that is none',
    fault: { kind: 'melt', target: 'hsms' },
    path: ['kind'],
    told: 'kill, stop, restart, cut',
  },
  { name: 'one target of a link', fault: { kind: 'cut', between: ['tools'] }, path: ['between'], told: 'two targets' },
  {
    name: 'a time without a unit',
    fault: { kind: 'kill', target: 'hsms', for: '30' },
    path: ['for'],
    told: 'such as 250ms',
  },
  { name: 'no time at all', fault: { kind: 'kill', target: 'hsms', for: '0s' }, path: ['for'], told: 'such as 250ms' },
  {
    name: 'longer than a day',
    fault: { kind: 'kill', target: 'hsms', for: '25h' },
    path: ['for'],
    told: 'at most 24h',
  },
  { name: 'more than all', fault: { kind: 'kms-errors', rate: 1.5 }, path: ['rate'], told: '<=1' },
  {
    name: 'an error code that is none',
    fault: { kind: 'hsm-errors', target: 'hsms', code: 'OOPS' },
    path: ['code'],
    told: 'HSM_BUSY',
  },
  {
    name: 'an operation that is none',
    fault: { kind: 'kms-errors', operations: ['Encrypte'] },
    path: ['operations', 0],
    told: 'Encrypt',
  },
  {
    name: 'a call that is none',
    fault: { kind: 'hsm-errors', target: 'hsms', code: 'HSM_BUSY', calls: ['x'] },
    path: ['calls', 0],
    told: 'GenerateKey',
  },
  {
    name: 'a step that is none',
    fault: { kind: 'hold', step: 'connect/dance' },
    path: ['step'],
    told: 'connect/rotate',
  },
  { name: 'a parameter of another kind', fault: { kind: 'kill', target: 'hsms', rate: 0.5 }, path: [], told: 'rate' },
  {
    name: 'what is over at once, for a time',
    fault: { kind: 'reset', between: LINK, for: '3s' },
    path: [],
    told: 'for',
  },
])('$name is refused, and its place named', ({ fault, path, told }) => {
  const { error } = FaultSpec.safeParse(fault);
  expect(error?.issues).toMatchObject([{ path, message: expect.stringContaining(told) as string }]);
});

test.each([
  { a: { kind: 'kill', target: 'us-east-1a' }, b: { kind: 'stop', target: 'appliance-4' }, overlap: true },
  { a: { kind: 'kill', target: 'us-east-1a' }, b: { kind: 'stop', target: 'appliance-2' }, overlap: false },
  { a: { kind: 'cut', between: LINK }, b: { kind: 'cut', between: ['appliance-1', 'control-plane'] }, overlap: true },
  { a: { kind: 'cut', between: LINK }, b: { kind: 'loss', between: LINK, rate: 0.1 }, overlap: false },
  { a: { kind: 'full-disk', target: 'appliance-1' }, b: { kind: 'broken-disk', target: 'us-east-1a' }, overlap: true },
  {
    a: { kind: 'full-disk', target: 'appliance-1' },
    b: { kind: 'slow-disk', target: 'appliance-1', delay: '1s' },
    overlap: false,
  },
  { a: { kind: 'hold', step: 'connect/reach' }, b: { kind: 'hold', step: 'connect/rotate' }, overlap: false },
])('$a.kind and $b.kind overlap: $overlap', ({ a, b, overlap }) => {
  const [mine, other] = [a, b].map((fault) => occupied(FaultSpec.parse(fault), members));
  expect(mine?.some((resource) => other?.includes(resource))).toBe(overlap);
});

test('the steps that can be held are those that there are', () => {
  expect(STEPS).toEqual({ connect: CONNECT_STEPS, ...stepNames() });
});
