import { HsmError, type HsmAdminServiceDefinition } from '@keystorm/protocol';
import type { Handlers, IncomingCall } from '@keystorm/runtime';
import type { HsmNodeConfig } from '../config.ts';
import type { Appliance } from '../objects/appliance.ts';
import { STATE_OF_LIFE } from '../objects/life.ts';
import type { Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import { isTombstone } from '../objects/records.ts';
import type { Replication } from '../objects/replication.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { CallCounts } from './call-counts.ts';
import type { DataPort } from './data-port.ts';
import type { InjectedFaults } from './injected-faults.ts';

/** Who administers appliances: common name of its certificate. */
const ADMINISTRATOR = 'cluster-manager';
/** Who tests them, and may call these. */
const OPERATOR = 'operator';
/** What the admin service promises. */
const AUDIT_RECORDS_MAX = 1_000;
const OPERATOR_CALLS: ReadonlySet<string> = new Set(['SetSessionsExhausted', 'SetErrorRate']);

/** What the admin service works on. */
export interface AdminServiceParts {
  readonly config: HsmNodeConfig;
  readonly appliance: Appliance;
  readonly partition: Partition;
  readonly replication: Replication;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly dataPort: DataPort;
  readonly faults: InjectedFaults;
  readonly counts: CallCounts;
}

/** The calls of the cluster-manager, and some of an operator; everybody else gets NOT_PERMITTED. */
export function adminHandlers(parts: AdminServiceParts): Handlers<HsmAdminServiceDefinition> {
  const { appliance, partition, replication, sessions, dataPort, faults } = parts;
  return guarded({
    GetStatus: () => status(parts),
    async Claim(claim) {
      await appliance.claim(claim);
      return {};
    },
    CreateSigningRequest: () => appliance.createSigningRequest(),
    async Initialize({ clusterCertificate, trustAnchor }) {
      await appliance.initialize(clusterCertificate, trustAnchor);
      await dataPort.follow();
      return {};
    },
    Backup: () => appliance.backup(),
    async Restore({ sealed }) {
      const counts = await appliance.restore(sealed);
      // Who was connected, was connected to what the HSM held before.
      await sessions.endAll();
      await dataPort.reopen();
      return counts;
    },
    async Zeroize({ hsmId }) {
      await appliance.zeroize(hsmId);
      await sessions.endAll();
      await dataPort.follow();
      return {};
    },
    async ReadAuditLog({ fromSequence, recordsMax }) {
      if (recordsMax > AUDIT_RECORDS_MAX)
        throw new HsmError('INVALID_ARGUMENT', `at most ${AUDIT_RECORDS_MAX} records at once`);
      const records = await partition.readAudit(fromSequence, recordsMax);
      return {
        hsmId: partition.claim?.hsmId ?? '',
        records: records.map(({ at, ...record }) => ({ ...record, atMs: at })),
      };
    },
    GetDigest: () => ({ ...replication.digest(), keys: partition.keys.size, tombstones: partition.tombstones.size }),
    ListObjects: () => ({
      objects: replication
        .list()
        .map((object) => ({ handle: object.handle, version: object.version, deleted: isTombstone(object) })),
    }),
    ExportObjects: ({ handles }) => ({ maskedObjects: replication.exportObjects(handles) }),
    async ImportObjects({ maskedObjects }) {
      const { changed, refused } = await replication.importObjects(maskedObjects);
      return { changed, refused: [...refused] };
    },
    SetLevel({ level }) {
      appliance.setLevel(level);
      return {};
    },
    SetReachable({ reachable }) {
      dataPort.setReachable(reachable);
      return {};
    },
    SetSessionsExhausted({ exhausted }) {
      faults.exhaustSessions(exhausted);
      return {};
    },
    SetErrorRate({ errorCode, errorRate, calls }) {
      faults.fail(errorCode, errorRate, calls);
      return {};
    },
    async SetLimitedWrites({ limited }) {
      await appliance.setLimitedWrites(limited);
      return {};
    },
    async AdvanceClock({ aheadMs }) {
      await appliance.advanceClock(aheadMs);
      return {};
    },
  });
}

function status({ config, partition, keys, sessions, dataPort, faults, counts }: AdminServiceParts) {
  return {
    applianceId: config.applianceId,
    hsmId: partition.claim?.hsmId ?? '',
    clusterId: partition.claim?.clusterId ?? '',
    state: STATE_OF_LIFE[partition.life],
    level: partition.level,
    boot: partition.history.boot,
    sessions: sessions.size,
    keys: partition.keys.size,
    ailment: partition.ailment || dataPort.ailment,
    reachable: dataPort.reachable,
    faults: {
      sessionsExhausted: faults.sessionsExhausted,
      errorCode: faults.failing?.code ?? '',
      errorRate: faults.failing?.rate ?? 0,
      calls: [...(faults.failing?.calls ?? [])],
    },
    limitedWrites: partition.claim?.limitedWrites ?? false,
    nextAuditRecord: partition.nextAuditRecord,
    users: partition.users.size,
    usersMax: partition.claim?.usersMax ?? 0,
    keysMax: partition.claim?.keysMax ?? 0,
    sessionKeys: keys.sessionKeys.size,
    sessionsMax: config.sessionsMax,
    connections: dataPort.connections,
    connectionsMax: config.connectionsMax,
    calls: counts.made(),
  };
}

function guarded(handlers: Handlers<HsmAdminServiceDefinition>): Handlers<HsmAdminServiceDefinition> {
  const guard = (method: string, handler: (request: never, call: IncomingCall) => unknown) => {
    return (request: never, call: IncomingCall) => {
      const { peerName } = call.connection;
      if (peerName !== ADMINISTRATOR && !(peerName === OPERATOR && OPERATOR_CALLS.has(method)))
        throw new HsmError('NOT_PERMITTED', `only the ${ADMINISTRATOR} administers appliances`);
      return handler(request, call);
    };
  };
  const entries = Object.entries(handlers).map(([method, handler]) => [
    method,
    guard(method, handler as (request: never, call: IncomingCall) => unknown),
  ]);
  return Object.fromEntries(entries) as Handlers<HsmAdminServiceDefinition>;
}
