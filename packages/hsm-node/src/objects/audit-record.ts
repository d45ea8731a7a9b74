import { chainHash, type ChainedRecord, hex, HSM_ERRORS, type HsmErrorCode } from '@keystorm/protocol';
import type { UserKind } from './records.ts';

/**
 * Commands that are logged, with their codes where AWS publishes one.
 * Source: AWS CloudHSM User Guide, "HSM audit log reference", "Interpreting HSM audit logs" (samples).
 */
const OPCODES = {
  CN_INIT_TOKEN: 0x1,
  CN_CREATE_USER: 0x3,
  CN_CREATE_CO: 0x4,
  CN_CHANGE_PSWD: 0x9,
  CN_LOGIN: 0xd,
  CN_LOGOUT: 0xe,
  CN_DESTROY_OBJECT: 0x11,
  CN_SHARE_OBJECT: 0x12,
  CN_GENERATE_KEY: 0x17,
  CN_GENERATE_KEY_PAIR: 0x19,
  CN_WRAP_KEY: 0x1a,
  CN_UNWRAP_KEY: 0x1b,
  CN_GEN_PSWD_ENC_KEY: 0x1d,
  CN_NIST_AES_WRAP: 0x1e,
  CN_INIT_DONE: 0x95,
  CN_DELETE_USER: 0xa1,
  CN_EXTRACT_MASKED_OBJECT_USER: 0xf0,
  CN_INSERT_MASKED_OBJECT_USER: 0xf1,
  CN_CREATE_APPLIANCE_USER: 0xfc,
  CN_APP_FINALIZE: undefined,
  CN_CLOSE_SESSION: undefined,
  CN_MODIFY_OBJECT: undefined,
  CN_TOMBSTONE_OBJECT: undefined,
  CN_SET_M_VALUE: undefined,
  CN_GET_TOKEN: undefined,
  CN_APPROVE_TOKEN: undefined,
  CN_DELETE_TOKEN: undefined,
  /** Not among those that AWS lists; the name is ours. */
  CN_REGISTER_MOFN_PUBLIC_KEY: undefined,
  /** These are ours as well: AWS lists none for mutual TLS. */
  CN_REGISTER_TRUST_ANCHOR: undefined,
  CN_DEREGISTER_TRUST_ANCHOR: undefined,
  CN_SET_MTLS_ENFORCEMENT: undefined,
  CN_BACKUP_BEGIN: undefined,
  CN_BACKUP_END: undefined,
  CN_RESTORE_BEGIN: undefined,
  CN_RESTORE_END: undefined,
} as const satisfies Record<string, number | undefined>;

export type Opcode = keyof typeof OPCODES;

const USER_TYPES = {
  CU: 'CN_CRYPTO_USER (1)',
  CO: 'CN_CRYPTO_OFFICER (2)',
  AU: 'CN_APPLIANCE_USER (5)',
  PRECO: 'CN_CRYPTO_PRE_OFFICER (6)',
} as const satisfies Record<UserKind, string>;

/** What a record is about: a user, a key object, or nothing but the command. */
export interface AuditSubject {
  readonly user?: { readonly type: UserKind; readonly name: string } | undefined;
  /** Handle of a key object. */
  readonly keyHandle?: number | undefined;
  /** Handle of the public key that was made with it. */
  readonly publicKeyHandle?: number | undefined;
}

/** Something to be recorded. */
export interface AuditEvent extends AuditSubject {
  readonly opcode: Opcode;
  /** Handle of the session; absent for the service's own work. */
  readonly session?: number;
  /** Why the command failed; absent where it did not. */
  readonly failure?: HsmErrorCode;
}

/** A record of the audit log; the chain is that of `chainHash`. */
export interface AuditRecord extends ChainedRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What a record says beside its event. */
interface Place {
  readonly at: number;
  readonly sequence: number;
  readonly rebootCounter: number;
  readonly previousHash: Buffer;
  /** Handle under which the service itself works. */
  readonly serviceSession: number;
}

const SUCCESS = '0:HSM Return: SUCCESS';
/** What may be in a name that nobody has checked: else one could write lines of one's own into the log. */
const UNPRINTABLE = /[^\x21-\x7e]/g;
const NAME_LENGTH_MAX = 31;

/** The record of an event at its place in the chain. */
export function auditRecord(event: AuditEvent, { at, sequence, rebootCounter, previousHash, serviceSession }: Place) {
  const message = [
    `Time: ${wallClock(at)}, usecs:${at}000`,
    `Sequence No : ${hex(sequence)}`,
    `Reboot counter : ${hex(rebootCounter)}`,
    'Command Type(hex) : CN_MGMT_CMD (0x0)',
    `Opcode : ${opcodeText(event.opcode)}`,
    `Session Handle : ${hex(event.session ?? serviceSession)}`,
    `Response : ${responseText(event.failure)}`,
    ...details(event),
  ].join('\n');
  return { sequence, at, message, previousHash, hash: chainHash(previousHash, message) } satisfies AuditRecord;
}

function opcodeText(opcode: Opcode): string {
  const code = OPCODES[opcode];
  return code === undefined ? opcode : `${opcode} (${hex(code)})`;
}

function responseText(failure: HsmErrorCode | undefined): string {
  return failure === undefined ? SUCCESS : `${HSM_ERRORS[failure].vendor}:HSM Error: ${HSM_ERRORS[failure].text}`;
}

function details({ user, keyHandle, publicKeyHandle = 0 }: AuditSubject): readonly string[] {
  if (user !== undefined)
    return [
      'Log type : MGMT_USER_DETAILS_LOG (2)',
      `User Name : ${user.name.slice(0, NAME_LENGTH_MAX).replace(UNPRINTABLE, '?')}`,
      `User Type : ${USER_TYPES[user.type]}`,
    ];
  if (keyHandle !== undefined)
    return [
      'Log type : MGMT_KEY_DETAILS_LOG (1)',
      `Priv/Secret Key Handle : ${keyHandle}`,
      `Public Key Handle : ${publicKeyHandle}`,
    ];
  return ['Log type : MINIMAL_LOG_ENTRY (0)'];
}

/** Such as `01/24/18 17:44:25.013218`. The clock counts milliseconds, so that the last digits are zero. */
function wallClock(at: number): string {
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(.*)Z$/.exec(new Date(at).toISOString()) ?? [];
  return `${month}/${day}/${year} ${time}000`;
}
