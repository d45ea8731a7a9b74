import type { KeyObject } from '@keystorm/protocol';

/** How many users have to approve, where any have to. Source: AWS CloudHSM User Guide, "getKeyInfo". */
export function quorumLines({ quorum }: KeyObject): readonly string[] {
  if (quorum === null) return [];
  return [`         ${Math.max(quorum.manage, quorum.use)} Users need to approve to use/manage this key`];
}
