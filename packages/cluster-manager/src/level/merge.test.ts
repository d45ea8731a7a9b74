import { describe, expect, test } from 'vitest';
import { winsOver } from './merge.ts';

const object = (version: number) => ({ handle: 6, version, deleted: false });
const tombstone = (version: number) => ({ handle: 6, version, deleted: true });

describe('of two versions of an object', () => {
  test.each([
    { name: 'the higher one wins', a: object(2), b: object(1), wins: true },
    { name: 'the lower one does not', a: object(1), b: object(2), wins: false },
    { name: 'neither of two equal ones', a: object(1), b: object(1), wins: false },
    { name: 'a tombstone wins over any object', a: tombstone(1), b: object(9), wins: true },
    { name: 'no object over a tombstone', a: object(9), b: tombstone(1), wins: false },
    { name: 'the higher of two tombstones', a: tombstone(2), b: tombstone(1), wins: true },
  ])('$name', ({ a, b, wins }) => {
    expect(winsOver(a, b)).toBe(wins);
  });
});
