import type { Command } from './command.ts';

const NAME_COLUMN = 40;

export interface Found {
  readonly command: Command;
  /** What follows its words. */
  readonly rest: readonly string[];
}

/** The command that a line begins with. */
export function findCommand(commands: readonly Command[], words: readonly string[]): Found | undefined {
  const command = commands.find(({ path }) => path.every((word, index) => words[index] === word));
  return command === undefined ? undefined : { command, rest: words.slice(command.path.length) };
}

/** Whether these are the first words of a command, and not all of them. */
export function beginsCommand(commands: readonly Command[], words: readonly string[]): boolean {
  return commands.some(({ path }) => words.length < path.length && isBeginning(words, path));
}

function isBeginning(words: readonly string[], path: Command['path']): boolean {
  return words.every((word, index) => path[index] === word);
}

/** Of one command; of those that begin with some words; of all. Source: AWS CloudHSM User Guide, "CloudHSM CLI". */
export function usage(
  commands: readonly Command[],
  command: Command | undefined,
  words: readonly string[],
): readonly string[] {
  if (command !== undefined) return usageOf(command);
  const fitting = commands.filter(({ path }) => isBeginning(words, path));
  const listed = (fitting.length > 0 ? fitting : commands).map(
    ({ path, summary }) => `    ${path.join(' ').padEnd(NAME_COLUMN)}${summary}`,
  );
  return ['COMMANDS:', ...listed, `    ${'quit'.padEnd(NAME_COLUMN)}Quit the interactive mode`];
}

function usageOf({ path, summary, parameters }: Command): readonly string[] {
  const shown = parameters.map(({ name, value, required }) => {
    const text = value === undefined ? name : `${name} ${value}`;
    return required ? text : `[${text}]`;
  });
  return [
    summary,
    '',
    'USAGE:',
    `    ${['cloudhsm-cli', ...path, ...shown].join(' ')}`,
    '',
    'OPTIONS:',
    ...parameters.flatMap((parameter) => [
      `    ${parameter.name} ${parameter.value ?? ''}`.trimEnd(),
      `            ${parameter.summary}`,
    ]),
  ];
}
