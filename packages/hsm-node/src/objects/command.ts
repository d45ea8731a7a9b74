import type { HsmErrorCode } from '@keystorm/protocol';
import type { AuditEvent, AuditSubject, Opcode } from './audit-record.ts';

/** What became of a command. */
export interface Outcome extends AuditSubject {
  /** Why it failed, although it changed something. */
  readonly failure?: HsmErrorCode;
}

/** A user's command on its way: what it changes and the record of it are one write. */
export class Command {
  /** Whether the audit log has it. */
  recorded = false;
  readonly #opcode: Opcode;
  readonly #session: number;
  readonly #subject: AuditSubject;

  constructor(opcode: Opcode, session: number, subject: AuditSubject) {
    this.#opcode = opcode;
    this.#session = session;
    this.#subject = subject;
  }

  event(outcome: Outcome = {}): AuditEvent {
    return { ...this.#subject, ...outcome, opcode: this.#opcode, session: this.#session };
  }
}
