import type { OperationName } from '@keystorm/aws-api/logs';
import { describeLogGroups } from './DescribeLogGroups.ts';
import { describeLogStreams } from './DescribeLogStreams.ts';
import { filterLogEvents } from './FilterLogEvents.ts';
import { getLogEvents } from './GetLogEvents.ts';
import type { Operation } from './operation.ts';

/** What there is of the service: reading the audit logs of HSMs. */
export const LOGS_OPERATIONS: { readonly [O in OperationName]: Operation<O> } = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
};
