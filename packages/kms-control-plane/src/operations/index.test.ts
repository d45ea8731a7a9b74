import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-kms';
import { OPERATIONS, type OperationName } from '@keystorm/aws-api/kms';
import { describe, expect, test } from 'vitest';
import { type ErrorSpec } from '@keystorm/aws-api';
import type { ZodType } from 'zod';
import { KMS_ERRORS } from '../errors.ts';
import { KMS_OPERATIONS, missingOperations } from './index.ts';

// The schemas inside the AWS SDK: an operation is [9, namespace, name, traits, input, output], a structure is
// [3, namespace, name, traits, member names, member schemas, how many of them, from the first, are required], an
// exception the same with -3.
type SdkStructure = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: object,
  members: readonly string[],
  schemas: unknown,
  required?: number,
];
type SdkOperation = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  input: () => SdkStructure,
  output: () => SdkStructure | string,
];

const SDK = sdk as unknown as Readonly<Record<string, SdkOperation | SdkStructure | undefined>>;
const MODEL = JSON.parse(readFileSync(new URL('../../../aws-api/models/kms.json', import.meta.url), 'utf8')) as {
  readonly operations: Readonly<Record<string, { readonly output?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, { readonly members?: object; readonly exception?: boolean }>>;
};

function sdkOperation(name: string): SdkOperation {
  const schema = SDK[`${name}$`];
  if (schema?.[0] !== 9) throw new Error(`the SDK has no operation ${name}`);
  return schema as SdkOperation;
}

/** What the SDK knows and the service model, which is older, does not: members that were added, and where one of them may stand. */
const NEWER: Partial<Record<OperationName, { readonly members: readonly string[]; readonly optional?: string }>> = {
  CreateGrant: { members: ['GranteeServicePrincipal', 'RetiringServicePrincipal'], optional: 'GranteePrincipal' },
  GetPublicKey: { members: ['EncapsulationAlgorithms'] },
  ListGrants: { members: ['GranteeServicePrincipal'] },
  ListRetirableGrants: { members: ['RetiringServicePrincipal'], optional: 'RetiringPrincipal' },
};

const NAMES = Object.keys(KMS_OPERATIONS) as (keyof typeof KMS_OPERATIONS)[];

describe('every operation is what the AWS SDK calls', () => {
  test.each(NAMES)('%s', (name) => {
    const [, , sdkName, , input, output] = sdkOperation(name);
    expect(KMS_OPERATIONS[name].name).toBe(name);
    expect(sdkName).toBe(name);

    const newer = NEWER[name] ?? { members: [] };
    const known = (members: readonly string[]) =>
      members.filter((member) => !newer.members.includes(member)).toSorted();
    const [, , , , members, , required = 0] = input();
    const { shape } = OPERATIONS[name].request;
    expect(Object.keys(shape).toSorted()).toEqual(known(members));
    const ourRequired = Object.entries<ZodType>(shape).filter(([, member]) => !member.safeParse(undefined).success);
    const theirRequired = [...members.slice(0, required), ...(newer.optional === undefined ? [] : [newer.optional])];
    expect(ourRequired.map(([member]) => member).toSorted()).toEqual(theirRequired.toSorted());

    const response = output();
    const ours = MODEL.operations[name]?.output?.shape;
    const ourMembers = ours === undefined ? [] : Object.keys(MODEL.shapes[ours]?.members ?? {});
    expect(ourMembers.toSorted()).toEqual(typeof response === 'string' ? [] : known(response[4]));
  });
});

test('an operation is offered or told as missing', () => {
  expect([...NAMES, ...missingOperations()].toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
  expect(missingOperations()).toEqual([]);
});

describe('every exception', () => {
  const exceptions = Object.values(SDK).filter(
    (schema): schema is SdkStructure => Array.isArray(schema) && schema[0] === -3,
  );
  const modelled = exceptions.filter(([, , name]) => name in MODEL.shapes);

  test('of the model is in the table and in the SDK', () => {
    const names = Object.entries(MODEL.shapes).flatMap(([name, { exception }]) => (exception ? [name] : []));
    expect(modelled.map(([, , name]) => name).toSorted()).toEqual(names.toSorted());
    expect(Object.keys(KMS_ERRORS)).toEqual(expect.arrayContaining(names));
  });

  test.each(modelled.map((schema) => [schema[2], schema] as const))(
    '%s has the status and the fault of the SDK',
    (name, [, , , traits]) => {
      const { error, httpError } = traits as { readonly error: 'client' | 'server'; readonly httpError: number };
      const spec: ErrorSpec = KMS_ERRORS[name as keyof typeof KMS_ERRORS];
      // The statuses of Smithy's model differ from what is recorded for client errors, which is 400 throughout.
      expect(spec).toMatchObject({ fault: error, status: error === 'client' ? 400 : httpError });
    },
  );

  test.each(NAMES)('of %s is in the table', (name) => {
    expect(Object.keys(KMS_ERRORS)).toEqual(expect.arrayContaining([...OPERATIONS[name].errors]));
  });
});
