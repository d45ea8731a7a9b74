import { KmsError } from '../errors.ts';

/** Members that only a key store of type EXTERNAL_KEY_STORE may have all begin alike. Throws ValidationException. */
export function refuseExternalMembers(request: object): void {
  const member = Object.keys(request).find((name) => name.startsWith('Xks'));
  if (member !== undefined) {
    throw new KmsError(
      'ValidationException',
      `${member} is valid only for a custom key store of type EXTERNAL_KEY_STORE.`,
    );
  }
}
