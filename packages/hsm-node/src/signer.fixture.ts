import { constants, generateKeyPairSync, type KeyObject, privateEncrypt, sign } from 'node:crypto';

/** What stands before a SHA-256 digest in an RSA signature. Source: RFC 8017, section 9.2, note 1. */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** A person with an RSA key, who signs what is shown. */
export class Signer {
  /** PEM. */
  readonly publicKey: string;
  readonly #privateKey: KeyObject;

  constructor(modulusLength = 2_048) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
    this.publicKey = publicKey.export({ type: 'spki', format: 'pem' });
    this.#privateKey = privateKey;
  }

  /** As `openssl dgst -sha256 -sign` does. */
  sign(bytes: Uint8Array): Buffer {
    return sign('sha256', bytes, this.#privateKey);
  }

  /** As `openssl pkeyutl -sign -pkeyopt digest:sha256` does with a digest. */
  signDigest(digest: Uint8Array): Buffer {
    const padding = constants.RSA_PKCS1_PADDING;
    return privateEncrypt({ key: this.#privateKey, padding }, Buffer.concat([DIGEST_INFO, digest]));
  }
}
