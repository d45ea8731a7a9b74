import { wordsOf } from '../hsm-tools/words.ts';

/** Whether a line holds a password, so that it must be kept nowhere. */
export function carriesSecret(line: string): boolean {
  const [name = '', ...words] = wordsOf(line);
  return 'loginHSM'.startsWith(name) && words.includes('-p');
}

/** The commands in the words after `singlecmd`: a login, with what belongs to it, and another command. */
export function singleCommands(words: readonly string[]): readonly (readonly string[])[] {
  if (words[0] !== 'loginHSM') return [words];
  let end = 1;
  while (end < words.length && words[end]?.startsWith('-')) end += words[end] === '-hpswd' ? 1 : 2;
  return [words.slice(0, end), words.slice(end)].filter(({ length }) => length > 0);
}
