import { FLEET_SERVICE, isHsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import type { HsmNodeConfig } from '../config.ts';
import type { Appliance } from '../objects/appliance.ts';
import type { Partition } from '../objects/partition.ts';

const DEADLINE_MS = 2_000;
const BACKOFF_MIN_MS = 50;
const BACKOFF_MAX_MS = 1_000;
/** A registration is repeated this often, in case its loss was not noticed. */
const REPEAT_MS = 5_000;

/** Makes the appliance known to the cluster-manager, again after each loss of the connection, until aborted. */
export async function keepRegistered(
  runtime: Runtime,
  parts: {
    readonly config: HsmNodeConfig;
    readonly appliance: Appliance;
    readonly partition: Partition;
    readonly adminAddress: string;
  },
  signal: AbortSignal,
): Promise<void> {
  const { config, appliance, partition, adminAddress } = parts;
  const { certificate, privateKey } = appliance.identity;
  const tls = { trustAnchor: config.fleet.ca.certificate, certificate, privateKey: privateKey.reveal() };
  const manager = runtime.network.connect(FLEET_SERVICE, { address: config.clusterManagerAddress, tls });
  let lost = Promise.withResolvers<void>();
  manager.onConnectionLost(() => lost.resolve());
  const register = async () => {
    const request = {
      applianceId: config.applianceId,
      availabilityZone: config.availabilityZone,
      adminAddress,
      fixedIp: config.fixedIp ?? '',
      boot: partition.history.boot,
      hsmId: partition.claim?.hsmId ?? '',
    };
    lost = Promise.withResolvers();
    const { aheadMs } = await manager.call('RegisterAppliance', request, { deadlineMs: DEADLINE_MS });
    await appliance.advanceClock(aheadMs);
  };
  try {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await register();
        failures = 0;
        await until(runtime, lost.promise, REPEAT_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        report(runtime, error, failures);
        await runtime.clock.sleep(backoffMs(runtime, failures), signal);
        failures += 1;
      }
    }
  } finally {
    manager.close();
  }
}

/** Waits for an event, or until the time is over. */
async function until(runtime: Runtime, event: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const time = runtime.clock.sleep(ms, AbortSignal.any([signal, over.signal])).catch(() => undefined);
  await Promise.race([event, time]);
  over.abort(new Error('the event has come'));
}

function backoffMs(runtime: Runtime, failures: number): number {
  const ms = Math.min(BACKOFF_MIN_MS * 2 ** Math.min(failures, 10), BACKOFF_MAX_MS);
  return ms / 2 + runtime.random.int(Math.ceil(ms / 2));
}

/** The first failure in a row is worth a line; the others would only repeat it. */
function report(runtime: Runtime, error: unknown, failures: number): void {
  const fields = { code: isHsmError(error) ? error.code : 'INTERNAL', failures };
  if (failures === 0) runtime.log.warn(fields, 'the cluster-manager cannot be reached; trying on');
  else runtime.log.debug(fields, 'the cluster-manager cannot be reached');
}
