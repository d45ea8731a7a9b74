import { z } from 'zod';

/** Types of approvers as the file numbers them. */
const APPROVER_TYPES = { '1': 'USER_TYPE_CU', '2': 'USER_TYPE_CO' } as const;

const Approver = z.object({
  type: z.enum(['1', '2']).transform((number) => APPROVER_TYPES[number]),
  name: z.string().min(1),
  signaturePath: z.string().min(1),
});

/** Which tokens were signed, and by whom; paths as they stand there. */
const ApprovalFile = z
  .object({
    tokenPath: z.string().min(1),
    approvals: z.coerce.number().int(),
    approvers: z.array(Approver).min(1),
  })
  .refine(({ approvals, approvers }) => approvals === approvers.length);

export type ApprovalFile = z.output<typeof ApprovalFile>;

const LINE = /^\s*(?<name>[A-Za-z ]+?)\s*=\s*(?<value>[^;]*?)\s*;\s*(#.*)?$/;

/**
 * Reads a token approval file. Returns what is wrong where it cannot be read.
 * Source: AWS CloudHSM User Guide, "Using quorum authentication for crypto officers".
 */
export function readApprovalFile(text: string): ApprovalFile | string {
  const values = new Map<string, string[]>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const { name, value } = LINE.exec(line)?.groups ?? {};
    if (name === undefined || value === undefined) return `line ${index + 1} is not 'Name = value;'`;
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const all = (name: string) => values.get(name) ?? [];
  const [multi = ''] = all('Multi Token File Path');
  const [single = ''] = all('Token File Path');
  const read = ApprovalFile.safeParse({
    tokenPath: multi || single,
    approvals: all('Number of Approvals')[0],
    approvers: all('Approver Name').map((name, index) => ({
      type: all('Approver Type')[index],
      name,
      signaturePath: all('Approval File')[index],
    })),
  });
  return read.success
    ? read.data
    : 'it needs Multi Token File Path, Number of Approvals, and for each of them Approver Type, Approver Name and Approval File';
}
