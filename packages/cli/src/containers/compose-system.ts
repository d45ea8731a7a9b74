import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pRetry from 'p-retry';
import { z } from 'zod';
import { writeImageFiles } from '../bundle.ts';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { CHECKOUT, type Attachment, type Daemon, readDaemons } from './compose-file.ts';
import { docker, dockerLines, findCompose, runProgram } from './docker.ts';

/** Where docker-compose.yml publishes the endpoint. */
export const COMPOSE_ENDPOINT = 'http://127.0.0.1:4599';
/** Where the cluster-manager is, for whoever is on the machine of the engine. */
export const COMPOSE_MANAGER = '10.0.1.10:4600';
/** As .env says. */
const PROJECT = 'keystorm';
/** Of the Dockerfile. */
const IMAGE_HOME = '/opt/keystorm';
const ASK_MS = 5_000;
const STOP_SECONDS = '15';
const LINES_SHOWN = '20';

const Status = z.looseObject({
  clusters: z.array(z.looseObject({ hsms: z.array(z.looseObject({ hsmId: z.string(), applianceId: z.string() })) })),
});

/** What is left of a system on the engine, by kind. */
export interface Remains {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** Puts together what goes into the image, and has the engine build it. Nothing is fetched on the way. */
export async function buildImage(): Promise<void> {
  const folder = join(CHECKOUT, 'build/image');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await writeImageFiles(join(folder, 'files'), IMAGE_HOME);
  copyFileSync(join(CHECKOUT, 'containers/Dockerfile'), join(folder, 'Dockerfile'));
  await docker('build', '--quiet', '--network', 'none', '--tag', 'keystorm', folder);
}

/**
 * Starts the system of docker-compose.yml, and waits for its example unless it is to stay empty. Throws CommandError with
 * what the example said when it was not made.
 */
export async function composeUp({ empty = false } = {}): Promise<void> {
  await compose('up', '--detach', '--no-build', '--scale', `example=${empty ? 0 : 1}`);
  if (empty) return;
  const example = await containerOf('example');
  const code = (await docker('wait', example)).trim();
  if (code !== '0') throw new CommandError(`The example was not made:\n${(await docker('logs', example)).trim()}`);
}

/** Stops the system. With `wipe` it forgets everything, and nothing of it is left but the image. */
export async function composeDown({ wipe = false } = {}): Promise<void> {
  await compose('down', '--remove-orphans', '--timeout', STOP_SECONDS, ...(wipe ? ['--volumes'] : []));
}

/** The last lines of each container. */
export function composeLogs(): Promise<string> {
  return compose('logs', '--no-color', '--tail', LINES_SHOWN);
}

/** Copies a file or folder out of the container of a service, into a folder. Throws CommandError. */
export async function composeCopy(service: string, path: string, folder: string): Promise<void> {
  const container = await containerOf(service);
  await docker('cp', `${container}:${path}`, folder);
}

/** What the engine holds of the system. */
export async function composeRemains(): Promise<Remains> {
  const filter = `label=com.docker.compose.project=${PROJECT}`;
  const [containers, networks, volumes] = await Promise.all([
    dockerLines('ps', '--all', '--filter', filter, '--format', '{{.Names}}\t{{.Status}}'),
    dockerLines('network', 'ls', '--filter', filter, '--format', '{{.Name}}'),
    dockerLines('volume', 'ls', '--filter', filter, '--format', '{{.Name}}'),
  ]);
  return { containers, networks, volumes };
}

/**
 * Kills the first process of each container with SIGKILL, as a crash does; the engine starts it again after a moment. With
 * `stayDown` the engine is told, and does not. Throws CommandError.
 */
export async function killDaemons(daemons: readonly Daemon[], { stayDown = false } = {}): Promise<void> {
  await onEach(daemons, async (container) => {
    if (stayDown) {
      await docker('kill', container);
      return;
    }
    const pid = await firstProcessOf(container);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      throw new CommandError(
        'Only root, on the machine of the engine, can kill it so that it comes back. Use --stay-down, and start it again.',
      );
    }
  });
}

/** Holds all processes of each container. */
export async function pauseDaemons(daemons: readonly Daemon[]): Promise<void> {
  await onEach(daemons, (container) =>
    pRetry(() => docker('pause', container), {
      retries: 5,
      minTimeout: 100,
      // A health check that is just being started keeps the engine from it.
      shouldRetry: ({ error }) => error.message.includes('unable to freeze'),
    }),
  );
}

/** Lets paused containers go on, and starts those that are down. */
export async function startDaemons(daemons: readonly Daemon[]): Promise<void> {
  await onEach(daemons, async (container) => {
    const state = (await docker('inspect', '--format', '{{.State.Status}}', container)).trim();
    await docker(state === 'paused' ? 'unpause' : 'start', container);
  });
}

/** Ends the processes of each container in good order, and starts them again. */
export async function restartDaemons(daemons: readonly Daemon[]): Promise<void> {
  await onEach(daemons, (container) => docker('restart', '-t', STOP_SECONDS, container));
}

/** The first process of each container, by which its network is found. Throws CommandError when one does not run. */
export async function firstProcesses(daemons: readonly Daemon[]): Promise<ReadonlyMap<Daemon, number>> {
  const pids = new Map<Daemon, number>();
  await onEach(daemons, async (container, daemon) => void pids.set(daemon, await firstProcessOf(container)));
  return pids;
}

/** Takes daemons off the networks of their Availability Zones: nothing reaches them, and nobody is refused. */
export async function cutDaemons(daemons: readonly Daemon[]): Promise<void> {
  await onEachAttachment(daemons, async ({ network }, container, isAttached) => {
    if (isAttached) await docker('network', 'disconnect', network, container);
  });
}

/** Gives them their places in these networks back. */
export async function healDaemons(daemons: readonly Daemon[]): Promise<void> {
  await onEachAttachment(daemons, async ({ network, address }, container, isAttached) => {
    if (!isAttached) await docker('network', 'connect', '--ip', address, network, container);
  });
}

/**
 * The daemons that a name stands for: a service of docker-compose.yml, an Availability Zone (`us-east-1a`), whose HSMs it
 * means, `hsms`, or the id of an HSM. Throws CommandError.
 */
export async function daemonsNamed(target: string): Promise<readonly Daemon[]> {
  const daemons = readDaemons();
  const named = daemons.filter(
    ({ name, appliance }) =>
      name === target || (appliance !== undefined && (target === 'hsms' || appliance.availabilityZone === target)),
  );
  if (named.length > 0) return named;
  const applianceId = (await appliancesOfHsms()).get(target);
  const found = daemons.filter(({ appliance }) => appliance?.applianceId === applianceId && applianceId !== undefined);
  if (found.length > 0) return found;
  const names = daemons.map(({ name }) => name).join(', ');
  throw new CommandError(
    `There is no '${target}'. Name ${names}, a zone such as us-east-1a, hsms, or the id of an HSM.`,
    EXIT_MISUSED,
  );
}

/** The HSMs and their appliances; empty when the system cannot be asked. */
export async function appliancesOfHsms(): Promise<ReadonlyMap<string, string>> {
  try {
    const response = await fetch(`${COMPOSE_ENDPOINT}/_keystorm/status`, { signal: AbortSignal.timeout(ASK_MS) });
    const { clusters } = Status.parse(await response.json());
    return new Map(clusters.flatMap(({ hsms }) => hsms).map(({ hsmId, applianceId }) => [hsmId, applianceId]));
  } catch {
    return new Map();
  }
}

async function compose(...args: readonly string[]): Promise<string> {
  const [program, ...first] = await findCompose();
  return runProgram(program, [...first, '--project-name', PROJECT, ...args], CHECKOUT);
}

/** Throws CommandError when there is none. */
async function containerOf(service: string): Promise<string> {
  const labels = [`project=${PROJECT}`, `service=${service}`, 'oneoff=False'];
  const [container] = await dockerLines(
    'ps',
    '--all',
    '--quiet',
    ...labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`]),
  );
  if (container === undefined) throw new CommandError(`${service}: there is no container. Run \`up\` first.`);
  return container;
}

async function firstProcessOf(container: string): Promise<number> {
  const pid = Number(await docker('inspect', '--format', '{{.State.Pid}}', container));
  if (pid === 0) throw new CommandError('It does not run.');
  return pid;
}

async function onEach(
  daemons: readonly Daemon[],
  act: (container: string, daemon: Daemon) => Promise<unknown>,
): Promise<void> {
  await Promise.all(
    daemons.map(async (daemon) => {
      const { name } = daemon;
      const container = await containerOf(name);
      try {
        await act(container, daemon);
      } catch (error) {
        throw new CommandError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
}

async function onEachAttachment(
  daemons: readonly Daemon[],
  act: (attachment: Attachment, container: string, isAttached: boolean) => Promise<void>,
): Promise<void> {
  for (const daemon of daemons)
    await onEach([daemon], async (container) => {
      const inspected = await docker('inspect', '--format', '{{json .NetworkSettings.Networks}}', container);
      const present = Object.keys(JSON.parse(inspected) as Record<string, unknown>);
      for (const attachment of daemon.attachments) {
        const network = `${PROJECT}_${attachment.network}`;
        await act({ ...attachment, network }, container, present.includes(network));
      }
    });
}
