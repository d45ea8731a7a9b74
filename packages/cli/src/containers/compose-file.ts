import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** The checkout, which holds docker-compose.yml. */
export const CHECKOUT = fileURLToPath(new URL('../../../..', import.meta.url));

const ComposeFile = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      networks: z.record(z.string(), z.looseObject({ ipv4_address: z.string() })).default({}),
      volumes: z.array(z.string()).default([]),
    }),
  ),
});
const Appliance = z.looseObject({ applianceId: z.string(), availabilityZone: z.string() });

/** A place in the network of an Availability Zone. */
export interface Attachment {
  readonly network: string;
  readonly address: string;
}

/** A daemon of docker-compose.yml. */
export interface Daemon {
  /** Of the service. */
  readonly name: string;
  /** In the networks of Availability Zones. */
  readonly attachments: readonly Attachment[];
  /** Of an HSM appliance. */
  readonly appliance?: { readonly applianceId: string; readonly availabilityZone: string };
}

/** The daemons of docker-compose.yml; what runs once and ends is none. */
export function readDaemons(): readonly Daemon[] {
  const content: unknown = parse(readFileSync(join(CHECKOUT, 'docker-compose.yml'), 'utf8'), { merge: true });
  return Object.entries(ComposeFile.parse(content).services).flatMap(([name, { networks, volumes }]) => {
    const config = volumes.map((volume) => volume.split(':')[0] ?? '').find((path) => path.endsWith('.json'));
    if (config === undefined) return [];
    const attachments = Object.entries(networks)
      .filter(([network]) => network.startsWith('zone-'))
      .map(([network, { ipv4_address: address }]) => ({ network, address }));
    const appliance = Appliance.safeParse(JSON.parse(readFileSync(join(CHECKOUT, config), 'utf8')));
    return [{ name, attachments, ...(appliance.success && { appliance: appliance.data }) }];
  });
}
