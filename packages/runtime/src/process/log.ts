import { pino } from 'pino';
import type { Logger } from '../runtime.ts';

/** The second net under `Secret`: members of these names never reach a log line. */
const REDACTED = ['password', 'newPassword', 'plaintext', 'secretAccessKey', 'privateKey', 'authorization', 'keyBytes'];

/** JSON lines on standard output or in a file, written at once so that a killed process has said what it knew. */
export function createProcessLog(name: string, level: string, file?: string): Logger {
  return pino(
    {
      level,
      base: { process: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: REDACTED.flatMap((member) => [member, `*.${member}`]), censor: '[secret]' },
    },
    pino.destination({ dest: file ?? 1, mkdir: true, sync: true }),
  );
}
