import { HSM_ERRORS, HsmError, isHsmError, type KeyObject } from '@keystorm/protocol';
import type { Runtime, Scope } from '@keystorm/runtime';
import type { KeyConditions, KeyName, NewKey } from './hsm-connection.ts';
import type { Link } from './link.ts';
import { SESSION } from './policy.ts';

/** The outcome of a write on each HSM, by HSM id. A missing code means done. */
export type PerHsm = ReadonlyMap<string, { readonly code: string | undefined }>;

/** A key object that was made on several HSMs. */
export interface CreatedKey extends KeyObject {
  /**
   * False when an attempt that failed may have left another key object of the same id on an HSM. It is removed in the
   * background for as long as the session lasts; after that it is for `deleteKeysById`.
   */
  readonly isAlone: boolean;
}

/** What the writes need to know of their session. */
export interface CopiesContext {
  readonly runtime: Runtime;
  readonly scope: Scope;
  readonly copiesMin: number;
  all(): readonly Link[];
  /** Waits a moment for that many links, where they may still come; resolves to those that can be used. */
  readyLinks(count: number): Promise<readonly Link[]>;
  whyNone(): HsmError;
}

/**
 * Generates a key object on one HSM and clones it to all others. Succeeds with enough durable copies; HSMs that missed
 * it get it from their peers. Otherwise it is removed from wherever it may be: a removal leaves a tombstone, so no
 * HSM that comes back can bring it back. The id must be unique, for it tells what is to be removed.
 */
export async function createKey(context: CopiesContext, key: NewKey): Promise<CreatedKey> {
  const { copiesMin } = context;
  const tried = new Set<Link>();
  let reason: HsmError | undefined;
  let created: KeyObject | undefined;
  while (created === undefined && tried.size < SESSION.generateAttemptsMax) {
    const links = await context.readyLinks(copiesMin);
    const generator = links.find((link) => !tried.has(link));
    if (links.length < copiesMin || generator === undefined) break;
    tried.add(generator);
    const outcome = await generateAndClone(context, generator, links, key);
    if (!(outcome instanceof HsmError)) created = outcome;
    else if (HSM_ERRORS[outcome.code].elsewhere) reason = outcome;
    else {
      reason = outcome;
      break;
    }
  }
  const isAlone = reason === undefined || (await removeLeftovers(context, key.id, created?.handle));
  if (created === undefined) throw reason ?? context.whyNone();
  return { ...created, isAlone };
}

async function generateAndClone(
  context: CopiesContext,
  generator: Link,
  links: readonly Link[],
  key: NewKey,
): Promise<KeyObject | HsmError> {
  try {
    const generated = await generator.writer.generateKey(key);
    const masked = await generator.writer.exportMaskedKey(generated.handle);
    const others = links.filter((link) => link !== generator);
    return (await clone(context, others, masked)) ?? generated;
  } catch (error) {
    if (isHsmError(error)) return error;
    throw error;
  }
}

/** Undefined as soon as there are enough copies and stragglers had their time; else why there are too few. */
function clone(context: CopiesContext, others: readonly Link[], masked: Buffer): Promise<HsmError | undefined> {
  const { runtime, scope, copiesMin } = context;
  return new Promise((resolve) => {
    let copies = 1;
    let unanswered = others.length;
    let refusal = new HsmError('HSM_UNREACHABLE');
    const done = () => resolve(copies >= copiesMin ? undefined : refusal);
    const arrived = () => {
      unanswered--;
      if (unanswered === 0) done();
    };
    for (const { writer } of others) {
      writer.importMaskedKey(masked).then(
        () => {
          copies++;
          if (copies === copiesMin) void runtime.clock.sleep(SESSION.stragglerMs, scope.signal).then(done, done);
          arrived();
        },
        (error: unknown) => {
          refusal = isHsmError(error) ? error : new HsmError('INTERNAL', undefined, { cause: error });
          arrived();
        },
      );
    }
    if (others.length === 0) done();
  });
}

/**
 * Removes every key object of that id but one: at once where possible, in the background from HSMs that are away. What
 * is generated late, or reaches an HSM from one that was away, is refused by those that were told. True when all were.
 */
async function removeLeftovers(context: CopiesContext, id: Uint8Array, keep: number | undefined): Promise<boolean> {
  const cleared = new Set<string>();
  if (await removeWhereReady(context, id, keep, cleared)) return true;
  context.scope.run('remove leftover key objects', async (signal) => {
    for (let attempt = 1; attempt <= SESSION.cleanupAttemptsMax; attempt++) {
      await context.runtime.clock.sleep(SESSION.cleanupPauseMs, signal);
      if (await removeWhereReady(context, id, keep, cleared)) return;
    }
    context.runtime.log.warn({ cleared: [...cleared] }, 'a key object that was not completed may be left on an hsm');
  });
  return false;
}

/** True when no HSM of the cluster can have such a key object any more. */
async function removeWhereReady(
  context: CopiesContext,
  id: Uint8Array,
  keep: number | undefined,
  cleared: Set<string>,
): Promise<boolean> {
  const open = context.all().filter((link) => !cleared.has(link.endpoint.hsmId));
  await Promise.all(
    open
      .filter((link) => link.isReady)
      .map(async (link) => {
        try {
          await link.writer.retireKeyId(id, keep ?? 0);
          cleared.add(link.endpoint.hsmId);
        } catch (error) {
          if (!isHsmError(error)) throw error;
        }
      }),
  );
  // A session that has ended knows of no HSM any more.
  return context.all().length > 0 && open.every((link) => cleared.has(link.endpoint.hsmId));
}

async function remove({ writer }: Link, key: number | KeyName): Promise<void> {
  try {
    await writer.deleteKey(key);
  } catch (error) {
    if (!isHsmError(error, 'KEY_NOT_FOUND')) throw error;
  }
}

/** Deletes on every HSM that can be reached. What is not there counts as deleted. */
export function deleteKey(context: CopiesContext, key: number | KeyName): Promise<PerHsm> {
  return everywhere(context, (link) => remove(link, key));
}

/** The same for every key object of that id: one whose creation broke off may be on any HSM, or yet come to be there. */
export function deleteKeysById(context: CopiesContext, id: Uint8Array, keptHandle = 0): Promise<PerHsm> {
  return everywhere(context, (link) => link.writer.retireKeyId(id, keptHandle));
}

async function everywhere(context: CopiesContext, work: (link: Link) => Promise<void>): Promise<PerHsm> {
  await context.readyLinks(context.all().length);
  const outcomes = context
    .all()
    .map(
      async (link): Promise<[string, { readonly code: string | undefined }]> => [
        link.endpoint.hsmId,
        { code: link.isLoggedIn ? await codeOf(work(link)) : (link.lastError ?? 'HSM_UNREACHABLE') },
      ],
    );
  return new Map(await Promise.all(outcomes));
}

async function codeOf(work: Promise<void>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!isHsmError(error)) throw error;
    return error.code;
  }
}

/** Asks HSMs until one answers. */
export async function findKeys(context: CopiesContext, conditions: KeyConditions): Promise<readonly KeyObject[]> {
  let reason: HsmError | undefined;
  for (const link of await context.readyLinks(1)) {
    try {
      return await link.writer.findKeys(conditions);
    } catch (error) {
      if (!isHsmError(error) || !HSM_ERRORS[error.code].elsewhere) throw error;
      reason = error;
    }
  }
  throw reason ?? context.whyNone();
}
