import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { type Experiment, parseExperiment } from './experiment-file.ts';

const SHIPPED = fileURLToPath(new URL('../../experiments', import.meta.url));

/** Keystorm's own experiments, in the order of their names. */
export function shippedExperiments(): readonly Experiment[] {
  const names = readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'));
  return names.toSorted().map((name) => readExperiment(join(SHIPPED, name)));
}

/** An experiment by its name, or by the file that it is in. Throws CommandError. */
export function findExperiment(name: string): Experiment {
  if (/\.ya?ml$/.test(name)) return readExperiment(resolve(name));
  const experiments = shippedExperiments();
  const found = experiments.find((experiment) => experiment.name === name);
  if (found !== undefined) return found;
  const known = experiments.map((experiment) => experiment.name).join(', ');
  throw new CommandError(
    `There is no experiment '${name}'. There are: ${known}; or name a file that ends with .yaml.`,
    EXIT_MISUSED,
  );
}

function readExperiment(file: string): Experiment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(`There is no experiment ${file}.`, EXIT_MISUSED);
  }
  return parseExperiment(text, basename(file));
}
