import { Command, CommanderError } from 'commander';
import { CommandError, EXIT_DONE, EXIT_FAILED, EXIT_MISUSED } from '../command-error.ts';
import { exitWhenWritten } from '../exit.ts';
import type { ExampleOptions } from './example.ts';

/** What runs in containers beside the daemons. */
function program(): Command {
  const root = new Command('container').exitOverride();
  root
    .command('fleet')
    .description('make the certificates and keys of a fleet in a folder, unless they are there')
    .requiredOption('--dir <folder>')
    .action(async ({ dir }: { dir: string }) => (await import('../fleet.ts')).ensureFleet(dir, console.log));
  root
    .command('health')
    .description('ask the daemon with this configuration whether it serves')
    .requiredOption('--config <file>')
    .action(async ({ config }: { config: string }) => (await import('./health.ts')).health(config));
  root
    .command('example')
    .description('make the example cluster, key store and key, unless they are there')
    .requiredOption('--endpoint <url>', 'the AWS endpoint')
    .requiredOption('--cluster-manager <address>')
    .requiredOption('--fleet <folder>')
    .requiredOption('--data-dir <folder>', 'for the certificate authority of the cluster, and the tools’ configuration')
    .action(async (options: ExampleOptions) => (await import('./example.ts')).example(options));
  return root;
}

async function run(): Promise<number> {
  try {
    await program().parseAsync();
    return EXIT_DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_DONE : EXIT_MISUSED;
    console.error(error instanceof Error ? error.message : String(error));
    return error instanceof CommandError ? error.exitCode : EXIT_FAILED;
  }
}

await exitWhenWritten(await run());
