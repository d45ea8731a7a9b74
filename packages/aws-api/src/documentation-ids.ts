import type { z } from 'zod';

type Path = readonly PropertyKey[];

/**
 * The end of an id of CloudHSM, or of an ARN, as AWS's guides print them: with digits that no real one has, such as
 * cluster-1a23b4cdefg, so that the service's own model refuses the examples of its guides.
 */
const DOCUMENTATION_ID = /(?<=(?:^|\/)(?:cluster|hsm|backup)-)[0-9a-zA-Z]{11,16}$/;
const DIGIT_OF_NO_ID = /[0189]/g;

/** What has been read, or what speaks against it. */
type Reading<T> = { readonly data: T } | { readonly issues: readonly z.core.$ZodIssue[] };

/** Reads a request that `issues` speak against as if the ids of the documentation in it were real. */
export function parseWithDocumentationIds<S extends z.ZodType>(
  schema: S,
  request: unknown,
  issues: readonly z.core.$ZodIssue[],
): Reading<z.output<S>> {
  const places = issues.flatMap(({ path }) => {
    const id = valueAt(request, path);
    return isDocumentationId(id) ? [{ path, id }] : [];
  });
  const altered = structuredClone(request);
  for (const { path, id } of places) put(altered, path, regular(id));
  const { data, error } = schema.safeParse(altered);
  if (error !== undefined) {
    const left = new Set(error.issues.map(({ path }) => path.join('.')));
    return { issues: issues.filter(({ path }) => left.has(path.join('.'))) };
  }
  for (const { path, id } of places) put(data, path, id);
  return { data };
}

function isDocumentationId(value: unknown): value is string {
  return typeof value === 'string' && regular(value) !== value;
}

/** The same id in the characters of real ones. */
function regular(id: string): string {
  return id.replace(DOCUMENTATION_ID, (end) => end.replaceAll(DIGIT_OF_NO_ID, 'a'));
}

export function valueAt(request: unknown, path: Path): unknown {
  let value = request;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}

function put(target: unknown, path: Path, value: string): void {
  const [last = ''] = path.slice(-1);
  (valueAt(target, path.slice(0, -1)) as Record<PropertyKey, unknown>)[last] = value;
}
