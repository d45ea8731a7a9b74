import type { Secret } from '@keystorm/runtime';
import type { Terminal } from './tool-io.ts';

/** Asks for a password, and again for confirmation. Undefined when there is none, or the answers differ. */
export async function askPassword(
  terminal: Terminal,
  questions: readonly string[],
): Promise<Secret<string> | undefined> {
  const answers: Secret<string>[] = [];
  for (const question of questions) {
    const answer = await terminal.askSecret(question);
    if (answer === undefined) return undefined;
    answers.push(answer);
  }
  const [first] = answers;
  if (answers.every((answer) => answer.reveal() === first?.reveal())) return first;
  terminal.print('The passwords differ.');
  return undefined;
}
