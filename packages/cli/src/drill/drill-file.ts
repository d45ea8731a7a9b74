import { parseDocument } from 'yaml';
import { z } from 'zod';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';

const STEPS_MAX = 100;
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;
const COMMANDS = ['aws kms ', 'aws cloudhsmv2 ', 'npx keystorm lab ', 'npx configure ', 'wait ', 'end session'];
/** The CloudHSM tools that a drill types into. */
const TOOLS = ['cloudhsm_mgmt_util', 'key_mgmt_util'] as const;
export type ToolName = (typeof TOOLS)[number];

const Command = z.string().refine((text) => COMMANDS.some((start) => text.startsWith(start)), {
  message: `a command begins with one of: ${COMMANDS.map((start) => start.trim()).join(', ')}`,
});
const Names = z.record(z.string().regex(VARIABLE, 'a variable is written in capital letters'), z.string().min(1));
const Lines = z.array(z.string()).min(1).max(STEPS_MAX);

const Run = z.strictObject({
  run: Command,
  /** Variable → where its value is in the answer, such as Cluster.ClusterId. */
  save: Names.optional(),
  /** Code of the error that the command is to end with. */
  fails: z.string().optional(),
});
/** What is typed into a tool, from its start to its end. */
const Typed = z.strictObject({
  tool: z.enum(TOOLS),
  type: Lines,
  /** The tool is left open, and with it its session. */
  stays: z.boolean().default(false),
  /** Variable → regular expression; its first group in what the tool prints is the value. */
  save: Names.optional(),
});

export type Step =
  | z.output<typeof Run>
  | z.output<typeof Typed>
  | { readonly each: string; readonly of: string; readonly do: readonly Step[] };

const Each: z.ZodType<Step> = z.strictObject({
  /** Variable that holds one word after the other. */
  each: z.string().regex(VARIABLE),
  of: z.string().min(1),
  get do() {
    return z.array(AnyStep).min(1).max(STEPS_MAX);
  },
});
const AnyStep: z.ZodType<Step> = z.union([Command.transform((run) => ({ run })), Run, Typed, Each]);
export const DrillSteps = z.array(AnyStep).min(1).max(STEPS_MAX);

export const DrillCheck = z.union([
  z.strictObject({ store: z.literal('CONNECTED') }),
  z.strictObject({ key: z.string(), is: z.enum(['Enabled', 'Disabled', 'PendingDeletion']) }),
  z.strictObject({ decrypts: z.string(), to: z.string() }),
  z.strictObject({ hsms: z.int().positive(), zones: z.int().positive() }),
  z.strictObject({ orphans: z.literal('none') }),
  z.strictObject({ material: z.literal('whole') }),
  z.strictObject({ users: z.literal('equal') }),
]);
export type Check = z.output<typeof DrillCheck>;

const DrillSchema = z.strictObject({
  name: z.string().regex(NAME, 'small letters, digits and hyphens'),
  title: z.string().min(1),
  /** Topic of the guide's chapter. */
  topic: z.string().min(1),
  /** ConnectionErrorCode, or exception, that the trainee meets. */
  code: z.string().optional(),
  /** What the trainee is told: the symptom, not the cause. */
  story: z.string().min(1),
  start: DrillSteps,
  hints: Lines,
  solve: DrillSteps,
  check: z.array(DrillCheck).min(1).max(STEPS_MAX),
});
/** A condition of the troubleshooting chapter: how it comes about, what repairs it, how one sees that it is repaired. */
export type Drill = z.output<typeof DrillSchema>;

/** Reads a drill. Throws CommandError that names every mistake with its place. */
export function parseDrill(text: string, file: string): Drill {
  const document = parseDocument(text, { prettyErrors: true });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw new CommandError(`${file}: ${mistake.message}`, EXIT_MISUSED);
  const parsed = DrillSchema.safeParse(document.toJS());
  if (!parsed.success) throw new CommandError(`${file} is no drill:\n${z.prettifyError(parsed.error)}`, EXIT_MISUSED);
  return parsed.data;
}
