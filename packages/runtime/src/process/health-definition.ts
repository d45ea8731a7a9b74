import { fromJSON } from '@grpc/proto-loader';

/**
 * The standard health service as reflection tells of it: without List, whose answer holds a map. protobufjs gives the
 * entries of a map a name that clients written in Go refuse, and with it the whole service.
 */
export const HEALTH_DEFINITION = fromJSON({
  nested: { grpc: { nested: { health: { nested: { v1: { nested: v1() } } } } } },
});

function v1() {
  const check = { requestType: 'HealthCheckRequest', responseType: 'HealthCheckResponse', comment: '' };
  return {
    Health: { methods: { Check: check, Watch: { ...check, responseStream: true } } },
    HealthCheckRequest: { fields: { service: { type: 'string', id: 1 } } },
    HealthCheckResponse: {
      fields: { status: { type: 'ServingStatus', id: 1 } },
      nested: { ServingStatus: { values: { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } } },
    },
  };
}
