// The system of docker-compose.yml: `npm run containers -- COMMAND`. docs/containers.md explains the commands.
import { parseArgs } from 'node:util';
import { CommandError, EXIT_FAILED, EXIT_MISUSED } from '../packages/cli/src/command-error.ts';
import { composeExperiment } from '../packages/cli/src/containers/experiment.ts';
import {
  buildImage,
  COMPOSE_ENDPOINT,
  composeDown,
  composeRemains,
  composeUp,
  cutDaemons,
  daemonsNamed,
  healDaemons,
  killDaemons,
  pauseDaemons,
  startDaemons,
} from '../packages/cli/src/containers/compose-system.ts';

const USAGE = `Usage: npm run containers -- COMMAND
  build                      make the image \`keystorm\` from this checkout
  up [--empty]               start the system and make its example, unless it is to stay empty
  down [--wipe]              stop it; with --wipe forget everything it holds
  status                     what the engine holds of it
  kill TARGET [--stay-down]  kill containers as a crash does; they come back after a moment, unless they are to stay down
  pause TARGET               hold containers
  start TARGET               let paused ones go on, start those that are down
  cut TARGET                 take containers off the networks of their zones
  heal TARGET                put them back
  experiment NAME [--seed S] [--html FILE] [--json]
                             do an experiment (docs/chaos.md) whose faults are kill, stop, restart, cut, loss and reset; the
                             last three need root
A TARGET is a service of docker-compose.yml, a zone such as us-east-1a, hsms, or the id of an HSM.`;

const { values, positionals } = parse();
const [command = '', target] = positionals;

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  build: buildImage,
  async up() {
    await composeUp(values);
    const example = values.empty === true ? '' : ', and alias/example encrypts';
    console.log(`Keystorm is ready on ${COMPOSE_ENDPOINT}${example}.`);
  },
  down: () => composeDown(values),
  async status() {
    for (const [kind, names] of Object.entries(await composeRemains()))
      console.log([`${kind}:`, ...(names as readonly string[]).toSorted()].join('\n  '));
  },
  kill: async () => killDaemons(await targets(), { stayDown: values['stay-down'] ?? false }),
  pause: async () => pauseDaemons(await targets()),
  start: async () => startDaemons(await targets()),
  cut: async () => cutDaemons(await targets()),
  heal: async () => healDaemons(await targets()),
  experiment: () => composeExperiment(target ?? misused('experiment needs a NAME.'), values),
};

function parse() {
  const options = {
    empty: { type: 'boolean' },
    wipe: { type: 'boolean' },
    'stay-down': { type: 'boolean' },
    seed: { type: 'string' },
    html: { type: 'string' },
    json: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
}

function targets() {
  return target === undefined ? misused(`${command} needs a TARGET.`) : daemonsNamed(target);
}

function misused(complaint: string): never {
  console.error(`${complaint}\n${USAGE}`);
  process.exit(EXIT_MISUSED);
}

try {
  await (COMMANDS[command]?.() ?? misused(`There is no command '${command}'.`));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof CommandError ? error.exitCode : EXIT_FAILED);
}
