import { readFileSync } from 'node:fs';
import { createSimulation } from '@keystorm/runtime/sim';
import { ClusterManagerConfig } from '../../config.ts';
import { Fleet } from '../../fleet/fleet.ts';
import { Ledger } from '../../ledger.ts';
import { Levelling } from '../../level/levelling.ts';
import { LogStore } from '../../logs/log-store.ts';
import type { Parts } from '../../parts.ts';
import { invokeEc2 } from './invoke.ts';

/** Names on the wire: of a structure by member, of a list in an array, and the type of anything else. */
export type Names = string | readonly [Names] | { readonly [name: string]: Names };

/** The messages of each operation, from the service model. */
export const MODEL = JSON.parse(
  readFileSync(new URL('../../../../aws-api/models/ec2.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly input: Names; readonly output: Names }>>;

/** Parameters as a client of EC2 writes them on the wire, but nested. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What EC2 refused. */
export class RefusedError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The body of a request. */
export function ec2Form(action: string, parameters: Parameters = {}): Buffer {
  const form = new URLSearchParams({ Action: action, Version: '2016-11-15' });
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) value.forEach((item, index) => add(`${name}.${index + 1}`, item));
    else if (typeof value === 'object' && value !== null)
      for (const [member, item] of Object.entries(value)) add(`${name}.${member}`, item);
    else if (value !== undefined) form.append(name, text(value));
  };
  for (const [name, value] of Object.entries(parameters)) add(name, value);
  return Buffer.from(form.toString());
}

/**
 * Reads an answer as a client does, by the service model; what the model does not know is an error of the test. Throws
 * RefusedError.
 */
export function readEc2Answer<T>(action: string, status: number, body: Uint8Array): T {
  const root = parseXml(Buffer.from(body).toString('utf8'));
  if (status !== 200) {
    const error = root.children[0]?.children[0]?.children;
    const textOf = (name: string) => error?.find((child) => child.name === name)?.text ?? '';
    throw new RefusedError(status, textOf('Code'), textOf('Message'));
  }
  if (root.name !== `${action}Response`) throw new Error(`${root.name} is no answer to ${action}`);
  const model = MODEL[action]?.output ?? {};
  return valueOf(root, { ...(model as object), requestId: 'string', return: 'boolean' }, action) as T;
}

interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

function parseXml(text: string): Element {
  const document: Element = { name: '', children: [], text: '' };
  const open = [document];
  for (const [, close, name = '', alone, characters = ''] of text
    .replace(/^<\?.*\?>\s*/, '')
    .matchAll(/<(\/?)([\w.]+)[^>]*?(\/?)>|([^<]+)/g)) {
    const parent = open.at(-1) ?? document;
    if (name === '') parent.text += characters;
    else if (close === '/') open.pop();
    else {
      const element: Element = { name, children: [], text: '' };
      parent.children.push(element);
      if (alone !== '/') open.push(element);
    }
  }
  const [root] = document.children;
  if (root === undefined || open.length !== 1) throw new Error(`this is no document: ${text}`);
  return unescaped(root);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#13': '\r' };

function unescaped(element: Element): Element {
  element.text = element.text.replaceAll(/&([^;]+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
  element.children.forEach(unescaped);
  return element;
}

function valueOf(element: Element, names: Names, path: string): unknown {
  if (typeof names === 'string') return scalarOf(element.text, names);
  const under = `${path}.${element.name}`;
  if (isList(names)) return element.children.map((item) => valueOf(item, names[0], under));
  return Object.fromEntries(
    element.children.map((child) => {
      const member = names[child.name];
      if (member === undefined) throw new Error(`the model knows no ${under}.${child.name}`);
      return [child.name, valueOf(child, member, under)];
    }),
  );
}

function isList(names: Names): names is readonly [Names] {
  return Array.isArray(names);
}

function scalarOf(text: string, type: string): unknown {
  if (type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

/** EC2 without anything around it. */
export interface Ec2World {
  /** Throws RefusedError. */
  call<T = Parameters>(action: string, parameters?: Parameters, region?: string): Promise<T>;
  readonly parts: Parts;
}

/** Runs a test in a simulation: two zones in each Region, networks in 10.1.0.0/16. */
export async function inEc2World(work: (world: Ec2World) => Promise<void>): Promise<void> {
  const sim = createSimulation({ seed: 1 });
  await sim.run(async () => {
    const runtime = sim.runtime('manager');
    const config = ClusterManagerConfig.parse({
      listenAddress: 'manager:4600',
      identity: { ca: '-----BEGIN ', certificate: '-----BEGIN ', privateKey: '-----BEGIN ' },
      network: { vpcPrefix: '10.1', zones: 2 },
    });
    const ledger = new Ledger(await runtime.storage.open('test', 1));
    const fleet = new Fleet(runtime, config, ledger);
    const levelling = new Levelling(ledger, fleet, runtime.log);
    const logs = new LogStore(await runtime.storage.open('logs', 1), config.logEventsMax);
    const parts = { runtime, config, ledger, fleet, levelling, logs, monitor: { watch: () => undefined } };
    await work({
      parts,
      async call<T>(action: string, parameters?: Parameters, region = 'us-east-1') {
        const { status, body } = await invokeEc2(parts, { region, requestId: 'r-1' }, ec2Form(action, parameters));
        return readEc2Answer<T>(action, status, body);
      },
    });
  });
}
