import { expect, test } from 'vitest';
import { parseExperiment } from './experiment-file.ts';
import { shippedExperiments } from './library.ts';

const HEAD = `name: mine
title: Mine
hypothesis: It holds.
before: 1s
during: 10s
after: 1s
`;
const TIMELINE = `timeline:
  - { at: 1s, fault: { kind: kill, target: hsms, for: 3s } }
`;

test('the shipped experiments are well-formed, and there are at least eight', () => {
  const names = shippedExperiments().map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'backup-and-restore',
      'everything-at-once',
      'flapping-network',
      'lockout-during-failover',
      'rolling-restart',
      'slow-hsm',
      'split-zone',
      'zone-loss',
    ]),
  );
});

test('what is left out has a default', () => {
  expect(parseExperiment(HEAD + TIMELINE, 'mine.yaml')).toMatchObject({
    traffic: { clients: 16, mix: { encrypt: 50, decrypt: 50 }, key: 'alias/example' },
    during: 10_000,
    timeline: [{ at: 1_000, fault: { kind: 'kill', target: 'hsms', for: 3_000 } }],
    steady: [],
    expect: { during: [], after: [] },
  });
});

test.each([
  { name: 'no YAML', text: `${HEAD}timeline: [`, told: 'mine.yaml: Flow sequence' },
  { name: 'a member that is missing', text: HEAD, told: 'mine.yaml:1: timeline' },
  { name: 'a member that is none', text: `${HEAD}${TIMELINE}surprise: 1\n`, told: 'surprise' },
  {
    name: 'a time without a unit',
    text: HEAD.replace('10s', 'ten') + TIMELINE,
    told: 'mine.yaml:5: during: must be a time',
  },
  {
    name: 'an unknown kind of fault',
    text: `${HEAD}timeline:\n  - at: 0s\n    fault: { kind: melt, target: hsms }\n`,
    told: 'mine.yaml:9: timeline[0].fault.kind: must be one of kill',
  },
  {
    name: 'a parameter that is too large',
    text: `${HEAD}timeline:\n  - at: 0s\n    fault:\n      kind: loss\n      between: [control-plane, hsms]\n      rate: 2\n`,
    told: 'mine.yaml:12: timeline[0].fault.rate',
  },
  {
    name: 'an operation that the traffic does not know',
    text: `${HEAD}${TIMELINE}traffic: { mix: { sing: 1 } }\n`,
    told: 'mine.yaml:9: traffic.mix',
  },
  {
    name: 'a fault after the end',
    text: `${HEAD}timeline:\n  - { at: 10s, fault: { kind: restart, target: hsms } }\n`,
    told: 'mine.yaml:8: timeline[0].at: begins after',
  },
  {
    name: 'a fault that lasts too long',
    text: `${HEAD}timeline:\n  - { at: 8s, fault: { kind: kill, target: hsms, for: 3s } }\n`,
    told: 'mine.yaml:8: timeline[0].fault.for: lasts longer',
  },
  {
    name: 'a fault that comes again before it has ended',
    text: `${HEAD}timeline:\n  - { at: 0s, every: 2s, fault: { kind: kill, target: hsms } }\n`,
    told: 'mine.yaml:8: timeline[0].every: comes again',
  },
  {
    name: 'faults that overlap',
    text: `${HEAD}${TIMELINE}  - { at: 2s, fault: { kind: stop, target: hsms, for: 1s } }\n`,
    told: 'mine.yaml:9: timeline[1]: stop of hsms overlaps with timeline[0]',
  },
  {
    name: 'an unknown check',
    text: `${HEAD}${TIMELINE}steady: [{ luck: 1 }]\n`,
    told: 'mine.yaml:9: steady[0]: must be a check',
  },
  {
    name: 'a wait for wholeness while the faults last',
    text: `${HEAD}${TIMELINE}expect: { during: [{ whole: 5s }] }\n`,
    told: 'mine.yaml:9: expect.during[0]: must be a check',
  },
])('$name is refused, and the place named', ({ text, told }) => {
  expect(() => parseExperiment(text, 'mine.yaml')).toThrow(told);
});

test('faults of the same kind may follow one another', () => {
  const later = '  - { at: 4s, fault: { kind: kill, target: hsms, for: 1s } }\n';
  expect(parseExperiment(HEAD + TIMELINE + later, 'mine.yaml').timeline).toHaveLength(2);
});
