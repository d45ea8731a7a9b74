import { describe, expect, test } from 'vitest';
import { AesKey } from './aes-key.ts';
import { unwrapBytes, wrapBytes, type WrapMechanism } from './key-wrap.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const NO_PAD: WrapMechanism = { padding: 'none', initializationVector: Buffer.alloc(0) };
const ZERO_PAD: WrapMechanism = { padding: 'zero', initializationVector: Buffer.alloc(0) };

const PKCS5_PAD: WrapMechanism = { padding: 'pkcs5', initializationVector: Buffer.alloc(0) };

const VECTORS = [
  {
    name: 'RFC 3394, 4.1: 128 bits under 128 bits',
    mechanism: NO_PAD,
    key: '000102030405060708090A0B0C0D0E0F',
    bytes: '00112233445566778899AABBCCDDEEFF',
    wrapped: '1FA68B0A8112B447 AEF34BD8FB5A7B82 9D3E862371D2CFE5',
  },
  {
    name: 'RFC 3394, 4.6: 256 bits under 256 bits',
    mechanism: NO_PAD,
    key: '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',
    bytes: '00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F',
    wrapped: '28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21',
  },
  {
    name: 'RFC 5649, 6: 20 octets under 192 bits',
    mechanism: ZERO_PAD,
    key: '5840df6e29b02af1 ab493b705bf16ea1 ae8338f4dcc176a8',
    bytes: 'c37b7e6492584340 bed1220780894115 5068f738',
    wrapped: '138bdeaa9b8fa7fc 61f97742e72248ee 5ae6ae5360d1ae6a 5f54f373fa543b6a',
  },
  {
    name: 'RFC 5649, 6: 7 octets under 192 bits',
    mechanism: ZERO_PAD,
    key: '5840df6e29b02af1 ab493b705bf16ea1 ae8338f4dcc176a8',
    bytes: '466f7250617369',
    wrapped: 'afbeb0f07dfbf541 9200f2ccb50bb24f',
  },
];

describe('AES key wrap', () => {
  test.each([8, 15, 16, 24, 32])('%d bytes are padded before they are wrapped, and stripped after', (length) => {
    const [key, bytes] = [new AesKey(Buffer.alloc(32, 1)), Buffer.alloc(length, 2)];
    const wrapped = wrapBytes(key, bytes, PKCS5_PAD);
    const padding = 8 - (length % 8);
    expect(unwrapBytes(key, wrapped, NO_PAD)).toEqual(Buffer.concat([bytes, Buffer.alloc(padding, padding)]));
    expect(unwrapBytes(key, wrapped, PKCS5_PAD)).toEqual(bytes);
  });

  test.each(['00', '09', '0102'])('bytes that end with %s have no padding', (end) => {
    const key = new AesKey(Buffer.alloc(32, 1));
    const wrapped = wrapBytes(key, Buffer.concat([Buffer.alloc(16 - end.length / 2, 7), hex(end)]), NO_PAD);
    expect(() => unwrapBytes(key, wrapped, PKCS5_PAD)).toThrow(expect.objectContaining({ code: 'INVALID_CIPHERTEXT' }));
  });

  test.each(VECTORS)('$name', ({ mechanism, key, bytes, wrapped }) => {
    const wrapping = new AesKey(hex(key));
    expect(wrapBytes(wrapping, hex(bytes), mechanism)).toEqual(hex(wrapped));
    expect(unwrapBytes(wrapping, hex(wrapped), mechanism)).toEqual(hex(bytes));
  });

  test('another initialization vector gives other bytes, and is needed again', () => {
    const key = new AesKey(Buffer.alloc(32, 1));
    const mechanism: WrapMechanism = { padding: 'none', initializationVector: Buffer.alloc(8, 7) };
    const wrapped = wrapBytes(key, Buffer.alloc(32, 2), mechanism);
    expect(unwrapBytes(key, wrapped, mechanism)).toEqual(Buffer.alloc(32, 2));
    expect(() => unwrapBytes(key, wrapped, NO_PAD)).toThrow(expect.objectContaining({ code: 'INVALID_CIPHERTEXT' }));
  });

  test.each([
    { name: 'without padding: 8 bytes', bytes: 8, mechanism: NO_PAD },
    { name: 'without padding: 20 bytes', bytes: 20, mechanism: NO_PAD },
    { name: 'with padding of PKCS #5: 7 bytes', bytes: 7, mechanism: PKCS5_PAD },
    { name: 'with padding: nothing', bytes: 0, mechanism: ZERO_PAD },
    { name: 'a vector of 7 bytes', bytes: 16, mechanism: { ...NO_PAD, initializationVector: Buffer.alloc(7) } },
    { name: 'a vector with padding', bytes: 16, mechanism: { ...ZERO_PAD, initializationVector: Buffer.alloc(8) } },
  ])('cannot wrap $name', ({ bytes, mechanism }) => {
    expect(() => wrapBytes(new AesKey(Buffer.alloc(32)), Buffer.alloc(bytes), mechanism)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test.each([0, 7, 8, 16, 23, 24, 40])('%d bytes that were never wrapped do not unwrap', (length) => {
    for (const mechanism of [NO_PAD, ZERO_PAD, PKCS5_PAD]) {
      expect(() => unwrapBytes(new AesKey(Buffer.alloc(16)), Buffer.alloc(length), mechanism)).toThrow(
        expect.objectContaining({ code: 'INVALID_CIPHERTEXT' }),
      );
    }
  });
});
