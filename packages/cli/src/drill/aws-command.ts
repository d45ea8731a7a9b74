import { CommandError, EXIT_MISUSED } from '../command-error.ts';

type AwsService = 'kms' | 'cloudhsmv2';

/** A command of the AWS CLI as a call of the API. */
export interface AwsCall {
  readonly service: AwsService;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * What the words after `aws` ask for. Options are members by another spelling; those that end in `-ids` take a list,
 * `--filters` pairs of a name and a list, the numbers of days are numbers, and an option alone is true.
 */
export function parseAwsCommand(words: readonly string[]): AwsCall {
  const [service, operation, ...rest] = words;
  if ((service !== 'kms' && service !== 'cloudhsmv2') || operation === undefined)
    throw new CommandError(`'aws ${words.join(' ')}' names no operation of kms or cloudhsmv2.`, EXIT_MISUSED);
  const input: Record<string, unknown> = {};
  for (const [option, values] of options(rest)) input[pascal(option)] = valueOf(option, values);
  return { service, operation: pascal(operation), input };
}

function options(words: readonly string[]): readonly (readonly [option: string, values: readonly string[]])[] {
  const found: [string, string[]][] = [];
  for (const word of words) {
    const last = found.at(-1);
    if (word.startsWith('--')) found.push([word.slice(2), []]);
    else if (last === undefined) throw new CommandError(`'${word}' belongs to no option.`, EXIT_MISUSED);
    else last[1].push(word);
  }
  return found;
}

function valueOf(option: string, values: readonly string[]): unknown {
  if (option === 'filters') return Object.fromEntries(values.map(filter));
  if (option.endsWith('-ids')) return values;
  if (values.length === 0) return true;
  const [value, ...more] = values;
  if (more.length > 0) throw new CommandError(`--${option} takes one value, not ${values.length}.`, EXIT_MISUSED);
  return option.endsWith('-in-days') ? Number(value) : value;
}

function filter(text: string): [name: string, values: readonly string[]] {
  const [name = '', values = ''] = text.split('=');
  return [name, values.split(',')];
}

function pascal(kebab: string): string {
  return kebab
    .split('-')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}
