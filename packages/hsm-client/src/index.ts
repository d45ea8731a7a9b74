export * from './cluster-session.ts';
export * from './credentials.ts';
export * from './hsm-connection.ts';
export type { CreatedKey, PerHsm } from './key-copies.ts';
export type { LinkState } from './link.ts';
export * from './rotate-password.ts';
export * from './session-options.ts';
