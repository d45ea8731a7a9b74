import { HARNESS_MS, harness, withSystem } from '../system.ts';
import { tableLines } from '../table.ts';

// What happens to clusters and their networks without the AWS API: accidents, and what the service does by itself.

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

interface RegionOptions extends Options {
  readonly region: string;
}

interface HeldStep {
  readonly jobId: string;
  readonly kind: string;
  readonly subject: string;
  readonly step: string;
}

/** Uses up the addresses of a subnet. */
export async function fillSubnet(
  subnetId: string,
  { region, leaveFree, ...options }: RegionOptions & { readonly leaveFree: number },
): Promise<void> {
  const { interfaces } = await steer<{ interfaces: number }>('subnet-fill', { subnetId, region, leaveFree }, options);
  tell(options, { interfaces }, `${interfaces} addresses of ${subnetId} are taken; ${leaveFree} are free.`);
}

/** Gives back what `fillSubnet` took. */
export async function drainSubnet(subnetId: string, { region, ...options }: RegionOptions): Promise<void> {
  const { interfaces } = await steer<{ interfaces: number }>('subnet-drain', { subnetId, region }, options);
  tell(options, { interfaces }, `${interfaces} addresses of ${subnetId} are free again.`);
}

/** Removes a subnet although it is in use. */
export async function deleteSubnet(subnetId: string, { region, ...options }: RegionOptions): Promise<void> {
  await steer('subnet-delete', { subnetId, region }, options);
  tell(options, { subnetId }, `${subnetId} is gone.`);
}

/** Removes the rules by which anybody reaches the HSMs of a cluster. */
export async function dropRules(clusterId: string, { region, ...options }: RegionOptions): Promise<void> {
  await steer('sg-drop', { clusterId, region }, options);
  tell(options, { clusterId }, `The security group of ${clusterId} lets nothing through to its HSMs.`);
}

/** Adds them again. */
export async function restoreRules(clusterId: string, { region, ...options }: RegionOptions): Promise<void> {
  await steer('sg-restore', { clusterId, region }, options);
  tell(options, { clusterId }, `The security group of ${clusterId} admits its members again.`);
}

/** Keeps all packets from the HSMs of a cluster. */
export async function cutNetwork(clusterId: string, { region, ...options }: RegionOptions): Promise<void> {
  await steer('net-cut', { clusterId, region }, options);
  tell(options, { clusterId }, `No packet reaches the HSMs of ${clusterId}.`);
}

/** Lets them through again. */
export async function healNetwork(clusterId: string, { region, ...options }: RegionOptions): Promise<void> {
  await steer('net-heal', { clusterId, region }, options);
  tell(options, { clusterId }, `The network reaches the HSMs of ${clusterId} again.`);
}

export interface HsmFaultOptions extends RegionOptions {
  readonly sessions?: boolean;
  readonly error?: string;
  readonly rate: number;
  readonly calls?: readonly string[];
}

/** Lets the HSMs of a cluster find no free session, or fail calls; without either, what was ordered before ends. */
export async function hsmFaults(
  clusterId: string,
  { region, sessions = false, error = '', rate, calls = [], ...options }: HsmFaultOptions,
): Promise<void> {
  const faults = { clusterId, region, sessionsExhausted: sessions, errorCode: error, errorRate: rate, calls };
  const { hsms } = await steer<{ hsms: number }>('hsm-faults', faults, options);
  const what = [...(sessions ? ['find no free session'] : []), ...(error === '' ? [] : [`fail with ${error}`])];
  tell(options, { hsms }, `${hsms} HSMs of ${clusterId} ${what.length === 0 ? 'are well' : what.join(' and ')}.`);
}

/** Lets the service replace an HSM that does not come back. */
export async function replaceHsm(hsmId: string, options: Options): Promise<void> {
  const { jobId } = await steer<{ jobId: string }>('replace-hsm', { hsmId }, options);
  tell(options, { jobId }, `${hsmId} is being replaced.`);
}

/** Lists what waits to be released, where the durations are `manual`. */
export async function steps(options: Options): Promise<void> {
  const { steps: held } = await steer<{ steps: readonly HeldStep[] }>('steps', undefined, options);
  const rows = held.map(({ jobId, kind, subject, step }) => [jobId, kind, subject, step]);
  tell(options, { steps: held }, tableLines(['Job', 'Work', 'On', 'Next step'], rows).join('\n'));
}

/** Lets a step go on. */
export async function release(jobId: string, options: Options): Promise<void> {
  await steer('release', { jobId }, options);
  tell(options, { jobId }, `${jobId} goes on.`);
}

function steer<T>(path: string, body: object | undefined, { dataDir }: Options): Promise<T> {
  return withSystem(dataDir, (system) => harness<T>(system, `lab/${path}`, HARNESS_MS.work, body));
}

function tell({ json }: Options, result: object, text: string): void {
  console.log(json ? JSON.stringify(result) : text);
}
