import type { ProcessAction } from '@keystorm/protocol';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { controlProcess, listProcesses, type System, withSystem, withTools } from '../system.ts';

const CALL_MS = 5_000;

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

export function kill(target: string, options: Options & { readonly stayDown?: boolean }): Promise<void> {
  return act(target, options, () => 'PROCESS_ACTION_KILL');
}

export function stop(target: string, options: Options): Promise<void> {
  return act(target, options, () => 'PROCESS_ACTION_STOP');
}

/** Lets a stopped process go on; starts one that is down; otherwise ends it and starts it again. */
export function restart(target: string, options: Options): Promise<void> {
  return act(target, options, (state) => (state === 'running' ? 'PROCESS_ACTION_RESTART' : 'PROCESS_ACTION_START'));
}

async function act(
  target: string,
  { dataDir, json, stayDown = false }: Options & { readonly stayDown?: boolean },
  actionIn: (state: string) => ProcessAction,
): Promise<void> {
  const process = await withSystem(dataDir, async (system) => {
    const { name, state } = await processOf(system, target);
    return controlProcess(system, name, actionIn(state), stayDown);
  });
  const { state, pid, lastEnd } = process;
  if (json) return console.log(JSON.stringify({ target, ...process }, null, 2));
  const number = pid === 0 ? '' : ` (pid ${pid})`;
  console.log(`${target} is ${state}${number}${lastEnd === '' ? '' : `, last ended by ${lastEnd}`}`);
}

/** Targets are named as a user sees them: an HSM by its id, a process by its name. */
async function processOf(system: System, target: string) {
  const processes = await listProcesses(system);
  const name = target.startsWith('hsm-') ? await applianceOf(system, target) : target;
  const process = processes.find((candidate) => [candidate.name, candidate.applianceId].includes(name));
  if (process !== undefined && name !== '') return process;
  throw new CommandError(
    `There is no '${target}'. Targets are HSM ids, ${processes.map((candidate) => candidate.name).join(', ')}; see \`npx keystorm status\`.`,
    EXIT_MISUSED,
  );
}

/** Empty when there is no such HSM. */
async function applianceOf({ directory, settings }: System, hsmId: string): Promise<string> {
  const { clusters } = await withTools(
    directory,
    settings,
    () => undefined,
    (tools) => tools.clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS }),
  ).catch(() => {
    throw new CommandError(
      'The cluster-manager, which knows the HSMs, does not answer. Name the process instead, such as appliance-1; see `npx keystorm status`.',
    );
  });
  return clusters.flatMap(({ hsms }) => hsms).find((hsm) => hsm.hsmId === hsmId)?.applianceId ?? '';
}
