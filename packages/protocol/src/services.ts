import { fileURLToPath } from 'node:url';
import { loadSync, type MethodDefinition, type PackageDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import type { ClusterServiceDefinition } from './generated/keystorm/cluster/v1/ClusterService.ts';
import type { FleetServiceDefinition } from './generated/keystorm/cluster/v1/FleetService.ts';
import type { HsmAdminServiceDefinition } from './generated/keystorm/hsm/v1/HsmAdminService.ts';
import type { HsmServiceDefinition } from './generated/keystorm/hsm/v1/HsmService.ts';
import type { SupervisorServiceDefinition } from './generated/keystorm/supervisor/v1/SupervisorService.ts';

/** Every definition in `proto/`, for servers that offer reflection. */
export const PACKAGE_DEFINITION: PackageDefinition = loadSync(
  [
    'keystorm/hsm/v1/hsm.proto',
    'keystorm/hsm/v1/admin.proto',
    'keystorm/cluster/v1/cluster.proto',
    'keystorm/supervisor/v1/supervisor.proto',
  ],
  {
    includeDirs: [fileURLToPath(new URL('../../../proto', import.meta.url))],
    longs: Number,
    enums: String,
    bytes: Buffer,
    defaults: true,
    oneofs: true,
  },
);

/** A service of `proto/`, with the types of its calls. */
export interface Service<Definition> {
  /** Full name, such as `keystorm.hsm.v1.HsmService`. */
  readonly name: string;
  /** What encodes and decodes its messages. */
  readonly methods: ServiceDefinition;
  /**
   * The coalesced stream of the service, if it has one: calls of these methods may travel many in one message. The
   * value is the member of `Call` and `Reply` that holds the method's message.
   */
  readonly exchange: { readonly method: string; readonly members: Readonly<Record<string, string>> } | undefined;
  /** Carries the types only; never present. */
  readonly definition?: Definition;
}

/** Names of the unary methods of a service; the index signature that grpc-js gives a definition is left out. */
export type MethodName<D> = keyof {
  [M in keyof D as string extends M ? never : number extends M ? never : M extends 'Exchange' ? never : M]: M;
} &
  string;

/** What a caller passes. */
export type RequestOf<D, M extends keyof D> =
  D[M] extends MethodDefinition<infer I, object, object, object> ? I : never;
/** What a handler receives: every member present, bytes as Buffers, enums as their names. */
export type ReceivedRequestOf<D, M extends keyof D> =
  // biome-ignore format: one line per member of the definition
  D[M] extends MethodDefinition<object, object, infer I, object> ? I : never;
/** What a handler returns. */
export type ResponseOf<D, M extends keyof D> =
  D[M] extends MethodDefinition<object, infer O, object, object> ? O : never;
/** What a caller receives: every member present, bytes as Buffers, enums as their names. */
export type ReceivedResponseOf<D, M extends keyof D> =
  D[M] extends MethodDefinition<object, object, object, infer O> ? O : never;

function service<D>(name: string, exchange?: Service<D>['exchange']): Service<D> {
  return { name, methods: PACKAGE_DEFINITION[name] as ServiceDefinition, exchange };
}

export const HSM_SERVICE = service<HsmServiceDefinition>('keystorm.hsm.v1.HsmService', {
  method: 'Exchange',
  members: {
    Probe: 'probe',
    Encrypt: 'encrypt',
    Decrypt: 'decrypt',
    Reencrypt: 'reencrypt',
    GenerateDataKey: 'generateDataKey',
    GenerateRandom: 'generateRandom',
  },
});
export const HSM_ADMIN_SERVICE = service<HsmAdminServiceDefinition>('keystorm.hsm.v1.HsmAdminService');
export const CLUSTER_SERVICE = service<ClusterServiceDefinition>('keystorm.cluster.v1.ClusterService');
export const FLEET_SERVICE = service<FleetServiceDefinition>('keystorm.cluster.v1.FleetService');
export const SUPERVISOR_SERVICE = service<SupervisorServiceDefinition>('keystorm.supervisor.v1.SupervisorService');

export type {
  ClusterServiceDefinition,
  FleetServiceDefinition,
  HsmAdminServiceDefinition,
  HsmServiceDefinition,
  SupervisorServiceDefinition,
};
