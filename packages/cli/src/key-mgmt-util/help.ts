import type { Command } from './command.ts';

const NAME_COLUMN = 23;

/** Source: AWS CloudHSM User Guide, "key_mgmt_util command line tool". */
export function helpLines(groups: Readonly<Record<string, readonly Command[]>>): readonly string[] {
  return [
    '',
    'Help Commands Available:',
    '',
    'Syntax: <command> -h',
    '',
    '',
    `   ${'Command'.padEnd(NAME_COLUMN)}Description`,
    `   ${'======='.padEnd(NAME_COLUMN)}===========`,
    ...Object.entries(groups).flatMap(([title, commands]) => [
      '',
      ...(title === '' ? [] : [`        ${title}`]),
      ...commands.map(({ name, summary }) => `   ${name.padEnd(NAME_COLUMN)}${summary}`),
    ]),
    '',
  ];
}
