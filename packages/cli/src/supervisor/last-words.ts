import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 4_096;
const WORDS_MAX = 400;

/** What a process said outside of its log before it ended: the lines of its log file that are no log lines. */
export function lastWords(logFile: string, from: number): string {
  const said = tail(logFile, from)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'))
    .join(' ')
    .trim();
  return said.length > WORDS_MAX ? `${said.slice(0, WORDS_MAX)}…` : said;
}

function tail(path: string, from: number): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const start = Math.max(from, size - TAIL_BYTES);
    const content = Buffer.alloc(size - start);
    readSync(file, content, 0, content.length, start);
    return content.toString('utf8');
  } finally {
    closeSync(file);
  }
}
