export { ControlPlaneConfig, type ControlPlaneConfigInput } from './config.ts';
export { type ControlPlane, createControlPlane } from './control-plane.ts';
export type { HttpRequest, HttpResponse } from './http/messages.ts';
