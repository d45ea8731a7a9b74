import { CommandError } from '../command-error.ts';
import { controlProcess, type System, withSystem, withTools } from '../system.ts';

const CALL_MS = 5_000;

interface Options {
  readonly dataDir: string;
}

export function kill(target: string, { dataDir, stayDown }: Options & { readonly stayDown?: boolean }): Promise<void> {
  return act(dataDir, target, 'PROCESS_ACTION_KILL', stayDown);
}

export function stop(target: string, { dataDir }: Options): Promise<void> {
  return act(dataDir, target, 'PROCESS_ACTION_STOP');
}

/** Lets a stopped process go on; starts one that is down; otherwise ends it and starts it again. */
export async function restart(target: string, { dataDir }: Options): Promise<void> {
  await withSystem(dataDir, async (system) => {
    const name = await processOf(system, target);
    const { processes } = await system.supervisor.call('ListProcesses', {}, { deadlineMs: CALL_MS });
    const process = processes.find((candidate) => [candidate.name, candidate.applianceId].includes(name));
    await report(
      system,
      target,
      name,
      process?.state === 'running' ? 'PROCESS_ACTION_RESTART' : 'PROCESS_ACTION_START',
    );
  });
}

async function act(
  dataDir: string,
  target: string,
  action: Parameters<typeof controlProcess>[2],
  stayDown = false,
): Promise<void> {
  await withSystem(dataDir, async (system) =>
    report(system, target, await processOf(system, target), action, stayDown),
  );
}

async function report(
  system: System,
  target: string,
  name: string,
  action: Parameters<typeof controlProcess>[2],
  stayDown = false,
): Promise<void> {
  const { state, pid, lastEnd } = await controlProcess(system, name, action, stayDown);
  console.log(
    `${target} is ${state}${pid === 0 ? '' : ` (pid ${pid})`}${lastEnd === '' ? '' : `, last ended by ${lastEnd}`}`,
  );
}

/** Targets are named as a user sees them: an HSM by its id, a process by its name. */
async function processOf({ directory, settings, supervisor }: System, target: string): Promise<string> {
  if (target.startsWith('hsm-')) {
    const { clusters } = await withTools(
      directory,
      settings,
      () => undefined,
      (tools) => tools.clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS }),
    );
    const hsm = clusters.flatMap(({ hsms }) => hsms).find(({ hsmId }) => hsmId === target);
    if (hsm?.applianceId) return hsm.applianceId;
  } else {
    const { processes } = await supervisor.call('ListProcesses', {}, { deadlineMs: CALL_MS });
    if (processes.some(({ name }) => name === target)) return target;
  }
  throw new CommandError(
    `There is no '${target}'. Targets are HSM ids, control-plane and cluster-manager; see \`npx keystorm status\`.`,
    2,
  );
}
