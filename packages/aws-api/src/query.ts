import { FrameworkError } from './errors.ts';

/** A parameter as it was sent: text, a list, or a structure. Numbers and booleans are text. */
export type QueryValue = string | readonly QueryValue[] | { readonly [name: string]: QueryValue };

/** A request of AWS's query protocol. */
export interface QueryRequest {
  readonly action: string;
  readonly version: string;
  /** Without `Action` and `Version`. */
  readonly parameters: Readonly<Record<string, QueryValue>>;
}

type Node = Map<string, Node | string>;

/** No shape of a model is nested more deeply. */
const DEPTH_MAX = 12;
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const NUMBER = /^\d+$/;

/**
 * Reads a form, in which dots and numbers are structures and lists: `Filter.1.Name=vpc-id` is the name of the first
 * filter. Throws FrameworkError SerializationException; its message names the parameter, never the value.
 * Source: Amazon EC2 API Reference, "Query requests".
 */
export function parseQuery(body: Uint8Array): QueryRequest {
  const root: Node = new Map();
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8'))) {
    // What a client has sent must fit into answers to others.
    if (NOT_IN_XML.test(value)) throw unreadable(name);
    insert(root, name, value);
  }
  const { Action = '', Version = '', ...parameters } = structure(root);
  if (typeof Action !== 'string' || typeof Version !== 'string') throw unreadable('Action');
  return { action: Action, version: Version, parameters };
}

function insert(root: Node, name: string, value: string): void {
  const path = name.split('.');
  const last = path.pop() ?? '';
  if (path.length >= DEPTH_MAX) throw unreadable(name);
  const parent = path.reduce((node, part) => {
    const child = node.get(part) ?? new Map<string, never>();
    if (typeof child === 'string') throw unreadable(name);
    node.set(part, child);
    return child;
  }, root);
  if (typeof parent.get(last) === 'object') throw unreadable(name);
  parent.set(last, value);
}

function structure(node: Node): Record<string, QueryValue> {
  return Object.fromEntries([...node].map(([name, child]) => [name, valueOf(child)]));
}

function valueOf(node: Node | string): QueryValue {
  if (typeof node === 'string') return node;
  if (![...node.keys()].every((name) => NUMBER.test(name))) return structure(node);
  return [...node].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, child]) => valueOf(child));
}

function unreadable(name: string): FrameworkError {
  return new FrameworkError('SerializationException', `The parameter ${name} cannot be read.`);
}
