import { invalidParameter } from '../../errors.ts';
import type { LogGroup } from '../../logs/log-store.ts';
import { groupArn } from './named.ts';
import type { Operation } from './operation.ts';
import { describedPage } from './pages.ts';

/** In the order of their names. All groups are of the class STANDARD, and keep what they have for ever. */
export const describeLogGroups: Operation<'DescribeLogGroups'> = async (logs, caller, request) => {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass, limit, nextToken } = request;
  if (prefix !== undefined && pattern !== undefined)
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  const groups = (await logs.groups(caller)).filter(
    ({ name }) =>
      name.startsWith(prefix ?? '') && name.includes(pattern ?? '') && logGroupClass !== 'INFREQUENT_ACCESS',
  );
  const page = describedPage(groups, ({ name }) => name, { limit, token: nextToken });
  return { logGroups: page.items.map(view), nextToken: page.NextToken };
};

function view(group: LogGroup) {
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    metricFilterCount: 0,
    arn: `${groupArn(group)}:*`,
    storedBytes: group.bytes,
    logGroupClass: 'STANDARD',
    logGroupArn: groupArn(group),
  } as const;
}
