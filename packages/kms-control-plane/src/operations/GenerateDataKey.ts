import { checkEncryptionContext } from '../keys/ciphertext.ts';
import { endDryRun, refuseRecipient } from './cryptography.ts';
import { checkDataKeyLength, generateDataKeyUnder } from './data-keys.ts';
import { type FoundKey, foundKeyOrAlias, type Operation } from './operation.ts';

export const generateDataKey: Operation<'GenerateDataKey', FoundKey> = {
  name: 'GenerateDataKey',
  check(request) {
    checkDataKeyLength(request);
    checkEncryptionContext(request.EncryptionContext);
    refuseRecipient(request.Recipient);
  },
  find: ({ KeyId }, context) => foundKeyOrAlias(context, KeyId),
  run(request, context, { key }) {
    endDryRun(request.DryRun);
    return generateDataKeyUnder(key, request, false, context);
  },
};
