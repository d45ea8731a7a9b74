/** What its owner wrote on a network object. Keys are unique. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Something that can carry tags; absent means none. */
export interface Taggable {
  readonly tags?: readonly Tag[];
}
