// The process of a FaultGuard.
import { createInterface } from 'node:readline';
import { readDaemons } from './compose-file.ts';
import { startDaemons } from './compose-system.ts';
import { UnderFault } from './fault-guard.ts';
import { losePacketsNoMore } from './packet-filter.ts';

let last: UnderFault = { held: [], filtered: [] };
for await (const line of createInterface({ input: process.stdin })) last = UnderFault.parse(JSON.parse(line));

const daemonsIn = (names: readonly string[]) => readDaemons().filter(({ name }) => names.includes(name));
const { held, filtered } = last;
await startDaemons(daemonsIn(held));
await losePacketsNoMore(daemonsIn(filtered));
const names = [...new Set([...held, ...filtered])];
if (names.length > 0) console.error(`The experiment was killed. The faults of ${names.join(', ')} have been ended.`);
