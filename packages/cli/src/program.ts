import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CommandError, EXIT_DONE, EXIT_FAILED, EXIT_MISUSED } from './command-error.ts';
import type { DownOptions } from './commands/down.ts';
import type { RunOptions } from './commands/experiment.ts';
import type { AddOptions } from './commands/faults.ts';
import type { AsUser, CryptoOptions, HsmOptions, HsmUserName } from './commands/hsm.ts';
import type { WatchOptions } from './commands/hsm-watch.ts';
import type { HsmFaultOptions } from './commands/lab-cluster.ts';
import type { LogsOptions } from './commands/logs.ts';
import type { StatusOptions } from './commands/status.ts';
import type { UpFlags } from './commands/up-options.ts';
import { DATA_DIR_DEFAULT, PORT, ZONES } from './defaults.ts';
import { userTypeOf } from './hsm-tools/user-types.ts';

function numberIn({ min, max }: { readonly min: number; readonly max: number }): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number above 0, to 1.');
}

function vpcPrefix(text: string): string {
  const [first, second, ...more] = text.split('.');
  if (first === '127' && /^\d{1,3}$/.test(second ?? '') && Number(second) < 256 && more.length === 0) return text;
  throw new InvalidArgumentError('It must be the first two numbers of loopback addresses, such as 127.5.');
}

function userName(text: string): HsmUserName {
  const [, type = '', name = ''] = /^(CO|CU):(.+)$/.exec(text) ?? [];
  const userType = userTypeOf(type);
  if (userType !== undefined) return { userType, userName: name };
  throw new InvalidArgumentError('It must be CO: or CU: and a name, such as CU:alice.');
}

interface Common {
  readonly dataDir: string;
  readonly json?: boolean;
}

interface LogsFlags extends LogsOptions {
  readonly audit?: string | true;
  readonly verify?: boolean;
}

interface FromFolder extends Common {
  readonly from?: string;
}

interface InRegion extends Common {
  readonly region: string;
}

/** A command about the system of a data directory. */
function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--data-dir <folder>', 'where the system keeps its data', DATA_DIR_DEFAULT)
    .option('--json', 'print JSON, for programs');
}

function inRegion(parent: Command, name: string, description: string): Command {
  return command(parent, name, description).option('--region <region>', 'AWS Region', 'us-east-1');
}

// Commands are loaded when used: what starts a system need not wait for what steers one.
function program(): Command {
  const root = new Command('keystorm')
    .description('AWS KMS custom key stores on a CloudHSM cluster, on this machine')
    .exitOverride()
    .showHelpAfterError('Use --help to see what there is.')
    .addHelpText('after', ROOT_HELP);
  upCommand(root);
  command(root, 'status', 'show processes, clusters, HSMs, key stores and jobs')
    .option('--digests', 'and whether the HSMs of a cluster hold the same keys and users')
    .action(async (options: StatusOptions) => (await import('./commands/status.ts')).status(options));
  command(root, 'env', 'print the AWS_* variables, for eval in a shell')
    .addHelpText('after', '\nExample:\n  eval "$(npx keystorm env)"')
    .action(async (options: Common) => (await import('./commands/env.ts')).env(options));
  command(root, 'down', 'stop the system; what it holds is there again after the next `up`')
    .option('--wipe', 'and remove the data directory')
    .action(async (options: DownOptions) => (await import('./commands/down.ts')).down(options));
  logsCommand(root);
  hsmCommands(root.command('hsm').description('ask one HSM, as a gRPC client').addHelpText('after', HSM_HELP));
  labCommands(root.command('lab').description('steer the simulated world'));
  chaosCommands(
    root
      .command('chaos')
      .description('make processes, network, disks and clocks fail')
      .addHelpText('after', CHAOS_HELP),
  );
  drillCommands(
    root.command('drill').description('rehearse the troubleshooting chapter').addHelpText('after', DRILL_HELP),
  );
  return root;
}

function upCommand(root: Command): void {
  root
    .command('up')
    .description('start a system, make its example, and stay until it is stopped')
    // No default here: a configuration file may name the folder.
    .option('--data-dir <folder>', `where the system keeps its data (default: "${DATA_DIR_DEFAULT}")`)
    .option('--detach', 'return as soon as it is ready')
    .option('--port <port>', `port of the AWS endpoint (default: ${PORT.default})`, numberIn(PORT))
    .option('--azs <number>', `Availability Zones in each Region (default: ${ZONES.default})`, numberIn(ZONES))
    .option(
      '--vpc-prefix <prefix>',
      'first two numbers of the HSMs’ addresses, such as 127.5 (default: free ones)',
      vpcPrefix,
    )
    .option('--empty', 'make no cluster, key store and key')
    .option('--config <file>', 'a JSON file with these options and more; flags win over it')
    .option('--json', 'print JSON when it is ready, for programs')
    .addOption(new Option('--in-background').hideHelp())
    .addHelpText('after', UP_HELP)
    .action(async (flags: UpFlags) => (await import('./commands/up.ts')).up(flags));
}

function logsCommand(root: Command): void {
  command(root, 'logs', 'show the log lines of all processes, in the order of time')
    .option('-f, --follow', 'go on with new ones until interrupted')
    .option('--audit [hsm]', 'show instead what HSMs have recorded, also those that are gone, or one of them')
    .addOption(
      new Option('--verify', 'verify the chains of these records; exit with 1 where one is broken').conflicts('follow'),
    )
    .action(async ({ audit, verify, ...options }: LogsFlags) => {
      if (audit === undefined && verify) root.error('--verify goes with --audit');
      if (audit === undefined) return (await import('./commands/logs.ts')).logs(options);
      const hsm = audit === true ? undefined : audit;
      return (await import('./commands/audit-logs.ts')).auditLogs({ ...options, hsm, verify });
    });
}

function hsmCommands(hsm: Command): void {
  command(hsm, 'info <hsm>', 'show what it says of itself').action(async (id: string, options: HsmOptions) =>
    (await import('./commands/hsm.ts')).info(id, options),
  );
  command(hsm, 'users <hsm>', 'show its users').action(async (id: string, options: HsmOptions) =>
    (await import('./commands/hsm.ts')).users(id, options),
  );
  command(hsm, 'services <hsm>', 'show its gRPC services and their methods').action(
    async (id: string, options: HsmOptions) => (await import('./commands/hsm.ts')).services(id, options),
  );
  command(hsm, 'watch <hsm>', 'print a line whenever its health, state, sessions or number of keys change')
    .option('--for <duration>', 'end after this time, such as 30s')
    .option('--lines <count>', 'end after so many lines', numberIn({ min: 1, max: 1_000_000 }))
    .action(async (id: string, options: WatchOptions) => (await import('./commands/hsm-watch.ts')).watch(id, options));
  asUser(hsm, 'login <hsm>', 'try a password').action(async (id: string, options: AsUser) =>
    (await import('./commands/hsm.ts')).login(id, options),
  );
  asUser(hsm, 'keys <hsm>', 'show the key objects that a user may see').action(async (id: string, options: AsUser) =>
    (await import('./commands/hsm.ts')).keys(id, options),
  );
  withKey(hsm, 'encrypt <hsm> <plaintext>', 'encrypt base64').action(
    async (id: string, plaintext: string, options: CryptoOptions) =>
      (await import('./commands/hsm.ts')).encrypt(id, plaintext, options),
  );
  withKey(hsm, 'decrypt <hsm> <ciphertext>', 'decrypt what encrypt has printed, to base64').action(
    async (id: string, ciphertext: string, options: CryptoOptions) =>
      (await import('./commands/hsm.ts')).decrypt(id, ciphertext, options),
  );
}

function asUser(parent: Command, name: string, description: string): Command {
  return command(parent, name, description)
    .requiredOption('--user <user>', 'who logs in, such as CU:alice', userName)
    .option('--password-stdin', 'take the password from standard input, and ask nothing');
}

function withKey(parent: Command, name: string, description: string): Command {
  return asUser(parent, name, description)
    .requiredOption('--key <handle>', 'handle of the key object', numberIn({ min: 1, max: 0xffff_ffff }))
    .option('--aad <base64>', 'additional authenticated data', '');
}

function labCommands(lab: Command): void {
  command(lab, 'advance <duration>', 'move its clock forward, such as 8d, 12h, 30m, 45s, 1d12h').action(
    async (duration: string, options: Common) => (await import('./commands/lab.ts')).advance(duration, options),
  );
  command(lab, 'backup <cluster>', 'take a backup of a cluster now, and print its id')
    .option('--region <region>', 'AWS Region', 'us-east-1')
    .action(async (cluster: string, options: Common & { region: string }) =>
      (await import('./commands/lab.ts')).backup(cluster, options),
    );
  command(lab, 'audit', 'look now for keys whose key objects are gone; they become Unavailable').action(
    async (options: Common) => (await import('./commands/lab.ts')).audit(options),
  );
  command(lab, 'reset', 'remove everything that was made since the first start, and make the example anew').action(
    async (options: Common) => (await import('./commands/lab.ts')).reset(options),
  );
  command(lab, 'replace-hsm <hsm>', 'let the service replace an HSM that is DEGRADED').action(
    async (hsm: string, options: Common) => (await import('./commands/lab-cluster.ts')).replaceHsm(hsm, options),
  );
  command(lab, 'steps', 'list what waits to be released, with durations that are manual').action(
    async (options: Common) => (await import('./commands/lab-cluster.ts')).steps(options),
  );
  command(lab, 'release <job>', 'let such a step go on').action(async (job: string, options: Common) =>
    (await import('./commands/lab-cluster.ts')).release(job, options),
  );
  networkCommands(lab);
  hsmFaultCommands(lab);
}

function networkCommands(lab: Command): void {
  const subnet = lab.command('subnet').description('accidents of subnets');
  inRegion(subnet, 'fill <subnet>', 'use up its addresses')
    .option('--leave-free <number>', 'addresses to leave', numberIn({ min: 0, max: 65_536 }), 0)
    .action(async (id: string, options: InRegion & { leaveFree: number }) =>
      (await import('./commands/lab-cluster.ts')).fillSubnet(id, options),
    );
  inRegion(subnet, 'drain <subnet>', 'give them back').action(async (id: string, options: InRegion) =>
    (await import('./commands/lab-cluster.ts')).drainSubnet(id, options),
  );
  inRegion(subnet, 'delete <subnet>', 'remove it although it is in use').action(async (id: string, options: InRegion) =>
    (await import('./commands/lab-cluster.ts')).deleteSubnet(id, options),
  );
  const group = lab.command('sg').description('accidents of the security group of a cluster');
  inRegion(group, 'drop <cluster>', 'remove the rules by which its HSMs are reached').action(
    async (id: string, options: InRegion) => (await import('./commands/lab-cluster.ts')).dropRules(id, options),
  );
  inRegion(group, 'restore <cluster>', 'add them again').action(async (id: string, options: InRegion) =>
    (await import('./commands/lab-cluster.ts')).restoreRules(id, options),
  );
}

function hsmFaultCommands(lab: Command): void {
  const net = lab.command('net').description('the network between the HSMs of a cluster and everybody else');
  inRegion(net, 'cut <cluster>', 'lose all packets').action(async (id: string, options: InRegion) =>
    (await import('./commands/lab-cluster.ts')).cutNetwork(id, options),
  );
  inRegion(net, 'heal <cluster>', 'let them through again').action(async (id: string, options: InRegion) =>
    (await import('./commands/lab-cluster.ts')).healNetwork(id, options),
  );
  inRegion(lab, 'hsm-faults <cluster>', 'let calls to its HSMs fail; without options they are well again')
    .option('--sessions', 'logins, crypto calls and the making of keys find no free session')
    .option('--error <code>', 'calls fail with this error code, such as INTERNAL')
    .option('--rate <share>', 'of the calls that fail', share, 1)
    .option('--calls <names...>', 'which calls fail, such as ChangePassword (default: nearly all)')
    .action(async (id: string, options: HsmFaultOptions) =>
      (await import('./commands/lab-cluster.ts')).hsmFaults(id, options),
    );
}

function chaosCommands(chaos: Command): void {
  command(chaos, 'kill <target>', 'end a process as kill -9 does; it is started again after a moment')
    .option('--stay-down', 'do not start it again')
    .action(async (target: string, options: Common & { stayDown?: boolean }) =>
      (await import('./commands/chaos.ts')).kill(target, options),
    );
  command(chaos, 'stop <target>', 'hold a process as SIGSTOP does').action(async (target: string, options: Common) =>
    (await import('./commands/chaos.ts')).stop(target, options),
  );
  command(
    chaos,
    'restart <target>',
    'let a stopped process go on, start one that is down, end and start any other',
  ).action(async (target: string, options: Common) => (await import('./commands/chaos.ts')).restart(target, options));
  faultCommands(chaos);
}

function faultCommands(chaos: Command): void {
  command(chaos, 'add <kind> [targets...]', 'set a fault; it ends with --for, or when it is cleared')
    .option('--for <time>', 'how long it lasts, such as 30s')
    .option('--one-way', 'of a cut: lose only what the first target sends to the second')
    .option('--delay <time>', 'of delay and slow-disk, such as 50ms')
    .option('--jitter <time>', 'of delay: up to this much more, by chance')
    .option('--rate <share>', 'of loss, hsm-errors and kms-errors: how many, such as 0.1', share)
    .option('--skew <time>', 'of clock-skew: how far it is ahead, such as 90s or -5m')
    .option('--code <code>', 'of hsm-errors, such as HSM_BUSY')
    .option('--calls <names...>', 'of hsm-errors: which calls (default: nearly all)')
    .option('--operations <names...>', 'of kms-errors: which operations (default: all)')
    .option('--step <step>', 'of hold, such as connect/rotate')
    .addOption(new Option('--random <kind>', 'let chance choose the last target').choices(['hsm', 'zone', 'process']))
    .option('--seed <seed>', 'of that choice, to repeat it')
    .option('--dry-run', 'only say what would happen')
    .addHelpText('after', FAULT_HELP)
    .action(async (kind: string, targets: readonly string[], options: AddOptions) =>
      (await import('./commands/faults.ts')).add(kind, targets, options),
    );
  command(chaos, 'run <experiment>', 'do an experiment, one of Keystorm’s or that of a file, and report on it')
    .option('--seed <seed>', 'of what chance decides, to repeat it')
    .option('--html <file>', 'write the report as a page, with plots')
    .action(async (name: string, options: RunOptions) => (await import('./commands/experiment.ts')).run(name, options));
  command(chaos, 'experiments', 'show Keystorm’s own experiments').action(async (options: Common) =>
    (await import('./commands/experiment.ts')).experiments(options),
  );
  command(chaos, 'list', 'show the faults that are in force').action(async (options: Common) =>
    (await import('./commands/faults.ts')).list(options),
  );
  command(chaos, 'clear [fault]', 'end a fault, or all').action(async (id: string | undefined, options: Common) =>
    (await import('./commands/faults.ts')).clear(id, options),
  );
}

function drillCommands(drill: Command): void {
  const from = (parent: Command) => parent.option('--from <folder>', 'of a team’s own drills, instead of Keystorm’s');
  from(command(drill, 'list', 'show the drills')).action(async (options: FromFolder) =>
    (await import('./commands/drill.ts')).list(options),
  );
  from(command(drill, 'start <name>', 'bring the system into the condition of a drill, or of a drill’s file')).action(
    async (name: string, options: FromFolder) => (await import('./commands/drill.ts')).start(name, options),
  );
  from(command(drill, 'play', 'start one of all drills and do not say which')).action(async (options: FromFolder) =>
    (await import('./commands/drill.ts')).play(options),
  );
  command(drill, 'hint', 'say what to do next').action(async (options: Common) =>
    (await import('./commands/drill.ts')).hint(options),
  );
  command(drill, 'check', 'say what is still wrong, and why').action(async (options: Common) =>
    (await import('./commands/drill.ts')).check(options),
  );
  command(drill, 'solve', 'do the documented repair, showing each command').action(async (options: Common) =>
    (await import('./commands/drill.ts')).solve(options),
  );
  command(drill, 'stop', 'forget the drill that is under way; the system stays as it is').action(
    async (options: Common) => (await import('./commands/drill.ts')).stop(options),
  );
}

const ROOT_HELP = `
Exit codes: 0 done, 1 failed, 2 misused.

First steps:
  npx keystorm up                    in one terminal
  eval "$(npx keystorm env)"         in another one
  aws kms describe-custom-key-stores`;

const HSM_HELP = `
An HSM is named by its id, as \`npx keystorm status\` shows it. info, services, users, keys and watch take \`all\`, too: one
HSM after the other, and a wrong password ends it. The password comes from KEYSTORM_HSM_PASSWORD, or is asked for on standard
error and read from standard input. A login lasts as long as the command.`;

const UP_HELP = `
The configuration file has the options above in camelCase (dataDir, port, azs, vpcPrefix, empty, detach), and:
  accountId    12 digits
  credentials  [{ "accessKeyId": "…", "secretAccessKey": "…" }], who may sign requests
  quotas       { "clusters": 4, "hsms": 6, "hsmsPerCluster": 28 }
  durations    how long the work of CloudHSM takes, and connecting a key store: instant, fast, aws, or manual
  timings      of the cluster-manager, such as { "healthIntervalMs": 250, "badChecksMax": 3 }
  rates        requests that KMS lets in: aws, none, or { "perStore": 1800, "operations": { "CreateKey": 5 } } a second
  auditPeriodMs  of the world's clock between two looks for missing key objects, or "off"
  lenientIds   true admits ids as AWS's guides print them, such as cluster-1a23b4cdefg, which no model of AWS does
All but detach are kept in the data directory and need not be given again.`;

const DRILL_HELP = `
A drill brings the system that runs into a condition of the chapter "Troubleshooting a custom key store" through its real
cause. docs/drills.md says how to write one.`;

const CHAOS_HELP = `
A target is the id of an HSM, control-plane, cluster-manager, or any other name in \`npx keystorm status\`.`;

const FAULT_HELP = `
Kinds, with their targets (docs/chaos.md says more):
  kill, stop, restart TARGET                     processes
  cut, delay, loss, reset TARGET TARGET          the network between two of them
  slow-disk, full-disk, broken-disk, corrupt-store TARGET
  clock-skew TARGET
  hsm-sessions, hsm-errors TARGET
  kms-errors
  hold --step WORK/STEP                          connect/… of a key store, or a step of a job of the cluster-manager
Targets are control-plane, cluster-manager, the id of an HSM, a zone such as us-east-1a, hsms; for the network also tools
(every other client) and all.
In containers nobody supervises the processes: what is in scripts/ makes faults there.`;

/** Runs the command line of this process. Returns its exit code. */
export async function run(): Promise<number> {
  // Whoever reads the output may have seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_DONE);
    throw error;
  });
  try {
    await program().parseAsync();
    return EXIT_DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_DONE : EXIT_MISUSED;
    console.error(`keystorm: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof CommandError ? error.exitCode : EXIT_FAILED;
  }
}
