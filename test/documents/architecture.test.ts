import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Transitions } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { BACKUP } from '../../packages/cluster-manager/src/backups/backup.ts';
import { CLUSTER } from '../../packages/cluster-manager/src/clusters/cluster.ts';
import { HSM } from '../../packages/cluster-manager/src/clusters/hsm.ts';
import { APPLIANCE } from '../../packages/cluster-manager/src/fleet/appliance.ts';
import { LINK } from '../../packages/hsm-client/src/link.ts';
import { LIFE } from '../../packages/hsm-node/src/objects/life.ts';
import { drillsIn } from '../../packages/cli/src/drill/library.ts';
import { CONNECTION } from '../../packages/kms-control-plane/src/key-stores/connection.ts';
import { KEY_WISH } from '../../packages/kms-control-plane/src/keys/kms-key.ts';

const DRILLS = fileURLToPath(new URL('../../docs/drills.md', import.meta.url));
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
