import type { Grant } from './grant.ts';
import type { Alias, KmsKey } from './kms-key.ts';

/** Values by name, and in the order of their names. */
class SortedByName<T> {
  readonly #values = new Map<string, T>();
  /** From when it is first asked for; a list that was given out is never changed. */
  #sorted: { readonly names: readonly string[]; readonly values: readonly T[] } | undefined;

  get(name: string): T | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: T): void {
    this.#replace(name, [value]);
    this.#values.set(name, value);
  }

  delete(name: string): void {
    this.#replace(name, []);
    this.#values.delete(name);
  }

  get size(): number {
    return this.#values.size;
  }

  all(): readonly T[] {
    if (this.#sorted === undefined) {
      const names = [...this.#values.keys()].sort();
      this.#sorted = { names, values: names.map((name) => this.#values.get(name) as T) };
    }
    return this.#sorted.values;
  }

  /** Keeps the order without sorting again: a key may have many thousand grants. */
  #replace(name: string, by: readonly T[]): void {
    if (this.#sorted === undefined) return;
    const { names, values } = this.#sorted;
    const at = firstNotBelow(names, name);
    const present = names[at] === name ? 1 : 0;
    this.#sorted = {
      names: names.toSpliced(at, present, ...by.map(() => name)),
      values: values.toSpliced(at, present, ...by),
    };
  }
}

function firstNotBelow(names: readonly string[], name: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What one Region holds, in memory. */
export class RegionKeys {
  readonly keys = new SortedByName<KmsKey>();
  readonly aliases = new SortedByName<Alias>();
  /** Custom key store ids of the keys whose key objects are being created, one each. */
  readonly inCreation: string[] = [];
  readonly #grants = new Map<string, SortedByName<Grant>>();

  aliasesOf(keyId: string): readonly Alias[] {
    return this.aliases.all().filter((alias) => alias.targetKeyId === keyId);
  }

  grantsOf(keyId: string): readonly Grant[] {
    return this.#grants.get(keyId)?.all() ?? [];
  }

  findGrant(keyId: string, grantId: string): Grant | undefined {
    return this.#grants.get(keyId)?.get(grantId);
  }

  allGrants(): readonly Grant[] {
    return [...this.#grants.values()].flatMap((grants) => grants.all());
  }

  setGrant(grant: Grant): void {
    const grants = this.#grants.get(grant.keyId) ?? new SortedByName<Grant>();
    grants.set(grant.grantId, grant);
    this.#grants.set(grant.keyId, grants);
  }

  deleteGrant({ keyId, grantId }: Grant): void {
    this.#grants.get(keyId)?.delete(grantId);
  }

  /** A key goes, with all that belongs to it. */
  deleteKey(keyId: string): void {
    this.keys.delete(keyId);
    this.#grants.delete(keyId);
    for (const alias of this.aliasesOf(keyId)) this.aliases.delete(alias.name);
  }
}
