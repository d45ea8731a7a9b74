/** Who owns clusters and backups, and who asks: an account in a Region. Each Region is a world of its own. */
export interface Owner {
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
}

export function isOwnedBy(owned: Owner, { region, accountId }: Owner): boolean {
  return owned.region === region && owned.accountId === accountId;
}
