import type { Random } from '@keystorm/runtime';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const BASE32_LENGTH = 11;
const HEX_LENGTH = 17;

/** Such as `cluster-igklspoyj5v`. */
export function cloudHsmId(random: Random, prefix: 'cluster' | 'hsm' | 'backup'): string {
  const characters = Array.from({ length: BASE32_LENGTH }, () => BASE32.charAt(random.int(BASE32.length)));
  return `${prefix}-${characters.join('')}`;
}

/** Such as `subnet-0f1d6e7980a1b2c3d`. */
export function ec2Id(random: Random, prefix: 'vpc' | 'subnet' | 'sg' | 'sgr' | 'eni'): string {
  const digits = random.bytes(Math.ceil(HEX_LENGTH / 2)).toString('hex');
  return `${prefix}-${digits.slice(0, HEX_LENGTH)}`;
}
