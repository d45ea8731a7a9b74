import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Transitions } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { BACKUP } from '../../packages/cluster-manager/src/backups/backup.ts';
import { CLUSTER } from '../../packages/cluster-manager/src/clusters/cluster.ts';
import { HSM } from '../../packages/cluster-manager/src/clusters/hsm.ts';
import { APPLIANCE } from '../../packages/cluster-manager/src/fleet/appliance.ts';
import { LINK } from '../../packages/hsm-client/src/link.ts';
import { CONNECTIONS_MAX_DEFAULT, SESSIONS_MAX_DEFAULT } from '../../packages/hsm-node/src/config.ts';
import { LIFE } from '../../packages/hsm-node/src/objects/life.ts';
import { REQUEST_BYTES_MAX } from '../../packages/hsm-node/src/rpc/data-port.ts';
import {
  ADDITIONAL_DATA_BYTES_MAX,
  PLAINTEXT_BYTES_MAX,
  RANDOM_BYTES_MAX,
} from '../../packages/hsm-node/src/sessions/cryptography.ts';
import {
  CALLS_AT_ONCE_MAX,
  CLIENT_KEEPALIVE_MS,
  MESSAGE_BYTES_MAX,
  SERVER_KEEPALIVE_MS,
} from '../../packages/runtime/src/process/limits.ts';
import { drillsIn } from '../../packages/cli/src/drill/library.ts';
import { CONNECTION } from '../../packages/kms-control-plane/src/key-stores/connection.ts';
import { KEY_WISH } from '../../packages/kms-control-plane/src/keys/kms-key.ts';

const GRPC = fileURLToPath(new URL('../../docs/grpc.md', import.meta.url));
const DRILLS = fileURLToPath(new URL('../../docs/drills.md', import.meta.url));
const TESTS = fileURLToPath(new URL('..', import.meta.url));
const FILE = fileURLToPath(new URL('../../ARCHITECTURE.md', import.meta.url));
const TABLES: Readonly<Record<string, Transitions<string>>> = {
  CONNECTION,
  KEY_WISH,
  CLUSTER,
  HSM,
  BACKUP,
  APPLIANCE,
  LIFE,
  LINK,
};

/** One row per transition, in the order of the code. */
function markdown(transitions: Transitions<string>): string {
  const rows = Object.entries(transitions).map(([event, { from, to }]) => [event, from.join(', '), to]);
  return markdownTable(['event', 'from', 'to'], rows);
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(width(column))).join(' | ')} |`;
  const rule = `| ${head.map((_, column) => '-'.repeat(width(column))).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

// `npm test -- test/documents --update` writes the tables anew.
test('ARCHITECTURE.md holds the state tables as they are in the code', async () => {
  const text = readFileSync(FILE, 'utf8');
  const shown = Object.keys(TABLES).filter((name) => text.includes(`<!-- states: ${name} -->`));
  expect(shown).toEqual(Object.keys(TABLES));
  const current = text.replaceAll(
    /(<!-- states: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_match, begin: string, name: string, end: string) => `${begin}\n${markdown(TABLES[name] ?? {})}\n\n${end}`,
  );
  await expect(current).toMatchFileSnapshot(FILE);
});

/** The drills of the two references, "AWS KMS" and "AWS CloudHSM": D1 to D36, DS-01 to DS-30. */
const REFERENCE_DRILLS = [
  ...Array.from({ length: 36 }, (_, index) => `D${index + 1}`),
  ...Array.from({ length: 30 }, (_, index) => `DS-${String(index + 1).padStart(2, '0')}`),
];
/** How a test is registered, and its title as far as it names drills, before a colon. */
const NAMED_TEST = /\b(drill|scenario|simulatedScenario|test)\(\s*['"`]((?:DS-\d\d|D\d+)(?:, (?:DS-\d\d|D\d+))*): /g;
const IN_PROCESSES = ['drill', 'scenario'];

interface NamedTest {
  readonly drill: string;
  readonly file: string;
  readonly isInProcesses: boolean;
}

/** Every test that is named after a drill, once for each drill that it names. */
function namedTests(): readonly NamedTest[] {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return files.toSorted().flatMap((file) => {
    const text = readFileSync(join(TESTS, file), 'utf8');
    return [...text.matchAll(NAMED_TEST)].flatMap(([, registration = '', drills = '']) =>
      drills.split(', ').map((drill) => ({
        drill,
        file: `test/${file}`,
        isInProcesses: IN_PROCESSES.includes(registration),
      })),
    );
  });
}

test('docs/drills.md names the tests of each drill of the references, and each runs against processes', async () => {
  const tests = namedTests();
  expect(new Set(tests.map(({ drill }) => drill))).toEqual(new Set(REFERENCE_DRILLS));
  const rows = REFERENCE_DRILLS.map((drill) => {
    const named = tests.filter((candidate) => candidate.drill === drill);
    const files = (some: readonly NamedTest[]) => [...new Set(some.map(({ file }) => `\`${file}\``))].join(', ');
    const inProcesses = named.filter(({ isInProcesses }) => isInProcesses);
    expect([drill, inProcesses.length > 0]).toEqual([drill, true]);
    return [drill, files(inProcesses), files(named.filter(({ isInProcesses }) => !isInProcesses))];
  });
  const table = markdownTable(['drill', 'simulated and against processes', 'simulated only, besides'], rows);
  const current = readFileSync(DRILLS, 'utf8').replace(
    /(<!-- tests of drills -->\n)[\s\S]*?(<!-- end -->)/,
    (_match, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
  );
  await expect(current).toMatchFileSnapshot(DRILLS);
});

test('docs/drills.md lists the drills as they are, by the topics of the chapter', async () => {
  const rows = drillsIn()
    .map(({ drill: { topic, code = '', name, title } }) => [topic, code, `\`${name}\``, title])
    .toSorted(([a = ''], [b = '']) => a.localeCompare(b));
  const drills = markdownTable(['topic', 'error', 'drill', 'what has happened'], rows);
  const current = readFileSync(DRILLS, 'utf8').replace(
    /(<!-- drills -->\n)[\s\S]*?(<!-- end -->)/,
    (_match, begin: string, end: string) => `${begin}\n${drills}\n\n${end}`,
  );
  await expect(current).toMatchFileSnapshot(DRILLS);
});

/** Of a number of bytes or milliseconds, as a person says it. */
function quantity(value: number, unit: 'bytes' | 'ms'): string {
  if (unit === 'ms') return `${value / 1_000} s`;
  return value % 1_048_576 === 0 ? `${value / 1_048_576} MiB` : `${value.toLocaleString('en')} bytes`;
}

test('docs/grpc.md has the limits as they are in the code', async () => {
  const rows = [
    ['a request', quantity(REQUEST_BYTES_MAX, 'bytes')],
    ['an answer', quantity(MESSAGE_BYTES_MAX, 'bytes')],
    ['plaintext of Encrypt', quantity(PLAINTEXT_BYTES_MAX, 'bytes')],
    ['additional data', quantity(ADDITIONAL_DATA_BYTES_MAX, 'bytes')],
    ['data key, random bytes', quantity(RANDOM_BYTES_MAX, 'bytes')],
    ['connections to an HSM', CONNECTIONS_MAX_DEFAULT.toLocaleString('en')],
    ['logins on an HSM', SESSIONS_MAX_DEFAULT.toLocaleString('en')],
    ['calls without answer on a connection; further ones wait', CALLS_AT_ONCE_MAX.toLocaleString('en')],
    ['time between two pings of an HSM, and for the answer', quantity(SERVER_KEEPALIVE_MS, 'ms')],
    ["the same of Keystorm's own clients", quantity(CLIENT_KEEPALIVE_MS, 'ms')],
  ];
  const current = readFileSync(GRPC, 'utf8').replace(
    /(<!-- limits of an HSM -->\n)[\s\S]*?(<!-- end -->)/,
    (_match, begin: string, end: string) => `${begin}\n${markdownTable(['what', 'at most'], rows)}\n\n${end}`,
  );
  await expect(current).toMatchFileSnapshot(GRPC);
});
