import type { OperationName, RequestOf, Responses } from '@keystorm/aws-api/logs';
import type { LogStore } from '../../logs/log-store.ts';
import type { Owner } from '../../owner.ts';

/** An operation of CloudWatch Logs. The request has been validated against the service model. Throws LogsError. */
export type Operation<O extends OperationName> = (
  logs: LogStore,
  caller: Owner,
  request: RequestOf<O>,
) => Promise<Responses[O]>;
