/**
 * Ends the process once everything printed has gone to its reader: what a pipe does not take at once waits in this process, and
 * would be lost. It does not wait for anything else: a connection that a stopped HSM neither accepts nor refuses may never end.
 */
export async function exitWhenWritten(exitCode: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => void stream.write('', () => resolve()));
  process.exit(exitCode);
}
