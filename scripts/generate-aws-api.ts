// Writes AWS's shapes anew: node scripts/generate-aws-api.ts [folder of botocore's models]
// Reads the service models that the AWS CLI and botocore carry, and writes them without their documentation to
// packages/aws-api/models, and from these the schemas and types of packages/aws-api/src/generated; of services of which
// there is little here only the operations that are, and of EC2, which is large, only the names on the wire, for tests. With
// no folder it uses the models of Debian's package awscli; `--from-models` only writes the sources.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const DEBIAN_MODELS = '/usr/lib/python3/dist-packages/awscli/botocore/data';
/** With `operations`, only these and what they use. */
const SERVICES: Record<string, { readonly version: string; readonly operations?: readonly string[] }> = {
  kms: { version: '2014-11-01' },
  cloudhsmv2: { version: '2017-04-28' },
  cloudtrail: { version: '2013-11-01', operations: ['LookupEvents'] },
  logs: {
    version: '2014-03-28',
    operations: ['DescribeLogGroups', 'DescribeLogStreams', 'FilterLogEvents', 'GetLogEvents'],
  },
};
const EC2 = {
  version: '2016-11-15',
  operations: [
    'AuthorizeSecurityGroupEgress',
    'AuthorizeSecurityGroupIngress',
    'CreateNetworkInterface',
    'CreateSecurityGroup',
    'CreateSubnet',
    'CreateTags',
    'CreateVpc',
    'DeleteNetworkInterface',
    'DeleteSecurityGroup',
    'DeleteSubnet',
    'DeleteTags',
    'DeleteVpc',
    'DescribeAvailabilityZones',
    'DescribeNetworkInterfaces',
    'DescribeSecurityGroupRules',
    'DescribeSecurityGroups',
    'DescribeSubnets',
    'DescribeTags',
    'DescribeVpcs',
    'RevokeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
  ],
};
/** Shapes whose bounds the service does not enforce in the words of the model, but in its own: the operation checks them. */
const BOUND_BY_OPERATION = new Set(['PendingWindowInDaysType']);
const PACKAGE = new URL('../packages/aws-api/', import.meta.url);

interface Member {
  shape: string;
  locationName?: string;
  queryName?: string;
}

interface Shape {
  type: 'structure' | 'list' | 'map' | 'string' | 'blob' | 'integer' | 'long' | 'boolean' | 'timestamp';
  members?: Record<string, Member>;
  required?: string[];
  member?: Member;
  key?: Member;
  value?: Member;
  enum?: string[];
  min?: number;
  max?: number;
  pattern?: string;
  sensitive?: boolean;
  exception?: boolean;
  fault?: boolean;
}

interface Operation {
  input?: Member | undefined;
  output?: Member | undefined;
  errors?: Member[] | undefined;
}

interface Model {
  metadata: {
    apiVersion: string;
    endpointPrefix: string;
    jsonVersion: string;
    serviceId: string;
    signingName?: string;
    targetPrefix: string;
  };
  operations: Record<string, Operation>;
  shapes: Record<string, Shape>;
}

const DROPPED = new Set(['documentation', 'deprecatedMessage', 'deprecated', 'documentationUrl']);

function slimmed(full: Model, wanted: readonly string[] | undefined): Model {
  const { apiVersion, endpointPrefix, jsonVersion, serviceId, signingName, targetPrefix } = full.metadata;
  const metadata = {
    apiVersion,
    endpointPrefix,
    jsonVersion,
    serviceId,
    signingName: signingName ?? endpointPrefix,
    targetPrefix,
  };
  const operations = Object.entries(full.operations).flatMap(([name, { input, output, errors }]) =>
    wanted === undefined || wanted.includes(name) ? [[name, { input, output, errors }] as const] : [],
  );
  const shapes = wanted === undefined ? full.shapes : usedShapes(full, Object.fromEntries(operations));
  const text = JSON.stringify({ metadata, operations: Object.fromEntries(operations), shapes });
  // A member may itself be named like a field of documentation; such a one holds an object.
  return JSON.parse(text, (key, value: unknown) =>
    DROPPED.has(key) && typeof value !== 'object' ? undefined : value,
  ) as Model;
}

function usedShapes({ shapes }: Model, operations: Model['operations']): Model['shapes'] {
  const roots = Object.values(operations).flatMap(({ input, output, errors = [] }) =>
    [input, output, ...errors].flatMap((member) => (member === undefined ? [] : [member.shape])),
  );
  const used = new Set(inOrderOfUse(roots, (name) => shapes[name] ?? { type: 'structure' }));
  return Object.fromEntries(Object.entries(shapes).filter(([name]) => used.has(name)));
}

function readModel(folder: string, service: string, version: string): Model {
  const file = `${folder}/${service}/${version}/service-2.json`;
  const text = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
  return JSON.parse(text.toString('utf8')) as Model;
}

/** Names on the wire: of a structure by member, of a list in an array, and the type of anything else. */
type Names = string | [Names] | { [name: string]: Names };

/** What EC2's requests and answers consist of. */
function wireNames({ operations, shapes }: Model): Record<string, { input: Names; output: Names }> {
  const namesOf = (name: string | undefined, wireName: (member: string, spec: Member) => string): Names => {
    const shape = shapes[name ?? ''];
    if (shape === undefined) return {};
    if (shape.type === 'list') return [namesOf(shape.member?.shape, wireName)];
    if (shape.type !== 'structure') return shape.type;
    const members = Object.entries(shape.members ?? {});
    return Object.fromEntries(members.map(([member, spec]) => [wireName(member, spec), namesOf(spec.shape, wireName)]));
  };
  // Source: botocore's serializer of the protocol `ec2`.
  const sent = (member: string, { queryName, locationName }: Member) => queryName ?? upperCamel(locationName ?? member);
  const answered = (member: string, { locationName }: Member) => locationName ?? member;
  return Object.fromEntries(
    EC2.operations.map((operation) => {
      const { input, output } = operations[operation] ?? {};
      return [operation, { input: namesOf(input?.shape, sent), output: namesOf(output?.shape, answered) }];
    }),
  );
}

/** Writes the TypeScript of one service. Shapes come before what uses them; the models have no cycles. */
function source(service: string, model: Model): string {
  const shapeOf = (name: string): Shape => {
    const shape = model.shapes[name];
    if (shape === undefined) throw new Error(`${service} has no shape ${name}`);
    return shape;
  };
  const operations = Object.entries(model.operations);
  const requests = inOrderOfUse(
    operations.flatMap(([, { input }]) => (input ? [input.shape] : [])),
    shapeOf,
  );
  const responses = inOrderOfUse(
    operations.flatMap(([, { output }]) => (output ? [output.shape] : [])),
    shapeOf,
  );
  const enums = [...new Set([...requests, ...responses])].filter((name) => shapeOf(name).enum).sort();
  const generator = { shapeOf, isRequestShape: (name: string) => requests.includes(name) };
  const body = [
    ...enums.map((name) => enumSource(name, shapeOf(name))),
    ...requests.map((name) => requestSource(name, generator)),
    ...responses.map((name) => responseSource(name, generator)),
    operationsSource(operations),
    apiSource(model),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
  return [
    `// Generated by scripts/generate-aws-api.ts from models/${service}.json. Do not edit.`,
    `import type { z } from 'zod';`,
    `import type { OperationModel } from '../model.ts';`,
    `import * as shape from '../shapes.ts';`,
    '',
    body,
    '',
  ].join('\n');
}

interface Generator {
  readonly shapeOf: (name: string) => Shape;
  readonly isRequestShape: (name: string) => boolean;
}

function inOrderOfUse(roots: readonly string[], shapeOf: (name: string) => Shape): string[] {
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    const { members = {}, member, key, value } = shapeOf(name);
    for (const used of [...Object.values(members), member, key, value]) if (used) visit(used.shape);
    ordered.add(name);
  };
  for (const root of roots) visit(root);
  return [...ordered];
}

function enumSource(name: string, shape: Shape): string {
  const values = (shape.enum ?? []).map(quoted).join(', ');
  return `export const ${name} = [${values}] as const;\nexport type ${name} = (typeof ${name})[number];`;
}

function requestSource(name: string, generator: Generator): string {
  const shape = generator.shapeOf(name);
  if (shape.type !== 'structure') return `const ${lowerCamel(name)} = ${schema(name, shape, generator)};`;
  const members = Object.entries(shape.members ?? {}).map(([member, { shape: used }]) => {
    const optional = shape.required?.includes(member) ? '' : '.optional()';
    return `  ${member}: ${reference(used, generator)}${optional},`;
  });
  return `export const ${name} = shape.structure({\n${members.join('\n')}\n});\nexport type ${name} = z.output<typeof ${name}>;`;
}

/** Structures keep their names, everything else is a constant in lower camel case. */
function reference(name: string, { shapeOf }: Generator): string {
  return shapeOf(name).type === 'structure' ? name : lowerCamel(name);
}

function schema(name: string, shape: Shape, generator: Generator): string {
  const inner = (used: Member | undefined): string => reference(used?.shape ?? '', generator);
  switch (shape.type) {
    case 'string':
      return shape.enum ? `shape.oneOf(${name})` : `shape.text(${constraints(shape)})`;
    case 'list':
      return `shape.list(${inner(shape.member)}${after(constraints(shape))})`;
    case 'map':
      return `shape.map(${inner(shape.key)}, ${inner(shape.value)}${after(constraints(shape))})`;
    case 'long':
      return `shape.integer(${constraints(shape)})`;
    default:
      return `shape.${shape.type}(${BOUND_BY_OPERATION.has(name) ? '' : constraints(shape)})`;
  }
}

function constraints({ type, min, max, pattern, sensitive }: Shape): string {
  const fields = [
    min === undefined ? '' : `min: ${min}`,
    max === undefined ? '' : `max: ${max}`,
    pattern === undefined ? '' : `pattern: ${quoted(pattern)}`,
    sensitive && type === 'string' ? 'sensitive: true' : '',
  ].filter((field) => field !== '');
  return fields.length === 0 ? '' : `{ ${fields.join(', ')} }`;
}

function after(argument: string): string {
  return argument === '' ? '' : `, ${argument}`;
}

function responseSource(name: string, generator: Generator): string {
  const shape = generator.shapeOf(name);
  if (shape.type !== 'structure' || generator.isRequestShape(name)) return '';
  const members = Object.entries(shape.members ?? {}).map(([member, { shape: used }]) => {
    const optional = shape.required?.includes(member) ? '' : '?';
    return `  readonly ${member}${optional}: ${type(used, generator)}${optional ? ' | undefined' : ''};`;
  });
  if (members.length === 0) return `export type ${name} = Readonly<Record<string, never>>;`;
  return `export interface ${name} {\n${members.join('\n')}\n}`;
}

function type(name: string, generator: Generator): string {
  const shape = generator.shapeOf(name);
  const inner = (used: Member | undefined): string => type(used?.shape ?? '', generator);
  switch (shape.type) {
    case 'structure':
      return name;
    case 'list':
      return `readonly ${shape.member && generator.shapeOf(shape.member.shape).enum ? shape.member.shape : inner(shape.member)}[]`;
    case 'map':
      return `Readonly<Record<string, ${inner(shape.value)}>>`;
    case 'string':
      return shape.enum ? name : 'string';
    case 'blob':
      return 'Buffer';
    case 'integer':
    case 'long':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'timestamp':
      return 'Date';
  }
}

function operationsSource(operations: readonly (readonly [string, Operation])[]): string {
  const rows = operations.map(([name, { input, output, errors = [] }]) => {
    const list = errors
      .map(({ shape }) => quoted(shape))
      .sort()
      .join(', ');
    const response = output ? quoted(output.shape) : 'undefined';
    return `  ${name}: {\n    request: ${input?.shape ?? 'shape.structure({})'},\n    response: ${response},\n    errors: [${list}],\n  },`;
  });
  const responses = operations.map(([name, { output }]) => `  readonly ${name}: ${output?.shape ?? 'undefined'};`);
  return [
    '/** Every operation of the service: the schema of its request, the name of its response shape, the errors that the model lists. */',
    `export const OPERATIONS = {\n${rows.join('\n')}\n} as const satisfies Record<string, OperationModel>;`,
    'export type OperationName = keyof typeof OPERATIONS;',
    '/** What an operation receives. */',
    `export type RequestOf<O extends OperationName> = z.output<(typeof OPERATIONS)[O]['request']>;`,
    '',
    '/** What an operation answers; undefined where the answer has an empty body. */',
    `export interface Responses {\n${responses.join('\n')}\n}`,
  ].join('\n');
}

function apiSource({ metadata }: Model): string {
  const fields = Object.entries(metadata).map(([name, value]) => `  ${name}: ${quoted(value)},`);
  return `/** How the service is addressed. */\nexport const API = {\n${fields.join('\n')}\n} as const;`;
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function upperCamel(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const [argument = DEBIAN_MODELS] = process.argv.slice(2);
for (const [service, { version, operations }] of Object.entries(SERVICES)) {
  const file = new URL(`models/${service}.json`, PACKAGE);
  if (argument !== '--from-models')
    writeFileSync(file, `${JSON.stringify(slimmed(readModel(argument, service, version), operations), null, 1)}\n`);
  const model = JSON.parse(readFileSync(file, 'utf8')) as Model;
  writeFileSync(new URL(`src/generated/${service}.ts`, PACKAGE), source(service, model));
}
if (argument !== '--from-models') {
  const names = wireNames(readModel(argument, 'ec2', EC2.version));
  writeFileSync(new URL('models/ec2.json', PACKAGE), `${JSON.stringify(names, null, 1)}\n`);
}
