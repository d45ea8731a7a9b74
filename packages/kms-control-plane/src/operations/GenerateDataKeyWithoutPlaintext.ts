import { checkEncryptionContext } from '../keys/ciphertext.ts';
import { endDryRun } from './cryptography.ts';
import { checkDataKeyLength, generateDataKeyUnder } from './data-keys.ts';
import { type FoundKey, foundKeyOrAlias, type Operation } from './operation.ts';

// Differs from the API Reference, which excludes custom key stores; the Developer Guide includes them.
export const generateDataKeyWithoutPlaintext: Operation<'GenerateDataKeyWithoutPlaintext', FoundKey> = {
  name: 'GenerateDataKeyWithoutPlaintext',
  check(request) {
    checkDataKeyLength(request);
    checkEncryptionContext(request.EncryptionContext);
  },
  find: ({ KeyId }, context) => foundKeyOrAlias(context, KeyId),
  async run(request, context, { key }) {
    endDryRun(request.DryRun);
    const { Plaintext: _none, ...generated } = await generateDataKeyUnder(key, request, true, context);
    return generated;
  },
};
