/** What may follow the words of a command. */
export interface Parameter {
  /** With its hyphens. */
  readonly name: string;
  readonly summary: string;
  /** How its value is written; absent for a flag. */
  readonly value?: string;
  readonly required?: true;
  /** Whether several values may follow. */
  readonly many?: true;
}

const VALUES_MAX = 64;

/** Which cluster a command goes to, where several are configured. */
export const CLUSTER: Parameter = {
  name: '--cluster-id',
  value: '<CLUSTER_ID>',
  summary: 'Unique Id to choose which of the clusters in the config file to run the operation against',
};
export const USERNAME: Parameter = {
  name: '--username',
  value: '<USERNAME>',
  summary: 'Username to access the cluster',
  required: true,
};
export const ROLE: Parameter = {
  name: '--role',
  value: '<ROLE>',
  summary: 'Role the user has in the cluster [possible values: crypto-user, admin]',
  required: true,
};
export const PASSWORD: Parameter = {
  name: '--password',
  value: '<PASSWORD>',
  summary: 'Optional: Plaintext password. If you do not include this argument you will be prompted for it',
};
/** Only where the quorum value of what is done is above 1. */
export const APPROVAL: Parameter = {
  name: '--approval',
  value: '<APPROVAL>',
  summary: 'Filepath of signed quorum token file to approve operation',
};
export const NEW_PASSWORD: Parameter = {
  name: '--change-password',
  value: '<CHANGE_PASSWORD>',
  summary: "Optional: Plaintext user's password. If you do not include this argument you will be prompted for it",
};
export const TOKEN: Parameter = {
  name: '--token',
  value: '<TOKEN>',
  summary: 'Filepath where the unsigned token file will be written',
};
export const FILTER: Parameter = {
  name: '--filter',
  value: '[<FILTER>...]',
  many: true,
  summary:
    'Key reference (e.g. key-reference=0xabc) or space separated list of key attributes in the form of attr.KEY=VALUE',
};

export const SOURCE: Parameter = {
  name: '--source-cluster-id',
  value: '<SOURCE_CLUSTER_ID>',
  summary: 'Source cluster ID',
  required: true,
};
export const DESTINATION: Parameter = {
  name: '--destination-cluster-id',
  value: '<DESTINATION_CLUSTER_ID>',
  summary: 'Destination cluster ID',
  required: true,
};

/** What was typed behind the words of a command. */
export class Given {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/** Reads what follows the words of a command; returns what is wrong with it where it cannot be read. */
export function readParameters(parameters: readonly Parameter[], words: readonly string[]): Given | string {
  const values = new Map<string, readonly string[]>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name = '', ...attached] = word.startsWith('--') ? splitOnce(word) : [word];
    const parameter = parameters.find((candidate) => candidate.name === name);
    // What is not expected may be a password in the wrong place, so it is not repeated.
    if (parameter === undefined) return 'error: Found an argument which was not expected';
    if (values.has(name)) return `error: The argument '${name}' was provided more than once`;
    const found = [...attached];
    const most = parameter.value === undefined ? 0 : parameter.many ? VALUES_MAX : 1;
    while (found.length < most && rest[0] !== undefined && !rest[0].startsWith('--')) found.push(rest.shift() ?? '');
    if (found.length > most || (most > 0 && found.length === 0))
      return `error: The argument '${[name, parameter.value].join(' ').trimEnd()}' has the wrong number of values`;
    values.set(name, found);
  }
  const absent = parameters.filter(({ name, required }) => required && !values.has(name));
  if (absent.length === 0) return new Given(values);
  const missing = absent.map(({ name, value }) => `    ${name} ${value ?? ''}`.trimEnd());
  return ['error: The following required arguments were not provided:', ...missing].join('\n');
}

/** `--name=value` is `--name value`. */
function splitOnce(word: string): readonly string[] {
  const equals = word.indexOf('=');
  return equals === -1 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}
