export { createClusterManager, type ClusterManager } from './cluster-manager.ts';
export type { ClusterManagerConfigInput } from './config.ts';
