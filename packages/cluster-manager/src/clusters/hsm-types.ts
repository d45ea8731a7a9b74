import type { ClusterMode } from '@keystorm/aws-api/cloudhsmv2';

interface HsmType {
  /** Key objects that fit. */
  readonly keysMax: number;
  /** Users that fit. */
  readonly usersMax: number;
  readonly modes: readonly ClusterMode[];
  /** Types whose backups can be restored to it. */
  readonly restores: readonly string[];
}

/** Source: AWS CloudHSM User Guide, "AWS CloudHSM quotas" and "AWS CloudHSM cluster modes". */
const HSM_TYPES: Readonly<Record<string, HsmType>> = {
  'hsm1.medium': { keysMax: 3300, usersMax: 250, modes: ['FIPS'], restores: ['hsm1.medium'] },
  'hsm2m.medium': {
    keysMax: 16_666,
    usersMax: 1024,
    modes: ['FIPS', 'NON_FIPS'],
    restores: ['hsm1.medium', 'hsm2m.medium'],
  },
};

export function findHsmType(name: string): HsmType | undefined {
  return Object.hasOwn(HSM_TYPES, name) ? HSM_TYPES[name] : undefined;
}
