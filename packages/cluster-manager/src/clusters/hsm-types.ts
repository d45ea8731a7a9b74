import type { ClusterMode } from '@keystorm/aws-api/cloudhsmv2';
import { invalidRequest } from '../errors.ts';

export interface HsmType {
  readonly name: string;
  /** Key objects that fit. */
  readonly keysMax: number;
  /** How many of these may be asymmetric keys; each key of a pair is one. */
  readonly asymmetricKeysMax: number;
  /** Users that fit. */
  readonly usersMax: number;
  readonly modes: readonly ClusterMode[];
  /** Types whose backups can be restored to it. */
  readonly restores: readonly string[];
}

/** Source: AWS CloudHSM User Guide, "AWS CloudHSM quotas" and "AWS CloudHSM cluster modes". */
const HSM_TYPES: readonly HsmType[] = [
  {
    name: 'hsm1.medium',
    keysMax: 3300,
    asymmetricKeysMax: 3300,
    usersMax: 250,
    modes: ['FIPS'],
    restores: ['hsm1.medium'],
  },
  {
    name: 'hsm2m.medium',
    keysMax: 16_666,
    asymmetricKeysMax: 3333,
    usersMax: 1024,
    modes: ['FIPS', 'NON_FIPS'],
    restores: ['hsm1.medium', 'hsm2m.medium'],
  },
];

/** Throws CloudHsmInvalidRequestException. */
export function getHsmType(name: string): HsmType {
  const type = HSM_TYPES.find((candidate) => candidate.name === name);
  if (type === undefined) throw invalidRequest(`HSM type '${name}' is not supported.`);
  return type;
}
