/** The words of a line; what stands in quotation marks is one word, blanks and all. */
export function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [match] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"']|["'])+/g))
    words.push(
      match.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
    );
  return words;
}

/** A whole number that fits the HSM's 32 bits. */
export function numberOf(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value <= 0xffff_ffff ? value : undefined;
}
