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

test('a machine without such addresses is told what else it can do', () =>
  // 192.0.0.0/24 belongs to protocols: no machine has an address there.
  expect(claimAddresses('/one', '192.0')).rejects.toThrow('Start the system in containers'));
