/** The command that a word names: exactly, or as the beginning of one name alone. Else the names that it may mean. */
export function findCommand<T extends { readonly name: string }>(
  commands: readonly T[],
  word: string,
): T | readonly T[] {
  const exact = commands.find(({ name }) => name === word);
  if (exact !== undefined) return exact;
  const candidates = commands.filter(({ name }) => name.startsWith(word));
  const [only] = candidates;
  return only !== undefined && candidates.length === 1 ? only : candidates;
}

/** What is said where no command was found. The word may be a password that was typed in the wrong place. */
export function noSuchCommand(candidates: readonly { readonly name: string }[]): string {
  if (candidates.length === 0) return "There is no such command. Type 'help' for a list.";
  return `Which one: ${candidates.map(({ name }) => name).join(', ')}?`;
}
