import { AwsError } from '../aws-client.ts';
import { CommandError } from '../command-error.ts';
import { wordsOf } from '../hsm-tools/words.ts';
import { parseAwsCommand } from './aws-command.ts';
import type { Step } from './drill-file.ts';
import type { DrillSystem } from './drill-system.ts';
import { runLab } from './lab-command.ts';
import { ScriptedTerminal } from './scripted-terminal.ts';
import { filled, pick, type Variables } from './variables.ts';
import { waitFor } from './waits.ts';

/** How often a command is repeated that comes too early, because the one before is still at work. */
const EARLY_MS_MAX = 60_000;
const PAUSE_MS = 100;
/** What a request is refused with while an earlier one is still at work. */
const TOO_EARLY = /InvalidStateException|NotActiveException|CloudHsmInvalidRequestException/;

/** Does the steps one after the other, showing each as a person would type it. Returns the variables afterwards. */
export async function runSteps(
  system: DrillSystem,
  steps: readonly Step[],
  given: Variables,
  show: (line: string) => void,
): Promise<Variables> {
  let variables = given;
  for (const step of steps) {
    if ('each' in step) {
      for (const word of wordsOf(filled(step.of, variables)))
        variables = await runSteps(system, step.do, { ...variables, [step.each]: word }, show);
    } else if ('tool' in step) variables = { ...variables, ...(await type(system, step, variables, show)) };
    else variables = { ...variables, ...(await run(system, step, variables, show)) };
  }
  return variables;
}

async function run(
  system: DrillSystem,
  { run: command, save = {}, fails }: Extract<Step, { run: string }>,
  variables: Variables,
  show: (line: string) => void,
): Promise<Variables> {
  const typed = filled(command, variables);
  if (!typed.startsWith('wait ') && typed !== 'end session') show(`$ ${typed}`);
  const answer = await expecting(fails, () => perform(system, typed, show, fails !== undefined));
  return Object.fromEntries(Object.entries(save).map(([name, path]) => [name, pick(answer, path)]));
}

async function expecting(code: string | undefined, work: () => Promise<unknown>): Promise<unknown> {
  if (code === undefined) return work();
  try {
    await work();
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined;
    throw error;
  }
  throw new CommandError(`The command was to end with ${code}, and succeeded.`);
}

function perform(
  system: DrillSystem,
  command: string,
  show: (line: string) => void,
  mayFail: boolean,
): Promise<unknown> {
  const [first, ...words] = wordsOf(command);
  switch (first) {
    case 'aws':
      return callAws(system, words, mayFail);
    case 'wait':
      return waitFor(system, words);
    case 'end':
      return system.endOpen();
    default:
      return npx(system, words, show);
  }
}

function npx(system: DrillSystem, [program, ...words]: readonly string[], show: (line: string) => void) {
  if (program === 'configure') {
    const eniIp = words.at(-1) ?? '';
    show(`# the tools know the cluster of ${eniIp}`);
    return system.configure(eniIp);
  }
  return runLab(system, words.slice(1));
}

/** A person who is told that it is too early tries again a moment later. */
async function callAws(system: DrillSystem, words: readonly string[], mayFail: boolean): Promise<unknown> {
  const { clock } = system.runtime;
  const call = parseAwsCommand(words);
  for (const giveUpMs = clock.monotonic() + EARLY_MS_MAX; ; await clock.sleep(PAUSE_MS)) {
    try {
      return await system.aws(call);
    } catch (error) {
      const isEarly = error instanceof AwsError && TOO_EARLY.test(error.code);
      if (mayFail || !isEarly || clock.monotonic() > giveUpMs) throw error;
    }
  }
}

async function type(
  system: DrillSystem,
  { tool, type: lines, stays, save = {} }: Extract<Step, { tool: string }>,
  variables: Variables,
  show: (line: string) => void,
): Promise<Variables> {
  const typed = lines.map((line) => filled(line, variables));
  if (stays) return { ENDING: (await system.leaveOpen(tool, typed)).ending };
  show(`$ npx ${tool}`);
  const terminal = new ScriptedTerminal(typed, show);
  await system.run(tool, terminal);
  const screen = terminal.screen.join('\n');
  return Object.fromEntries(
    Object.entries(save).map(([name, pattern]) => {
      const value = new RegExp(filled(pattern, variables)).exec(screen)?.[1];
      if (value === undefined) throw new CommandError(`${tool} did not print what $${name} is to be read from.`);
      return [name, value];
    }),
  );
}
