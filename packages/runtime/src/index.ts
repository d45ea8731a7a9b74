import type { Service } from '@keystorm/protocol';
import type { Handlers, ServedService, Table } from './runtime.ts';

export * from './bell.ts';
export { certificatesIn, isIssuedBy } from './client-trust.ts';
export * from './invariant.ts';
export * from './mutex.ts';
export type { RsaShape } from './rsa-shape.ts';
export type * from './runtime.ts';
export * from './scope.ts';
export * from './secret.ts';
export * from './service-faults.ts';
export * from './storage-errors.ts';
export * from './store-health.ts';
export * from './transitions.ts';

/** Binds handlers to a service. */
export function serving<D>(service: Service<D>, handlers: Handlers<D>): ServedService {
  return { service, handlers };
}

/** Names a collection of a store. */
export function table<T>(name: string): Table<T> {
  return { name };
}
