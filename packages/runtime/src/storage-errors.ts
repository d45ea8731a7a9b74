/** The data directory was written by a newer version of Keystorm. Nothing was changed. */
export class NewerDataError extends Error {
  override name = 'NewerDataError';

  constructor(name: string, found: number, supported: number) {
    super(
      `The store '${name}' was written by a newer version of Keystorm (data version ${found}, this one reads up to ${supported}). ` +
        'Nothing was changed. Use that version, or another data directory.',
    );
  }
}

/** Something else listens on the address. */
export class AddressInUseError extends Error {
  override name = 'AddressInUseError';
  readonly address: string;

  constructor(address: string) {
    super(`Another process listens on ${address}.`);
    this.address = address;
  }
}
