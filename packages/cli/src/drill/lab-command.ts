import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { durationMs } from '../duration.ts';
import { EXAMPLE } from '../example/example-system.ts';
import type { DrillSystem } from './drill-system.ts';

type LabCall = readonly [path: string, body: object];

const region = EXAMPLE.region;

/** Words after `keystorm lab` → the request that they come to; the last word is the object. */
const COMMANDS: Readonly<Record<string, (object: string, words: readonly string[]) => LabCall>> = {
  advance: (duration) => ['advance', { byMs: durationMs(duration) }],
  backup: (clusterId) => ['backup', { clusterId, region }],
  'subnet fill': (subnetId) => ['subnet-fill', { subnetId, region }],
  'subnet drain': (subnetId) => ['subnet-drain', { subnetId, region }],
  'subnet delete': (subnetId) => ['subnet-delete', { subnetId, region }],
  'sg drop': (clusterId) => ['sg-drop', { clusterId, region }],
  'sg restore': (clusterId) => ['sg-restore', { clusterId, region }],
  'net cut': (clusterId) => ['net-cut', { clusterId, region }],
  'net heal': (clusterId) => ['net-heal', { clusterId, region }],
  'hsm-faults': (clusterId, words) => ['hsm-faults', { clusterId, region, ...faults(words) }],
};

/** Does what `keystorm lab` does with these words. Throws CommandError. */
export function runLab(system: DrillSystem, words: readonly string[]): Promise<unknown> {
  const [first = '', second = ''] = words;
  const object = words.find((word, index) => index > 0 && !word.startsWith('--') && !COMMANDS[`${first} ${word}`]);
  const command = COMMANDS[`${first} ${second}`] ?? COMMANDS[first];
  if (command === undefined || object === undefined)
    throw new CommandError(`A drill cannot use 'keystorm lab ${words.join(' ')}'.`, EXIT_MISUSED);
  const [path, body] = command(object, words);
  return system.lab(path, body);
}

function faults(words: readonly string[]): object {
  const after = (option: string) => words[words.indexOf(option) + 1];
  return {
    ...(words.includes('--sessions') && { sessionsExhausted: true }),
    ...(words.includes('--error') && { errorCode: after('--error') }),
    ...(words.includes('--calls') && { calls: [after('--calls')] }),
  };
}
