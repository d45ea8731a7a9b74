import type { Cluster, SupervisedProcess } from '@keystorm/protocol';
import { harness, listProcesses, withSystem } from '../system.ts';

interface Report {
  readonly endpoint: string;
  readonly processes: readonly SupervisedProcess[];
  readonly system: SystemStatus | undefined;
}

/** What the control plane tells under `/_keystorm/status`. */
interface SystemStatus {
  readonly customKeyStores?: readonly {
    readonly customKeyStoreId: string;
    readonly customKeyStoreName: string;
    readonly connectionState: string;
    readonly connectionErrorCode?: string;
  }[];
  readonly clusters?: readonly Cluster[];
  readonly missingOperations?: readonly string[];
}

/** Shows processes, clusters and key stores, and which operations of the KMS API are not there yet. */
export async function status({ dataDir, json }: { readonly dataDir: string; readonly json?: boolean }): Promise<void> {
  await withSystem(dataDir, async (system) => {
    const report: Report = {
      endpoint: system.endpoint,
      processes: await listProcesses(system),
      system: await harness<SystemStatus>(system, 'status').catch(() => undefined),
    };
    console.log(json ? JSON.stringify(report, null, 2) : text(report).join('\n'));
  });
}

function text({ endpoint, processes, system }: Report): string[] {
  const lines = [`Endpoint ${endpoint}`, '', 'PROCESS            STATE       PID      STARTS  LAST END'];
  for (const { name, state, pid, starts, lastEnd } of processes) {
    lines.push(
      `${name.padEnd(18)} ${state.padEnd(11)} ${String(pid || '-').padEnd(8)} ${String(starts).padEnd(7)} ${lastEnd}`,
    );
  }
  if (system === undefined) return [...lines, '', 'The control plane does not answer.'];
  for (const { clusterId, state, region, hsms } of system.clusters ?? []) {
    lines.push('', `Cluster ${clusterId}  ${state}  ${region}`);
    for (const hsm of hsms)
      lines.push(
        `  ${hsm.hsmId}  ${hsm.state.padEnd(12)} ${hsm.availabilityZone}  ${hsm.eniIp.padEnd(14)} ${hsm.keys} keys  ${hsm.ailment}`,
      );
  }
  for (const store of system.customKeyStores ?? []) {
    lines.push(
      '',
      `Key store ${store.customKeyStoreName} (${store.customKeyStoreId})  ${store.connectionState} ${store.connectionErrorCode ?? ''}`.trimEnd(),
    );
  }
  if (system.missingOperations?.length)
    lines.push('', `KMS operations not there yet: ${system.missingOperations.join(', ')}`);
  return lines;
}
