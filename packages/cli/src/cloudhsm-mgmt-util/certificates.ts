import type { HsmCertificates } from '@keystorm/protocol';
import type { Command } from './command.ts';
import { onEveryServer } from './fan-out.ts';
import { Report } from './report.ts';

/** Source: AWS CloudHSM User Guide, "getCert". */
const CERTIFICATES: Readonly<Record<string, keyof HsmCertificates>> = {
  1: 'manufacturerRoot',
  2: 'manufacturerHardwareCertificate',
  4: 'trustAnchor',
  8: 'clusterCertificate',
  16: 'hsmCertificate',
};

export const getCert: Command = {
  name: 'getCert',
  parameters: '<file> <1|2|4|8|16>',
  summary:
    'Save a certificate of this server: root or hardware of the manufacturer, root or cluster of the customer, cluster by the card',
  limited: true,
  async run(session, [file, type = '', more]) {
    const member = Object.hasOwn(CERTIFICATES, type) ? CERTIFICATES[type] : undefined;
    if (file === undefined || member === undefined || more !== undefined) return 'misused';
    if (session.chosen === undefined) {
      session.terminal.print("getCert asks one server: type 'server <server number>' first.");
      return 'failed';
    }
    const servers = await session.reachable();
    if (servers.length === 0) return 'failed';
    const report = new Report(session, file);
    const outcome = await onEveryServer(session, servers, {
      name: 'getCert',
      async run({ hsm }) {
        report.add([(await hsm.certificates())[member].trimEnd()]);
      },
      failure: ({ label }) => `getCert failed on server ${label}`,
    });
    if (outcome !== 'done' || (await report.save()) !== 'done') return 'failed';
    session.terminal.print('getCert Success');
    return 'done';
  },
};
