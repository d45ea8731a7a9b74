import { Secret } from '@keystorm/runtime';
import { AesKey } from './aes-key.ts';
import { RsaKey } from './rsa-key.ts';

/**
 * JSON in which Buffers, keys and secrets survive. The bytes are as secret as the most secret member: they exist
 * only between here and the seal around them.
 */
export function encodeRecord(value: unknown): Buffer {
  return Buffer.from(
    JSON.stringify(value, function (this: Record<string, unknown>, name, encoded: unknown) {
      // `encoded` has been through toJSON, which hides secrets; the member itself has not.
      const member = this[name];
      if (member instanceof AesKey) return { $key: member.bytes().toString('base64') };
      if (member instanceof RsaKey) return { [`$${member.kind}`]: member.bytes().toString('base64') };
      if (member instanceof Secret) return { $secret: (member as Secret<string>).reveal() };
      if (member instanceof Uint8Array) return { $bytes: Buffer.from(member).toString('base64') };
      return encoded;
    }),
  );
}

/** The inverse of `encodeRecord`. Only for bytes whose seal was verified: their shape is trusted. */
export function decodeRecord<T>(bytes: Buffer): T {
  return JSON.parse(bytes.toString(), (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$key' in value) return new AesKey(Buffer.from(value.$key as string, 'base64'));
    if ('$public' in value) return RsaKey.ofPublic(Buffer.from(value.$public as string, 'base64'));
    if ('$private' in value) return RsaKey.ofPrivate(Buffer.from(value.$private as string, 'base64'));
    if ('$secret' in value) return new Secret(value.$secret as string);
    if ('$bytes' in value) return Buffer.from(value.$bytes as string, 'base64');
    return value;
  }) as T;
}
