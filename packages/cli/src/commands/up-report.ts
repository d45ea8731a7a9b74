import { CommandError, EXIT_FAILED } from '../command-error.ts';
import { DATA_DIR_DEFAULT } from '../defaults.ts';
import { EXAMPLE } from '../example/example-system.ts';

/** A step on the way to a system that is ready, and how long it took. */
export interface Phase {
  readonly step: string;
  readonly ms: number;
}

export interface ReadyReport {
  readonly endpoint: string;
  readonly dataDir: string;
  readonly zones: number;
  readonly empty: boolean;
  readonly json: boolean;
  readonly phases: readonly Phase[];
}

/** What a system in the background tells the command that started it. */
type Message =
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'ready'; readonly report: ReadyReport }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: number };

/** Tells how far `up` is: people at the terminal, or the command that waits for it. */
export class Reporter {
  readonly #inBackground: boolean;
  readonly #steps: { readonly step: string; readonly atMs: number }[] = [{ step: 'starting this command', atMs: 0 }];
  #isReady = false;

  constructor(inBackground: boolean) {
    this.#inBackground = inBackground;
  }

  /** What the background tells arrives here. */
  static receive(
    message: unknown,
    to: { readonly ready: (report: ReadyReport) => void; readonly failed: (error: Error) => void },
  ): void {
    const told = message as Message;
    if (told.kind === 'step') printStep(told.step);
    else if (told.kind === 'ready') to.ready(told.report);
    else to.failed(new CommandError(told.message, told.exitCode));
  }

  step(step: string): void {
    if (!this.#isReady) this.#steps.push({ step, atMs: performance.now() });
    if (this.#inBackground) void this.#send({ kind: 'step', step });
    else printStep(step);
  }

  /** The steps so far; the clock began with the process. */
  phases(): readonly Phase[] {
    const ends = [...this.#steps.slice(1).map(({ atMs }) => atMs), performance.now()];
    return this.#steps.map(({ step, atMs }, index) => ({ step, ms: (ends[index] ?? atMs) - atMs }));
  }

  async ready(report: ReadyReport): Promise<void> {
    this.#isReady = true;
    if (!this.#inBackground) return announce(report);
    await this.#send({ kind: 'ready', report });
    process.disconnect?.();
  }

  async failed(error: unknown): Promise<void> {
    if (!this.#inBackground) return;
    const message = error instanceof Error ? error.message : String(error);
    const exitCode = error instanceof CommandError ? error.exitCode : EXIT_FAILED;
    await this.#send({ kind: 'failed', message, exitCode });
    process.disconnect?.();
  }

  /** Calls back when the command that waits has gone before the system was ready. */
  onAbandoned(abandoned: () => void): void {
    if (!this.#inBackground) return;
    process.once('disconnect', () => {
      if (!this.#isReady) abandoned();
    });
  }

  async #send(message: Message): Promise<void> {
    if (!process.connected) return;
    // Who does not listen any more is told nothing.
    await new Promise<void>((resolve) => process.send?.(message, undefined, {}, () => resolve()));
  }
}

function printStep(step: string): void {
  console.error(`  ${step} …`);
}

/** Tells a stranger what there is now and what can be done with it. */
export function announce({ endpoint, dataDir, zones, empty, json, phases }: ReadyReport): void {
  const tookMs = Math.round(performance.now());
  if (json) {
    console.log(JSON.stringify({ endpoint, region: EXAMPLE.region, dataDir, tookMs, phases }, null, 2));
    return;
  }
  const option = dataDir === DATA_DIR_DEFAULT ? '' : ` --data-dir ${dataDir}`;
  const lines = [
    '',
    `Keystorm is ready after ${(tookMs / 1000).toFixed(1)} s: ${endpoint}`,
    empty
      ? `There is no cluster yet, in ${EXAMPLE.region} or elsewhere.`
      : `A cluster of ${zones} HSMs in ${EXAMPLE.region}, the key store ${EXAMPLE.keyStoreName}, the key ${EXAMPLE.alias}.`,
    '',
    'In another terminal:',
    `  eval "$(npx keystorm env${option})"`,
    ...(empty ? EMPTY_COMMANDS : EXAMPLE_COMMANDS),
    `  npx keystorm status${option}`,
    '',
    `It runs until \`npx keystorm down${option}\`; what it holds is in ${dataDir} and there again after the next \`up\`.`,
  ];
  console.log(lines.join('\n'));
}

const EMPTY_COMMANDS = ['  aws cloudhsmv2 describe-clusters', '  aws kms describe-custom-key-stores'];
const EXAMPLE_COMMANDS = [
  '  aws kms describe-custom-key-stores',
  '  aws kms encrypt --key-id alias/example --plaintext SGVsbG8=',
];
