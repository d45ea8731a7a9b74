import { FrameworkError } from '@keystorm/aws-api';
import { type ClusterServiceDefinition, isHsmError } from '@keystorm/protocol';
import type { Peer } from '@keystorm/runtime';
import type { HttpResponse } from './messages.ts';
import { respond } from './respond.ts';

const DEADLINE_MS = 30_000;

/** The services that are the cluster-manager's, as in the signature's scope. */
export type ForwardedService = 'cloudhsm' | 'ec2' | 'logs';

/** A call to an API of the cluster-manager whose caller is known. */
interface ForwardedCall {
  /** As in the signature's scope. */
  readonly service: ForwardedService;
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
  /** ARN. */
  readonly principalArn: string;
  readonly body: Buffer;
  readonly requestId: string;
}

export type Forward = (call: ForwardedCall) => Promise<HttpResponse>;

/** CloudHSM, EC2 and the logs of HSMs belong to the cluster-manager, which answers in AWS's forms; here only the way is made. */
export function createForwarding(clusters: Peer<ClusterServiceDefinition>): Forward {
  return async (call) => {
    const { requestId } = call;
    try {
      const answer = await clusters.call('InvokeApi', call, { deadlineMs: DEADLINE_MS, requestId });
      return respond(answer.status, answer.contentType, answer.body, requestId);
    } catch (error) {
      throw asFrameworkError(error);
    }
  };
}

/** What was not sent may be sent again, and clients do that. What may have been carried out must not look like it. */
function asFrameworkError(error: unknown): unknown {
  if (isHsmError(error, 'HSM_UNREACHABLE')) {
    return new FrameworkError('ServiceUnavailableException', 'The cluster-manager cannot be reached.', {
      cause: error,
    });
  }
  if (isHsmError(error, 'NO_ANSWER')) {
    const message = 'The cluster-manager did not answer in time. The operation may have been carried out.';
    return new FrameworkError('CloudHsmServiceException', message, { cause: error });
  }
  return error;
}
