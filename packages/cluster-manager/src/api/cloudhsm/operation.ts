import type { OperationName, RequestOf, Responses } from '@keystorm/aws-api/cloudhsmv2';
import type { Owner } from '../../owner.ts';
import type { Parts } from '../../parts.ts';

/** An operation of the CloudHSM API. The request has been validated against the service model. Throws CloudHsmError. */
export type Operation<O extends OperationName> = (
  parts: Parts,
  caller: Owner,
  request: RequestOf<O>,
) => Promise<Responses[O]>;
