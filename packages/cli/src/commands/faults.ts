import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { describeFault, type Fault, type FaultKind, type Injector } from '../chaos/fault.ts';
import { addFault, processInjector } from '../chaos/process-injector.ts';
import { chooseTarget, type RandomKind } from '../chaos/random-target.ts';
import { spanText } from '../chaos/span.ts';
import { commandRuntime, type System, withSystem } from '../system.ts';
import { tableLines } from '../table.ts';

const SEED_BELOW = 1_000_000;

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

export interface AddOptions extends Options {
  readonly for?: string;
  readonly oneWay?: boolean;
  readonly delay?: string;
  readonly jitter?: string;
  readonly rate?: number;
  readonly skew?: string;
  readonly code?: string;
  readonly calls?: readonly string[];
  readonly operations?: readonly string[];
  readonly step?: string;
  readonly random?: RandomKind;
  readonly seed?: string;
  readonly dryRun?: boolean;
}

/** Sets a fault; the one that is missing among its targets is chosen by chance where that is asked for. */
export async function add(
  kind: string,
  named: readonly string[],
  { dataDir, json, random, seed, dryRun = false, ...parameters }: AddOptions,
): Promise<void> {
  const { fault, chosen } = await withSystem(dataDir, async (system) => {
    const choice = random && (await choose(system, random, seed));
    const targets = choice === undefined ? named : [...named, choice.target];
    const added = await addFault(system, faultOf(kind, targets, parameters), { dryRun });
    return { fault: added, chosen: choice };
  });
  if (json) return console.log(JSON.stringify({ ...fault, ...(chosen && { seed: chosen.seed }) }));
  if (chosen !== undefined) console.log(`chance chose ${chosen.target}, seed ${chosen.seed}`);
  const whom = fault.processes.length === 0 ? '' : `, which befalls ${fault.processes.join(', ')}`;
  const end = 'for' in fault && fault.for !== undefined ? `for ${spanText(fault.for)}` : 'until it is cleared';
  if (dryRun) return console.log(`It would be: ${describeFault(fault)} ${end}${whom}.`);
  console.log(
    fault.kind === 'restart' || fault.kind === 'reset'
      ? `${describeFault(fault)}: done`
      : `${fault.id}: ${describeFault(fault)} ${end}${whom}`,
  );
}

/** Lists the faults that are in force. */
export async function list({ dataDir, json }: Options): Promise<void> {
  const { faults, nowMs } = await withSystem(dataDir, async (system) => ({
    faults: await processInjector(system).list(),
    nowMs: commandRuntime(system.directory).clock.host(),
  }));
  if (json) return console.log(JSON.stringify({ faults }));
  if (faults.length === 0) return console.log('No fault is in force.');
  const rows = faults.map((fault) => [
    fault.id,
    describeFault(fault),
    fault.processes.join(', '),
    remaining(fault, nowMs),
  ]);
  console.log(tableLines(['Fault', 'What', 'Befalls', 'Ends'], rows).join('\n'));
}

function remaining({ untilMs }: Fault, nowMs: number): string {
  return untilMs === null ? 'when cleared' : `in ${Math.max(0, Math.ceil((untilMs - nowMs) / 1_000))}s`;
}

/** Ends one fault, or all. */
export async function clear(id: string | undefined, { dataDir, json }: Options): Promise<void> {
  const ids = await withSystem(dataDir, (system) => cleared(system, id));
  if (json) console.log(JSON.stringify({ ids }));
  else console.log(ids.length === 0 ? 'No fault was in force.' : `${ids.join(', ')} cleared`);
}

async function cleared(system: System, id: string | undefined): Promise<readonly string[]> {
  const injector = processInjector(system);
  const known = await injector.list();
  const meant = known.filter((fault) => id === undefined || fault.id === id);
  if (id !== undefined && meant.length === 0) {
    const ids = known.map((fault) => fault.id).join(', ');
    throw new CommandError(
      `There is no fault '${id}'. ${ids === '' ? 'None is in force' : `In force: ${ids}`}.`,
      EXIT_MISUSED,
    );
  }
  for (const fault of meant) await injector.clear(fault.id);
  return meant.map((fault) => fault.id);
}

async function choose(system: System, kind: RandomKind, asked: string | undefined) {
  const seed = asked ?? String(commandRuntime(system.directory).random.int(SEED_BELOW));
  const injector: Injector = processInjector(system);
  return { seed, target: chooseTarget(kind, await injector.targets(), seed, 0) };
}

/** As it was typed; whoever sets it says what is wrong with it. */
function faultOf(kind: string, targets: readonly string[], parameters: Omit<AddOptions, keyof Options>): object {
  const isLink = (['cut', 'delay', 'loss', 'reset'] satisfies FaultKind[] as string[]).includes(kind);
  const named = isLink
    ? { between: targets }
    : targets.length === 0
      ? {}
      : { target: targets.length === 1 ? targets[0] : targets };
  return { kind, ...named, ...parameters };
}
