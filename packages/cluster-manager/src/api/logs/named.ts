import { invalidParameter, LogsError } from '../../errors.ts';
import type { LogGroup, LogStore, LogStream } from '../../logs/log-store.ts';
import type { Owner } from '../../owner.ts';

const ARN = /^arn:aws:logs:(?<region>[^:]*):(?<accountId>\d{12}):log-group:(?<name>[^:]+)(?::\*)?$/;

/** How a request names its group: by name, or by name or ARN. */
interface GroupName {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** Throws InvalidParameterException, ResourceNotFoundException. */
export async function getGroup(logs: LogStore, caller: Owner, request: GroupName): Promise<LogGroup> {
  const { logGroupName, logGroupIdentifier } = request;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined))
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  const {
    region,
    accountId,
    name = logGroupName ?? logGroupIdentifier ?? '',
  } = ARN.exec(logGroupIdentifier ?? '')?.groups ?? {};
  const isForeign = region !== undefined && (region !== caller.region || accountId !== caller.accountId);
  const group = isForeign ? undefined : await logs.findGroup(caller, name);
  if (group === undefined) throw new LogsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** Throws ResourceNotFoundException. */
export async function getStream(logs: LogStore, group: LogGroup, name: string): Promise<LogStream> {
  const stream = (await logs.streams(group)).find((each) => each.name === name);
  if (stream === undefined)
    throw new LogsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

export function groupArn({ region, accountId, name }: LogGroup): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}
