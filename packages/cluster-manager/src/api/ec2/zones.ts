import type { ClusterManagerConfig } from '../../config.ts';
import { zonesOf } from '../../network/vpc.ts';

/** Words of Region names, as ids of Availability Zones abbreviate them. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  central: 'c',
  north: 'n',
  east: 'e',
  south: 's',
  west: 'w',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/** Id of an Availability Zone of the Region, such as `use1-az1` for `us-east-1a`. */
export function zoneIdOf(zoneName: string): string {
  const region = zoneName.slice(0, -1);
  const words = region.split('-').map((word) => ABBREVIATIONS[word] ?? word);
  return `${words.join('')}-az${zoneName.charCodeAt(zoneName.length - 1) - 'a'.charCodeAt(0) + 1}`;
}

export type ZoneView = ReturnType<typeof zoneView>;

function zoneView(regionName: string, zoneName: string) {
  return {
    zoneName,
    zoneId: zoneIdOf(zoneName),
    zoneState: 'available',
    zoneType: 'availability-zone',
    regionName,
    groupName: regionName,
    networkBorderGroup: regionName,
    optInStatus: 'opt-in-not-required',
    messageSet: [],
  };
}

export function zoneViews(network: ClusterManagerConfig['network'], region: string): readonly ZoneView[] {
  return zonesOf(network, region).map((name) => zoneView(region, name));
}
