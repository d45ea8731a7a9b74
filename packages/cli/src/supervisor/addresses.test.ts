import { expect, test } from 'vitest';
import { claimAddresses, prefixesFor } from './addresses.ts';

test('data directories look for addresses at places of their own, and everywhere in the end', () => {
  const directories = Array.from({ length: 20 }, (_, number) => `/home/somebody/project-${number}/.keystorm`);
  const found = directories.map(prefixesFor);
  expect(new Set(found.map(([first]) => first)).size).toBeGreaterThan(15);
  for (const prefixes of found) expect([...prefixes].toSorted()).toEqual([...found[0]!].toSorted());
  expect(prefixesFor(directories[0]!)).toEqual(found[0]);
});

test('addresses that another system has are passed over, or refused when they are asked for', async () => {
  const first = await claimAddresses('/one', undefined);
  try {
    await expect(claimAddresses('/one', first.prefix)).rejects.toThrow(`${first.prefix}.0.0/16 are taken`);
    const second = await claimAddresses('/one', undefined);
    expect(second.prefix).not.toBe(first.prefix);
    second.server.close();
  } finally {
    first.server.close();
  }
});
