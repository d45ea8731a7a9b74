import { CommandError } from '../command-error.ts';
import { Course, progressOf, type Progress, stop as stopDrill } from '../drill/course.ts';
import type { DrillSystem } from '../drill/drill-system.ts';
import { drillsIn, findDrill, type FoundDrill, readDrill } from '../drill/library.ts';
import { processDrillSystem } from '../drill/process-system.ts';
import { withSystem, withTools } from '../system.ts';
import { tableLines } from '../table.ts';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

interface FromFolder extends Options {
  /** Folder with a team's own drills, instead of those of Keystorm. */
  readonly from?: string;
}

export function list({ from, json }: FromFolder): void {
  const drills = drillsIn(from).map(({ drill }) => drill);
  if (json) {
    console.log(JSON.stringify(drills.map(({ name, title, topic, code }) => ({ name, title, topic, code }))));
    return;
  }
  const rows = drills.map(({ name, code, title, topic }) => [name, code ?? '', title, topic]);
  console.log(tableLines(['Drill', 'Error', 'What has happened', 'Topic of the guide'], rows).join('\n'));
}

/** Brings the system into the condition of a drill. */
export async function start(name: string, { from, ...options }: FromFolder): Promise<void> {
  await begin(findDrill(name, from), true, options);
}

/** One of all drills, without its name. */
export async function play({ from, ...options }: FromFolder): Promise<void> {
  const drills = drillsIn(from);
  const number = await withDrills(options, ({ runtime }) => Promise.resolve(runtime.random.int(drills.length)));
  const drill = drills[number];
  if (drill === undefined) throw new CommandError(`There is no drill in ${from ?? 'the library'}.`);
  await begin(drill, false, options);
}

async function begin({ file, drill }: FoundDrill, named: boolean, options: Options): Promise<void> {
  await withDrills(options, async (system) => {
    const running = await progressOf(system);
    if (running !== undefined)
      throw new CommandError('A drill is under way. End it with `npx keystorm drill stop`, or repair it.');
    if (options.json !== true) console.error('  preparing …');
    await new Course(system, drill).start({ file, named }, () => undefined);
  });
  if (options.json) console.log(JSON.stringify({ ...(named && { name: drill.name }), story: drill.story }));
  else
    console.log(
      `${drill.story.trim()}\n\nRepair it. \`npx keystorm drill check\` says whether it is, \`drill hint\` helps, \`drill solve\` does it.`,
    );
}

export async function hint(options: Options): Promise<void> {
  await withRunning(options, async (_, course, progress) => {
    const text = await course.hint(progress);
    if (options.json) console.log(JSON.stringify({ hint: text ?? null }));
    else console.log(text ?? 'There are no more hints. `npx keystorm drill solve` shows the repair.');
  });
}

/** Fails with what is still wrong. */
export async function check(options: Options): Promise<void> {
  await withRunning(options, (_, course, progress, { drill }) => judge(course, progress, drill.name, options));
}

/** Does the documented repair. */
export async function solve(options: Options): Promise<void> {
  await withRunning(options, async (_, course, progress, { drill }) => {
    const show = options.json ? () => undefined : (line: string) => console.log(line);
    await course.solve(progress, show);
    if (options.json !== true) console.log();
    await judge(course, progress, drill.name, options);
  });
}

async function judge(course: Course, progress: Progress, name: string, { json }: Options): Promise<void> {
  const { findings, tookMs } = await course.check(progress);
  const repaired = findings.length === 0;
  if (json) {
    const named = progress.named || repaired ? { name } : {};
    console.log(JSON.stringify({ ...named, repaired, findings, tookMs, hints: progress.hints }));
  }
  if (!repaired) throw new CommandError(`It is not repaired yet.\n${findings.map((text) => `  ${text}`).join('\n')}`);
  if (json) return;
  const help =
    progress.hints === 0 ? 'without a hint' : `with ${progress.hints} ${progress.hints === 1 ? 'hint' : 'hints'}`;
  console.log(`Repaired after ${Math.round(tookMs / 1000)} s, ${help}. It was '${name}'.`);
}

/** Forgets the drill that is under way; the system stays as it is. */
export async function stop(options: Options): Promise<void> {
  await withDrills(options, stopDrill);
  console.log(options.json ? '{}' : 'There is no drill under way. `npx keystorm lab reset` repairs the system.');
}

type Work = (system: DrillSystem, course: Course, progress: Progress, found: FoundDrill) => Promise<void>;

async function withRunning(options: Options, work: Work): Promise<void> {
  await withDrills(options, async (system) => {
    const progress = await progressOf(system);
    if (progress === undefined)
      throw new CommandError('No drill is under way. Begin one with `npx keystorm drill start`.');
    const found = readDrill(progress.file);
    await work(system, new Course(system, found.drill), progress, found);
  });
}

function withDrills<T>({ dataDir }: Options, work: (system: DrillSystem) => Promise<T>): Promise<T> {
  return withSystem(dataDir, (system) =>
    withTools(
      system.directory,
      system.settings,
      () => undefined,
      (tools) => work(processDrillSystem({ endpoint: system.endpoint, dataDir: system.directory.path }, tools)),
    ),
  );
}
