#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { CommandError, EXIT_DONE, EXIT_FAILED, EXIT_MISUSED } from './command-error.ts';
import { DATA_DIR_DEFAULT } from './system.ts';

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT);
}

interface Common {
  readonly dataDir: string;
  readonly json?: boolean;
}

// Commands are loaded when used: what starts a system need not wait for what steers one.
function program(): Command {
  const root = new Command('keystorm')
    .description('AWS KMS custom key stores on a CloudHSM cluster, on this machine')
    .exitOverride()
    .showHelpAfterError('Use --help to see what there is.');

  command(root, 'up', 'start a system and stay until it is stopped')
    .option('--detach', 'return as soon as it is ready')
    .option('--port <port>', 'port of the AWS endpoint (default 4599)', wholeNumber)
    .option('--azs <number>', 'Availability Zones (default 3)', wholeNumber)
    .option(
      '--vpc-prefix <prefix>',
      'first two numbers of the HSMs’ addresses (default: the first free of 127.0, 127.65, …)',
    )
    .option('--empty', 'make no cluster')
    .action(async (options: Common) => (await import('./commands/up.ts')).up(options));
  command(root, 'status', 'show processes, clusters and key stores')
    .option('--json', 'for programs')
    .action(async (options: Common) => (await import('./commands/status.ts')).status(options));
  command(root, 'env', 'print the AWS_* variables for a shell')
    .option('--json', 'for programs')
    .action(async (options: Common) => (await import('./commands/env.ts')).env(options));
  command(root, 'down', 'stop the system')
    .option('--wipe', 'and remove its data')
    .action(async (options: Common & { wipe?: boolean }) => (await import('./commands/down.ts')).down(options));
  command(root, 'logs', 'show the log lines of all processes')
    .option('-f, --follow', 'go on with new ones')
    .action(async (options: Common & { follow?: boolean }) => (await import('./commands/logs.ts')).logs(options));

  const lab = root.command('lab').description('steer the simulated world');
  command(lab, 'advance <duration>', 'move its clock forward, such as 8d, 12h, 30m, 45s').action(
    async (duration: string, options: Common) => (await import('./commands/lab.ts')).advance(duration, options),
  );
  command(lab, 'backup <cluster>', 'take a backup of a cluster now')
    .option('--region <region>', 'AWS Region', 'us-east-1')
    .action(async (cluster: string, options: Common & { region: string }) =>
      (await import('./commands/lab.ts')).backup(cluster, options),
    );

  const chaos = root.command('chaos').description('make things fail: an HSM id, control-plane, cluster-manager');
  command(chaos, 'kill <target>', 'end a process as kill -9 does')
    .option('--stay-down', 'do not start it again')
    .action(async (target: string, options: Common & { stayDown?: boolean }) =>
      (await import('./commands/chaos.ts')).kill(target, options),
    );
  command(chaos, 'stop <target>', 'hold a process as SIGSTOP does').action(async (target: string, options: Common) =>
    (await import('./commands/chaos.ts')).stop(target, options),
  );
  command(chaos, 'restart <target>', 'start a process again, or let it go on').action(
    async (target: string, options: Common) => (await import('./commands/chaos.ts')).restart(target, options),
  );
  return root;
}

async function main(): Promise<number> {
  try {
    await program().parseAsync();
    return EXIT_DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_DONE : EXIT_MISUSED;
    console.error(`keystorm: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof CommandError ? error.exitCode : EXIT_FAILED;
  }
}

process.exitCode = await main();
