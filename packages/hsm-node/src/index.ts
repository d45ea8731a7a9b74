export {
  FLEET_IDENTITIES,
  type FleetMaterial,
  HsmNodeFile,
  type HsmNodeOptions,
  listeningAddress,
} from './config.ts';
export { createHsmNode, type HsmNode } from './hsm-node.ts';
export { manufactureFleet, readFleet, writeFleet } from './manufacture.ts';
export { DamagedStoreError } from './objects/sealed-store.ts';
