import { decodeRequest, type Lenience } from '@keystorm/aws-api';
import { type OperationName, OPERATIONS, type RequestOf } from '@keystorm/aws-api/cloudhsmv2';
import type { Runtime } from '@keystorm/runtime';
import { requestEvent, type RequestOrigin, type TrailEvent } from '../trail/index.ts';
import type { HttpResponse } from './messages.ts';

interface EventRow<O extends OperationName> {
  readonly readOnly: boolean;
  /** Members of the request that are shown; no certificate and no policy is among them. */
  readonly shown: readonly (keyof RequestOf<O>)[];
}

/** Source: AWS CloudHSM User Guide, "Working with AWS CloudTrail and AWS CloudHSM". */
export const CLOUDHSM_EVENT_ROWS: { readonly [O in OperationName]: EventRow<O> } = {
  CopyBackupToRegion: { readOnly: false, shown: ['DestinationRegion', 'BackupId', 'TagList'] },
  CreateCluster: {
    readOnly: false,
    shown: ['BackupRetentionPolicy', 'HsmType', 'SourceBackupId', 'SubnetIds', 'NetworkType', 'TagList', 'Mode'],
  },
  CreateHsm: { readOnly: false, shown: ['ClusterId', 'AvailabilityZone', 'IpAddress'] },
  DeleteBackup: { readOnly: false, shown: ['BackupId'] },
  DeleteCluster: { readOnly: false, shown: ['ClusterId'] },
  DeleteHsm: { readOnly: false, shown: ['ClusterId', 'HsmId', 'EniId', 'EniIp'] },
  DeleteResourcePolicy: { readOnly: false, shown: ['ResourceArn'] },
  DescribeBackups: { readOnly: true, shown: ['NextToken', 'MaxResults', 'Filters', 'Shared', 'SortAscending'] },
  DescribeClusters: { readOnly: true, shown: ['Filters', 'NextToken', 'MaxResults'] },
  GetResourcePolicy: { readOnly: true, shown: ['ResourceArn'] },
  InitializeCluster: { readOnly: false, shown: ['ClusterId'] },
  ListTags: { readOnly: true, shown: ['ResourceId', 'NextToken', 'MaxResults'] },
  ModifyBackupAttributes: { readOnly: false, shown: ['BackupId', 'NeverExpires'] },
  ModifyCluster: { readOnly: false, shown: ['HsmType', 'BackupRetentionPolicy', 'ClusterId'] },
  PutResourcePolicy: { readOnly: false, shown: ['ResourceArn'] },
  RestoreBackup: { readOnly: false, shown: ['BackupId'] },
  TagResource: { readOnly: false, shown: ['ResourceId', 'TagList'] },
  UntagResource: { readOnly: false, shown: ['ResourceId', 'TagKeyList'] },
};

interface CloudHsmRequest {
  readonly operation: string;
  readonly body: Buffer;
  /** With which it is read. */
  readonly lenience: Lenience;
}

/** How a request to CloudHSM ended. */
export type CloudHsmOutcome =
  | Pick<HttpResponse, 'status' | 'body'>
  | { readonly code: string; readonly message: string };

/** The event of a request to CloudHSM, seen from the door through which it came. Undefined for what is no operation. */
export function cloudHsmEvent(
  runtime: Runtime,
  origin: RequestOrigin,
  { operation, body, lenience }: CloudHsmRequest,
  outcome: CloudHsmOutcome,
): TrailEvent | undefined {
  if (!isOperation(operation)) return undefined;
  const { readOnly, shown }: { readonly readOnly: boolean; readonly shown: readonly string[] } =
    CLOUDHSM_EVENT_ROWS[operation];
  const members = membersOf(operation, body, lenience);
  const error = errorOf(outcome);
  return requestEvent(runtime, origin, {
    eventSource: 'cloudhsm.amazonaws.com',
    eventName: operation,
    readOnly,
    parameters: Object.fromEntries(shown.map((name) => [name, members[name]])),
    ...(error === undefined ? { response: readOnly ? undefined : responseOf(outcome) } : { error }),
  });
}

export function isReadOnly(operation: string): boolean {
  return isOperation(operation) && CLOUDHSM_EVENT_ROWS[operation].readOnly;
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(CLOUDHSM_EVENT_ROWS, name);
}

/** Nothing is shown of a request that cannot be read. */
function membersOf(operation: OperationName, body: Buffer, lenience: Lenience): Readonly<Record<string, unknown>> {
  try {
    return decodeRequest(OPERATIONS[operation].request, body, lenience);
  } catch {
    return {};
  }
}

function errorOf(outcome: CloudHsmOutcome): { readonly code: string; readonly message: string } | undefined {
  if ('code' in outcome) return outcome;
  if (outcome.status === 200) return undefined;
  const { __type: code, message } = JSON.parse(outcome.body.toString()) as { __type: string; message?: string };
  return { code, message: message ?? '' };
}

/** The answer as it left, but for certificates; its times become dates again. */
function responseOf(outcome: CloudHsmOutcome): object | undefined {
  if ('code' in outcome) return undefined;
  return JSON.parse(outcome.body.toString(), (name, value: unknown) => {
    if (name === 'Certificates') return undefined;
    return typeof value === 'number' && name.endsWith('Timestamp') ? new Date(value * 1000) : value;
  }) as object;
}
