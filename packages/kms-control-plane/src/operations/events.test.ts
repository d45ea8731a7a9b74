import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CLOUDHSM_EVENT_ROWS } from '../http/cloudhsm-events.ts';
import { EVENT_ROWS } from './events.ts';

interface Shape {
  readonly type: string;
  readonly sensitive?: boolean;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Members that are no secret to the model, and are not shown all the same. */
const UNTOLD = /Certificate|Cert$|TrustAnchor|Token|Policy$/;
/** … but this one says only for how long backups are kept, and these are of a list. */
const TOLD = ['BackupRetentionPolicy', 'NextToken'];

function modelOf(service: string): Model {
  const file = new URL(`../../../aws-api/models/${service}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Model;
}

/** Whether a shape, or anything in it, is a secret or made of bytes. */
function isSecret({ shapes }: Model, name: string): boolean {
  const { type, sensitive, members = {}, member, key, value } = shapes[name] ?? { type: 'unknown' };
  const inner = [...Object.values(members), member, key, value].flatMap((one) =>
    one === undefined ? [] : [one.shape],
  );
  return sensitive === true || type === 'blob' || inner.some((one) => isSecret({ shapes, operations: {} }, one));
}

describe.each([
  ['kms', EVENT_ROWS],
  ['cloudhsmv2', CLOUDHSM_EVENT_ROWS],
] as const)('events of %s', (service, rows) => {
  const model = modelOf(service);

  test('tell of every operation', () => {
    expect(Object.keys(rows).toSorted()).toEqual(Object.keys(model.operations).toSorted());
  });

  test.each(Object.entries(rows))('%s: show nothing that is secret', (operation, { shown }) => {
    const { members = {} } = model.shapes[model.operations[operation]?.input?.shape ?? ''] ?? {};
    for (const name of shown as readonly string[]) {
      const shape = members[name]?.shape;
      expect(shape, `${name} is a member`).toBeDefined();
      expect(isSecret(model, shape ?? ''), `${name} is a secret`).toBe(false);
      expect(UNTOLD.test(name) && !TOLD.includes(name), `${name} is not shown`).toBe(false);
    }
  });
});
