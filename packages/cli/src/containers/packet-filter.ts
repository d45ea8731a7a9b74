import { CommandError } from '../command-error.ts';
import type { Daemon } from './compose-file.ts';
import { firstProcesses } from './compose-system.ts';
import { runProgram } from './docker.ts';

/** Packets that are lost at a daemon: the chain of its packet filter, and what iptables is to look for. */
export interface Loss {
  readonly daemon: Daemon;
  readonly match: readonly [chain: 'INPUT' | 'OUTPUT', ...words: string[]];
}

/**
 * Loses packets in the networks of containers; nobody is told, as with a black hole. Needs root on the machine of the engine.
 * Resolves to what ends it. Throws CommandError; then nothing has changed.
 */
export async function losePackets(losses: readonly Loss[]): Promise<() => Promise<void>> {
  const pids = await firstProcesses([...new Set(losses.map(({ daemon }) => daemon))]);
  const begun: Loss[] = [];
  const filter = (action: string, { daemon, match: [chain, ...words] }: Loss) => {
    const inNetwork = ['--target', String(pids.get(daemon)), '--net', 'iptables', '--wait'];
    return runProgram('nsenter', [...inNetwork, action, chain, ...words, '--jump', 'DROP']);
  };
  const end = async () => {
    // A container that has ended meanwhile has taken its packet filter with it.
    for (const loss of begun) await filter('--delete', loss).catch(() => undefined);
  };
  try {
    for (const loss of losses) {
      await filter('--append', loss);
      begun.push(loss);
    }
  } catch (error) {
    await end();
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`A cut needs root and iptables on the machine of the engine: ${reason}`);
  }
  return end;
}
