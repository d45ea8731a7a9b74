import { fileURLToPath } from 'node:url';
import { ConnectionErrorCodeType } from '@keystorm/aws-api/kms';
import { describe, expect, test } from 'vitest';
import { findings } from '../../../packages/cli/src/drill/checks.ts';
import { Course, progressOf, stop } from '../../../packages/cli/src/drill/course.ts';
import { parseDrill } from '../../../packages/cli/src/drill/drill-file.ts';
import { drillsIn, readDrill } from '../../../packages/cli/src/drill/library.ts';
import { currentVariables } from '../../../packages/cli/src/drill/variables.ts';
import { drillSystem } from '../../worlds/drill-system.ts';
import { connectedStore } from '../../worlds/fixture.ts';
import { withSimulatedWorld } from '../../worlds/simulated-world.ts';
import { clusterWhen } from '../../worlds/world.ts';

const EXAMPLE = readDrill(fileURLToPath(new URL('../../../docs/example-drill.yaml', import.meta.url)));
const DRILLS = drillsIn();

describe('a drill is prepared, found wanting, repaired as documented, and found well', () => {
  test.each([...DRILLS, EXAMPLE].map((found) => ({ name: found.drill.name, found })))(
    '$name',
    async ({ name, found: { file, drill } }) => {
      await withSimulatedWorld(`drill ${name}`, async (world) => {
        await connectedStore(world);
        const system = drillSystem(world);
        const course = new Course(system, drill);
        await course.start({ file, named: true }, () => undefined);
        const before = await progressOf(system);
        expect(before).toMatchObject({ file, hints: 0 });

        const { findings } = await course.check(before!);
        expect(findings).not.toEqual([]);
        expect(findings.join('\n')).toMatch(named(drill.code));
        const hints: (string | undefined)[] = [];
        for (const _ of [...drill.hints, 'one too many']) hints.push(await course.hint((await progressOf(system))!));
        expect(hints).toEqual([...drill.hints.map(() => expect.any(String) as string), undefined]);

        const shown: string[] = [];
        await course.solve((await progressOf(system))!, (line) => shown.push(line));
        expect(shown.filter((line) => line.startsWith('$ '))).not.toEqual([]);
        expect(await course.check((await progressOf(system))!)).toMatchObject({ findings: [] });
        expect(await progressOf(system)).toBe(undefined);
      });
    },
  );
});

/** What a check says must name what the trainee meets, as far as it is a state. */
function named(code: string | undefined): RegExp {
  const isState = code !== undefined && (ConnectionErrorCodeType as readonly string[]).includes(code);
  return isState ? new RegExp(code) : /\S/;
}

test('every error code of key stores in CloudHSM has a drill, and every topic of the chapter', () => {
  const codes = DRILLS.map(({ drill }) => drill.code);
  expect(codes).toEqual(expect.arrayContaining(ConnectionErrorCodeType.filter((code) => !code.startsWith('XKS_'))));
  const topics = new Set(DRILLS.map(({ drill }) => drill.topic));
  expect([...topics].toSorted()).toEqual([
    'How to delete orphaned key material',
    'How to fix a connection failure',
    'How to fix a failing CMK',
    'How to fix invalid kmsuser credentials',
    'How to fix unavailable CMKs',
    'How to log in as kmsuser',
    'How to recover deleted key material for a CMK',
  ]);
});

test('a drill begins only on a system that is well, and can be given up', async () => {
  await withSimulatedWorld('drill refused', async (world) => {
    const { store } = await connectedStore(world);
    const system = drillSystem(world);
    const course = new Course(system, EXAMPLE.drill);
    await course.start({ file: EXAMPLE.file, named: false }, () => undefined);
    await stop(system);
    expect(await progressOf(system)).toBe(undefined);
    await store.disconnect();
    await expect(course.start({ file: EXAMPLE.file, named: true }, () => undefined)).rejects.toThrow(
      'A drill begins on a system that is well. The key store is DISCONNECTED',
    );
    expect(await progressOf(system)).toBe(undefined);
  });
});

test('who deletes the key object of another KMS key hears of both', async () => {
  await withSimulatedWorld('drill wrong key object', async (world) => {
    const { store } = await connectedStore(world);
    const { arn } = await store.newKey();
    const { file, drill } = DRILLS.find((found) => found.drill.name === 'orphaned-material')!;
    const system = drillSystem(world);
    const course = new Course(system, drill);
    await course.start({ file, named: true }, () => undefined);
    const progress = (await progressOf(system))!;
    await course.solve({ ...progress, saved: { ...progress.saved, KEY_ARN: arn } }, () => undefined);
    expect((await course.check(progress)).findings).toEqual([
      expect.stringMatching(/^hsm-\w+ holds 1 key objects, and only 0 of them belong to KMS keys/),
      expect.stringContaining(`no key object any more for ${arn}`),
    ]);
  });
});

test('orphans are looked for among all pages of KMS keys', async () => {
  await withSimulatedWorld('drill many keys', async (world) => {
    const { store, clusterId } = await connectedStore(world);
    for (let made = 0; made <= 100; made += 1) await store.newKey();
    await clusterWhen(world, clusterId, ({ hsms }) => hsms.every(({ keys }) => keys === 101));
    const system = drillSystem(world);
    expect(await findings(system, [{ orphans: 'none' }], await currentVariables(system))).toEqual([]);
  });
});

describe('a file that is no drill is refused with the place of the mistake', () => {
  const text = 'name: x\ntitle: t\ntopic: t\nstory: s\nhints: [h]\ncheck: [{ store: CONNECTED }]\n';
  test.each([
    ['no YAML', 'name: [', /line 1/],
    ['an unknown member', `${text}start: [wait store]\nsolve: [wait store]\nmore: 1\n`, /more/],
    ['a name with blanks', `${text.replace('name: x', 'name: a b')}start: [wait store]\nsolve: [wait store]\n`, /name/],
    ['a command that no drill has', `${text}start: [rm -rf x]\nsolve: [wait store]\n`, /start\[0\]/],
    [
      'an unknown check',
      `${text.replace('store: CONNECTED', 'shop: OPEN')}start: [wait a]\nsolve: [wait a]\n`,
      /check\[0\]/,
    ],
    ['no steps', `${text}start: []\nsolve: [wait store]\n`, /start/],
  ])('%s', (_, content, place) => {
    expect(() => parseDrill(content, 'mine.yaml')).toThrow(/mine\.yaml/);
    expect(() => parseDrill(content, 'mine.yaml')).toThrow(place);
  });
});
