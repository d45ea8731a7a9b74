import { CommandError } from '../command-error.ts';
import type { Daemon } from './compose-file.ts';
import { firstProcesses } from './compose-system.ts';
import { runProgram } from './docker.ts';

/** Packets that are lost at a daemon: the chain of its packet filter, and what iptables is to look for. */
export interface Loss {
  readonly daemon: Daemon;
  readonly match: readonly [chain: 'INPUT' | 'OUTPUT', ...words: string[]];
  /** Share of them. Default 1, all. */
  readonly rate?: number;
}

/** Connections that end at a daemon, in the words of ss. */
export interface Endings {
  readonly daemon: Daemon;
  readonly match: readonly string[];
}

/**
 * Loses packets in the networks of containers; nobody is told, as with a black hole. Needs root on the machine of the engine.
 * Resolves to what ends it. Throws CommandError; then nothing has changed.
 */
export async function losePackets(losses: readonly Loss[]): Promise<() => Promise<void>> {
  const pids = await firstProcesses([...new Set(losses.map(({ daemon }) => daemon))]);
  const filter = (action: string, { daemon, match: [chain, ...words], rate = 1 }: Loss) => {
    const inNetwork = ['--target', String(pids.get(daemon)), '--net', 'iptables', '--wait'];
    const some = rate < 1 ? ['--match', 'statistic', '--mode', 'random', '--probability', String(rate)] : [];
    return runProgram('nsenter', [...inNetwork, action, chain, ...words, ...some, '--jump', 'DROP']);
  };
  // All at once: an experiment has more to do within a second.
  const begun = await Promise.allSettled(losses.map((loss) => filter('--append', loss)));
  const end = async () => {
    const inForce = losses.filter((_, index) => begun[index]?.status === 'fulfilled');
    // A container that has ended meanwhile has taken its packet filter with it.
    await Promise.allSettled(inForce.map((loss) => filter('--delete', loss)));
  };
  const failure = begun.find((outcome) => outcome.status === 'rejected');
  if (failure === undefined) return end;
  await end();
  const reason = failure.reason instanceof Error ? failure.reason.message : String(failure.reason);
  throw new CommandError(`A cut or loss needs root and iptables on the machine of the engine: ${reason}`);
}

/** Ends whatever daemons were made to lose, by whomever. Needs root on the machine of the engine. Throws CommandError. */
export async function losePacketsNoMore(daemons: readonly Daemon[]): Promise<void> {
  const pids = await firstProcesses(daemons);
  for (const pid of pids.values())
    await runProgram('nsenter', ['--target', String(pid), '--net', 'iptables', '--wait', '--flush']);
}

/** Breaks the connections that there are; both ends are told. Needs root on the machine of the engine. Throws CommandError. */
export async function breakConnections(endings: readonly Endings[]): Promise<void> {
  const pids = await firstProcesses([...new Set(endings.map(({ daemon }) => daemon))]);
  for (const { daemon, match } of endings) {
    const inNetwork = ['--target', String(pids.get(daemon)), '--net', 'ss'];
    await runProgram('nsenter', [...inNetwork, '--tcp', '--kill', 'state', 'established', ...match]);
  }
}
