import type { Transaction } from '@keystorm/runtime';
import { z } from 'zod';
import type { Reader } from '../../ledger.ts';
import type { Parts } from '../../parts.ts';
import { Ec2Error } from './errors.ts';
import { flag } from './request.ts';

/** What an operation that looks at networks works with. */
export interface Looking {
  readonly reader: Reader;
  readonly parts: Parts;
  readonly region: string;
  /** Owner of everything, 12 digits. */
  readonly accountId: string;
}

/** What an operation that changes networks works with: one transaction. */
export interface Changing extends Looking {
  readonly tx: Transaction;
}

export interface Ec2Operation {
  readonly input: z.ZodType;
  /** Takes what `input` has read; resolves to the members of the answer, with their names on the wire. Throws Ec2Error. */
  readonly run: (parts: Parts, region: string, input: never) => Promise<object>;
}

type Input<S extends z.ZodRawShape> = z.output<z.ZodObject<S>>;

export function looking<S extends z.ZodRawShape>(
  members: S,
  look: (work: Looking, input: Input<S>) => Promise<object>,
): Ec2Operation {
  return {
    input: schemaOf(members),
    run(parts, region, { DryRun, ...input }: Input<S> & DryRunInput) {
      if (DryRun === true) throw wouldSucceed();
      return look({ reader: parts.ledger, ...context(parts, region) }, input as Input<S>);
    },
  };
}

/** `settle` runs when the change is on record. */
export function changing<S extends z.ZodRawShape>(
  members: S,
  change: (work: Changing, input: Input<S>) => Promise<object>,
  settle: (parts: Parts, region: string) => Promise<void> = () => Promise.resolve(),
): Ec2Operation {
  return {
    input: schemaOf(members),
    async run(parts, region, { DryRun, ...input }: Input<S> & DryRunInput) {
      const answer = await parts.ledger.transaction(async (tx) => {
        const changed = await change({ tx, reader: tx, ...context(parts, region) }, input as Input<S>);
        // Undoes everything.
        if (DryRun === true) throw wouldSucceed();
        return changed;
      });
      await settle(parts, region);
      return answer;
    },
  };
}

interface DryRunInput {
  readonly DryRun?: boolean;
}

function schemaOf(members: z.ZodRawShape): z.ZodType {
  return z.strictObject({ DryRun: flag.optional(), ...members });
}

function context(parts: Parts, region: string) {
  return { parts, region, accountId: parts.config.accountId };
}

function wouldSucceed(): Ec2Error {
  return new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
}
