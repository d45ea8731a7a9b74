import type { CmuSession } from './session.ts';

const CAUTION = [
  '*************************CAUTION********************************',
  'This is a CRITICAL operation, should be done on all nodes in the',
  'cluster. AWS does NOT synchronize these changes automatically with the',
  'nodes on which this operation is not executed or failed, please',
  'ensure this operation is executed on all nodes in the cluster.',
  '****************************************************************',
  '',
];

/** Source: AWS KMS Developer Guide, "How to disconnect and log in". */
const LEGACY_CAUTION = [
  '****CAUTION****',
  'This is a CRITICAL operation, should be done on all nodes in the',
  'cluster. Cav server does NOT synchronize these changes with the',
  'nodes on which this operation is not executed or failed, please',
  'ensure this operation is executed on all nodes in the cluster.',
  '*********',
];

/** Warns, and asks until it is told y or n. */
export async function confirm({ terminal, legacyText }: CmuSession): Promise<boolean> {
  for (const line of legacyText ? LEGACY_CAUTION : CAUTION) terminal.print(line);
  for (;;) {
    const answer = await terminal.ask('Do you want to continue(y/n)?');
    if (answer === 'y') return true;
    if (answer === undefined || answer === 'n') return false;
    terminal.print("Invalid option, please type 'y' or 'n'");
    terminal.print('');
  }
}
