// Everything that must hold before a change lands: format, lint, types, layer rule, dead code, proto, tests.
import { spawnSync } from 'node:child_process';

const STEPS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format', 'biome', 'format', '.'],
  ['types', 'tsc', '--project', '.'],
  ['lint', 'eslint', '.'],
  ['layers', 'depcruise', '--config', '.dependency-cruiser.cjs', 'packages'],
  ['dead code', 'knip'],
  ['proto', 'buf', 'lint', 'proto'],
  ['tests', 'vitest', 'run'],
];

const only = process.argv.slice(2);
const failed: string[] = [];
for (const [name, command, ...args] of STEPS) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`\n== ${name}: ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log('\nEverything holds.');
