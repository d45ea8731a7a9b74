import { expect, test } from 'vitest';
import { findCommand } from './find-command.ts';

const COMMANDS = ['loginHSM', 'logoutHSM', 'listUsers', 'server', 'serverInfo'].map((name) => ({ name }));

const WORDS = [
  { word: 'listUsers', found: 'listUsers' },
  { word: 'listU', found: 'listUsers' },
  { word: 'server', found: 'server' },
  { word: 'serverI', found: 'serverInfo' },
  { word: 'log', found: ['loginHSM', 'logoutHSM'] },
  { word: 'loginhsm', found: [] },
  { word: 'listUsersAll', found: [] },
];

test.each(WORDS)("'$word' names $found", ({ word, found }) => {
  const command = findCommand(COMMANDS, word);
  expect('name' in command ? command.name : command.map(({ name }) => name)).toEqual(found);
});
