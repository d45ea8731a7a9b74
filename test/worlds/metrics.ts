import { expect } from 'vitest';
import { HOST, type World } from './world.ts';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^(?<name>[a-z_]+)(?:\{(?<labels>[^}]*)\})? (?<value>\S+)$/;

/** What Prometheus would read. */
export async function scrape(world: World): Promise<readonly Sample[]> {
  const { status, headers, body } = await world.send({
    method: 'GET',
    path: '/_keystorm/metrics',
    headers: { host: HOST },
  });
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = body
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const { name = '', labels = '', value = '' } = SAMPLE.exec(line)?.groups ?? {};
    expect([line, name]).not.toEqual([line, '']);
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', text = '']) => [label, text] as const);
    return { name, labels: Object.fromEntries(pairs), value: Number(value) };
  });
}

/** The values of a metric, of those with these labels; undefined where there are none. */
export function valuesOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}) {
  return samples
    .filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
    )
    .map(({ value }) => value);
}
