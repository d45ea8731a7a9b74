import { invalidParameter } from '../errors.ts';

/** A term, how it counts (`?` at least one of these, `-` none of these), and where the next one begins. */
const TERM = /(?<sign>[?-]?)(?:"(?<phrase>(?:[^"\\]|\\.)*)"|(?<word>[^\s"]+))(?:\s+|$)/y;
const WORD = /^\w+$/;

interface Terms {
  readonly all: string[];
  readonly any: string[];
  readonly none: string[];
}

/**
 * Which messages a filter pattern selects: those with all of its terms, at least one of those marked `?`, and none of those
 * marked `-`. Terms are words, or phrases in quotes; letters count as they are written. Terms marked `?` count only where
 * there are no others. A pattern for JSON selects nothing, as no message is JSON. Throws InvalidParameterException.
 * Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax". Differs from AWS: patterns for columns (`[…]`) and
 * regular expressions (`%…%`) are refused.
 */
export function filterPattern(pattern = ''): (message: string) => boolean {
  const text = pattern.trim();
  if (text.startsWith('{')) {
    if (!text.endsWith('}')) throw invalidParameter("If a filter pattern starts with '{' it must end with '}'");
    return () => false;
  }
  const { all, any, none } = termsOf(text);
  const orOnly = all.length === 0 && none.length === 0 && any.length > 0;
  if (orOnly) return (message) => any.some((term) => message.includes(term));
  return (message) => all.every((term) => message.includes(term)) && !none.some((term) => message.includes(term));
}

function termsOf(text: string): Terms {
  const terms: Terms = { all: [], any: [], none: [] };
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const groups = TERM.exec(text)?.groups;
    if (groups === undefined) throw invalidParameter('Invalid filter pattern');
    const { sign, phrase, word = '' } = groups;
    if (phrase === undefined && !WORD.test(word)) throw invalidParameter(`Invalid character(s) in term '${word}'`);
    if (phrase === '') throw invalidParameter(`Invalid character(s) in term '""'`);
    const list = sign === '?' ? terms.any : sign === '-' ? terms.none : terms.all;
    list.push(phrase?.replaceAll(/\\(.)/g, '$1') ?? word);
  }
  return terms;
}
