import { callAws, until, type World } from './world.ts';

/** A record of an HSM, as CloudWatch Logs has it. */
export interface AuditEvent {
  /** The id of the HSM. */
  readonly logStreamName: string;
  readonly message: string;
}

/** Calls CloudWatch Logs. */
export function logs<T>(world: World, operation: string, input: object = {}, region?: string): Promise<T> {
  return callAws<T>(world, 'logs', operation, input, region);
}

/** What the group of a cluster holds, of all HSMs or as `more` says. */
export async function auditEvents(world: World, clusterId: string, more: object = {}): Promise<readonly AuditEvent[]> {
  const input = { logGroupName: `/aws/cloudhsm/${clusterId}`, ...more };
  return (await logs<{ events: readonly AuditEvent[] }>(world, 'FilterLogEvents', input)).events;
}

/** Waits until a pattern selects that many events; they are collected with the health checks. */
export function collected(
  world: World,
  clusterId: string,
  filterPattern: string,
  count: number,
): Promise<readonly AuditEvent[]> {
  return until(world, `'${filterPattern}' is not logged ${count} times`, async () => {
    const events = await auditEvents(world, clusterId, { filterPattern });
    return events.length >= count ? events : undefined;
  });
}

/** Waits for the beginning of the stream of an HSM. */
export function firstEvent(world: World, clusterId: string, hsmId: string): Promise<AuditEvent> {
  return until(world, `${hsmId} has no stream`, async () => {
    const [first] = await auditEvents(world, clusterId, { logStreamNamePrefix: hsmId });
    return first;
  });
}

/** The value of a line, `Session Handle` for example; empty where there is no such line. */
export function fieldOf({ message }: AuditEvent, name: string): string {
  const line = message.split('\n').find((text) => text.startsWith(`${name} : `));
  return line?.slice(name.length + 3) ?? '';
}

/** The name of the command, without its code. */
export function opcodeOf(event: AuditEvent): string {
  return fieldOf(event, 'Opcode').split(' ')[0] ?? '';
}
