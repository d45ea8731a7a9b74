import type { Credentials } from '@keystorm/hsm-client';
import type { UserType } from '@keystorm/protocol';

/** User types as cloudhsm_mgmt_util and key_mgmt_util spell them. */
const TYPES = {
  PRECO: 'USER_TYPE_PRECO',
  CO: 'USER_TYPE_CO',
  CU: 'USER_TYPE_CU',
  AU: 'USER_TYPE_AU',
} as const satisfies Record<string, UserType>;

/** Types are compared with regard to case. Source: AWS CloudHSM User Guide, "createUser". */
export function userTypeOf(text: string): UserType | undefined {
  return Object.hasOwn(TYPES, text) ? TYPES[text as keyof typeof TYPES] : undefined;
}

export function userTypeText(type: UserType): string {
  return type.replace('USER_TYPE_', '');
}

/** Users are told apart by type and name; the name without regard to case. */
export function isSameUser(one: Credentials, other: Credentials): boolean {
  return one.userType === other.userType && one.userName.toLowerCase() === other.userName.toLowerCase();
}
