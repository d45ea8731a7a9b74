import { numberOf } from '../hsm-tools/words.ts';

/** What may follow the name of a command. */
export interface Option {
  /** With its hyphen. */
  readonly name: string;
  /** What it specifies, as in `Key label`. */
  readonly what: string;
  /** How its value is written; absent for an option that has none. */
  readonly value?: string;
  readonly kind?: 'number' | 'numbers';
  readonly required?: true;
}

const HELP = '-h';
const LIST_MAX = 8;

/** What was typed behind the name of a command. */
export class Given {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  number(name: string): number | undefined {
    return numberOf(this.#values.get(name));
  }

  /** Empty where the option was not given. */
  numbers(name: string): readonly number[] {
    return numbersOf(this.#values.get(name) ?? '') ?? [];
  }
}

/** Why options cannot be read, if that is more than that one of them is unknown, or help was asked for. */
export interface Misuse {
  readonly error: string | undefined;
}

export function readOptions(options: readonly Option[], words: readonly string[]): Given | Misuse {
  const values = new Map<string, string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const option = options.find(({ name }) => name === word);
    if (option === undefined || values.has(word)) return { error: undefined };
    if (option.value === undefined) values.set(word, '');
    else {
      index += 1;
      const value = words[index];
      if (value === undefined) return { error: missing(option) };
      values.set(word, value);
    }
  }
  const absent = options.find(({ name, required }) => required && !values.has(name));
  if (absent !== undefined) return { error: missing(absent) };
  const wrong = options.find(({ name, kind }) => kind !== undefined && !isOf(kind, values.get(name)));
  return wrong === undefined ? new Given(values) : { error: `${wrong.what} (${wrong.name}) is not a number.` };
}

export function missing({ what, name }: Pick<Option, 'what' | 'name'>): string {
  return `${what} (${name}) is missing.`;
}

function isOf(kind: 'number' | 'numbers', text: string | undefined): boolean {
  if (text === undefined) return true;
  return kind === 'number' ? numberOf(text) !== undefined : numbersOf(text) !== undefined;
}

/** Numbers with commas between them. */
function numbersOf(text: string): readonly number[] | undefined {
  const numbers = text.split(',').map((word) => numberOf(word.trim()));
  const found = numbers.filter((number) => number !== undefined);
  return found.length === numbers.length && found.length <= LIST_MAX ? found : undefined;
}

/** What a command is for and how it is written. */
export function usageLines(name: string, summary: string, options: readonly Option[]): readonly string[] {
  const shown = options.map((option) => {
    const text = option.value === undefined ? option.name : `${option.name} ${option.value}`;
    return option.required ? text : `[${text}]`;
  });
  return [
    '',
    'Description',
    '===========',
    `${summary}.`,
    '',
    `Syntax: ${[name, HELP, ...shown].join(' ')}`,
    '',
    `Where: ${HELP.padEnd(9)}displays this information`,
    ...options.map((option) => `       ${option.name.padEnd(9)}specifies: ${option.what}`),
    '',
  ];
}
