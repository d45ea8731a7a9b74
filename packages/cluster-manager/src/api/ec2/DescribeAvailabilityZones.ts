import { Ec2Error } from './errors.ts';
import { type Fields, filtered } from './filters.ts';
import { looking } from './operation.ts';
import { FILTER, flag, listOf, text } from './request.ts';
import { type ZoneView, zoneViews } from './zones.ts';

const FIELDS: Fields<ZoneView> = {
  'group-name': ({ groupName }) => groupName,
  'opt-in-status': ({ optInStatus }) => optInStatus,
  'region-name': ({ regionName }) => regionName,
  state: ({ zoneState }) => zoneState,
  'zone-id': ({ zoneId }) => zoneId,
  'zone-name': ({ zoneName }) => zoneName,
  'zone-type': ({ zoneType }) => zoneType,
};

export const describeAvailabilityZones = looking(
  {
    Filter: FILTER,
    ZoneName: listOf(text).optional(),
    ZoneId: listOf(text).optional(),
    AllAvailabilityZones: flag.optional(),
  },
  ({ parts, region }, { ZoneName = [], ZoneId = [], Filter }) => {
    const zones = zoneViews(parts.config.network, region);
    requireKnown(
      'availability zone',
      ZoneName,
      zones.map(({ zoneName }) => zoneName),
    );
    requireKnown(
      'availability zone id',
      ZoneId,
      zones.map(({ zoneId }) => zoneId),
    );
    const wanted = zones.filter(
      ({ zoneName, zoneId }) =>
        (ZoneName.length === 0 || ZoneName.includes(zoneName)) && (ZoneId.length === 0 || ZoneId.includes(zoneId)),
    );
    return Promise.resolve({ availabilityZoneInfo: filtered(wanted, FIELDS, Filter) });
  },
);

function requireKnown(noun: string, asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Ec2Error('InvalidParameterValue', `Invalid ${noun}: [${unknown}]`);
}
