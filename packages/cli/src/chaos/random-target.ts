import { createHash } from 'node:crypto';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import type { Targets } from './fault.ts';

/** Of which kind a target is to be that chance chooses. */
const RANDOM_KINDS = { hsm: 'hsms', zone: 'zones', process: 'processes' } as const;
export type RandomKind = keyof typeof RANDOM_KINDS;

/** A choice for every round of a seed; equal for equal seeds and equal targets. Throws CommandError where there is none. */
export function chooseTarget(kind: RandomKind, targets: Targets, seed: string, round: number): string {
  const candidates = targets[RANDOM_KINDS[kind]].toSorted();
  const number = createHash('sha256').update(`${seed} ${round}`).digest().readUInt32BE();
  const chosen = candidates[number % candidates.length];
  if (chosen === undefined) throw new CommandError(`There is no ${kind} to choose.`, EXIT_MISUSED);
  return chosen;
}
