import { invalidParameter } from '../../errors.ts';
import type { LogGroup, LogStream } from '../../logs/log-store.ts';
import { byTime } from '../cloudhsm/paging.ts';
import { getGroup, groupArn } from './named.ts';
import type { Operation } from './operation.ts';
import { describedPage } from './pages.ts';

/** In the order of their names, or of their last events. */
export const describeLogStreams: Operation<'DescribeLogStreams'> = async (logs, caller, request) => {
  const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending = false, limit, nextToken } = request;
  const isByTime = orderBy === 'LastEventTime';
  if (isByTime && prefix !== undefined)
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const group = await getGroup(logs, caller, request);
  const streams = (await logs.streams(group)).filter(({ name }) => name.startsWith(prefix ?? ''));
  const keyOf = ({ name, lastEventAt }: LogStream) => (isByTime ? byTime(lastEventAt, name) : name);
  const page = describedPage(streams, keyOf, { limit, token: nextToken, descending });
  return { logStreams: page.items.map((stream) => view(group, stream)), nextToken: page.NextToken };
};

/** AWS counts no bytes of single streams any more. */
function view(group: LogGroup, { name, createdAt, firstEventAt, lastEventAt, ingestedAt }: LogStream) {
  return {
    logStreamName: name,
    creationTime: createdAt,
    firstEventTimestamp: firstEventAt,
    lastEventTimestamp: lastEventAt,
    lastIngestionTime: ingestedAt,
    arn: `${groupArn(group)}:log-stream:${name}`,
    storedBytes: 0,
  };
}
