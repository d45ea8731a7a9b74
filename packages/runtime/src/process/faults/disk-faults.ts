/** What befalls the disk of a process. */
export interface DiskFault {
  /** Every write takes this much longer, milliseconds. */
  readonly slowMs: number;
  /** Every write fails: `full` as on a full disk (ENOSPC), `broken` when it is to be made durable (EIO). */
  readonly failure?: 'full' | 'broken';
  /** Stores cannot be opened: what is in them is no database. Those that are open stay so. */
  readonly corrupt: boolean;
}

/** Node's codes and SQLite's for the same mishap. */
const FAILURES = {
  full: { code: 'ENOSPC', errcode: 13, message: 'no space left on device (injected fault)' },
  broken: { code: 'EIO', errcode: 10, message: 'input/output error (injected fault)' },
} as const;
const NOT_A_DATABASE = 26;

/** Faults of the disk as this process meets them. */
export class DiskFaults {
  /** Undefined while the disk is well. */
  fault: DiskFault | undefined;

  /** Throws what a damaged database throws. */
  beforeOpen(name: string): void {
    if (this.fault?.corrupt !== true) return;
    throw diskError('ERR_SQLITE_ERROR', NOT_A_DATABASE, `the store '${name}' is not a database (injected fault)`);
  }

  /** Waits as long as the disk is slow; resolves to the error that the write is to end with. */
  async duringWrite({ slowMs, failure }: DiskFault): Promise<Error | undefined> {
    if (slowMs > 0) await new Promise<void>((resolve) => void setTimeout(resolve, slowMs));
    if (failure === undefined) return undefined;
    const { code, errcode, message } = FAILURES[failure];
    return diskError(code, errcode, message);
  }
}

function diskError(code: string, errcode: number, message: string): Error {
  return Object.assign(new Error(message), { code, errcode });
}
