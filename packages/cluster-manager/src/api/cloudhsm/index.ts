import type { OperationName } from '@keystorm/aws-api/cloudhsmv2';
import { copyBackupToRegion } from './CopyBackupToRegion.ts';
import { createCluster } from './CreateCluster.ts';
import { createHsm } from './CreateHsm.ts';
import { deleteBackup } from './DeleteBackup.ts';
import { deleteCluster } from './DeleteCluster.ts';
import { deleteHsm } from './DeleteHsm.ts';
import { deleteResourcePolicy } from './DeleteResourcePolicy.ts';
import { describeBackups } from './DescribeBackups.ts';
import { describeClusters } from './DescribeClusters.ts';
import { getResourcePolicy } from './GetResourcePolicy.ts';
import { initializeCluster } from './InitializeCluster.ts';
import { listTags } from './ListTags.ts';
import { modifyBackupAttributes } from './ModifyBackupAttributes.ts';
import { modifyCluster } from './ModifyCluster.ts';
import type { Operation } from './operation.ts';
import { putResourcePolicy } from './PutResourcePolicy.ts';
import { restoreBackup } from './RestoreBackup.ts';
import { tagResource } from './TagResource.ts';
import { untagResource } from './UntagResource.ts';

/** Every operation of the service. Source: AWS CloudHSM API Reference, "Actions". */
export const CLOUDHSM_OPERATIONS: { readonly [O in OperationName]: Operation<O> } = {
  CopyBackupToRegion: copyBackupToRegion,
  CreateCluster: createCluster,
  CreateHsm: createHsm,
  DeleteBackup: deleteBackup,
  DeleteCluster: deleteCluster,
  DeleteHsm: deleteHsm,
  DeleteResourcePolicy: deleteResourcePolicy,
  DescribeBackups: describeBackups,
  DescribeClusters: describeClusters,
  GetResourcePolicy: getResourcePolicy,
  InitializeCluster: initializeCluster,
  ListTags: listTags,
  ModifyBackupAttributes: modifyBackupAttributes,
  ModifyCluster: modifyCluster,
  PutResourcePolicy: putResourcePolicy,
  RestoreBackup: restoreBackup,
  TagResource: tagResource,
  UntagResource: untagResource,
};
