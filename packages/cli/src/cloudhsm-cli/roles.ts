import type { Credentials } from '@keystorm/hsm-client';
import type { UserType } from '@keystorm/protocol';
import { CliError } from './command.ts';

/** Source: AWS CloudHSM User Guide, "CloudHSM CLI", "HSM user types". */
const ROLES = {
  USER_TYPE_PRECO: 'unactivated-admin',
  USER_TYPE_CO: 'admin',
  USER_TYPE_CU: 'crypto-user',
  USER_TYPE_AU: 'internal(APPLIANCE_USER)',
  USER_TYPE_UNSPECIFIED: 'unknown',
} as const satisfies Record<UserType, string>;

/** Roles that are typed. */
const TYPED = { admin: 'USER_TYPE_CO', 'crypto-user': 'USER_TYPE_CU' } as const;

export function roleOf(type: UserType): string {
  return ROLES[type];
}

/** A user as commands answer with it: names are no matter of case, and printed small. */
export function userView({ userType, userName }: Pick<Credentials, 'userType' | 'userName'>) {
  return { username: userName.toLowerCase(), role: roleOf(userType) };
}

/** Throws CliError. */
export function typeOf(role: string): UserType {
  if (Object.hasOwn(TYPED, role)) return TYPED[role as keyof typeof TYPED];
  throw new CliError(`'${role}' isn't a valid value for '--role <ROLE>' [possible values: crypto-user, admin]`);
}
