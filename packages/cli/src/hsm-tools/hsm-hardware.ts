import type { HsmInfo } from '@keystorm/protocol';

/**
 * No card is behind our HSMs: but for the serial number, this is the card that AWS shows.
 * Source: AWS CloudHSM User Guide, "getHSMInfo".
 */
export function hardwareLines({ serialNumber }: HsmInfo): readonly string[] {
  const blocks = [
    { Label: 'cavium', Model: HARDWARE.model },
    {
      'Serial Number': serialNumber,
      'HSM Flags': '0',
      'FIPS state': HARDWARE.fipsState,
    },
    {
      'Manufacturer ID': '',
      'Device ID': '10',
      'Class Code': '100000',
      'System vendor ID': '177D',
      'SubSystem ID': '10',
    },
    { TotalPublicMemory: '560596', FreePublicMemory: '294568', TotalPrivateMemory: '0', FreePrivateMemory: '0' },
    { 'Hardware Major': HARDWARE.hardwareMajor, 'Hardware Minor': HARDWARE.hardwareMinor },
    { 'Firmware Major': '2', 'Firmware Minor': '06' },
    { Temperature: '56 C' },
    { 'Build Number': HARDWARE.firmwareBuild },
    { 'Firmware ID': HARDWARE.firmwareId },
  ];
  return blocks.flatMap((block) => [
    '',
    ...Object.entries(block).map(([name, value]) => `    ${name.padEnd(21)}:${value}`),
  ]);
}

/** What all tools say of the card. */
export const HARDWARE = {
  model: 'NITROX-III CNN35XX-NFBE',
  hardwareMajor: '3',
  hardwareMinor: '0',
  firmwareBuild: '16',
  firmwareId: 'CNN35XX-NFBE-FW-2.06-16',
  fipsState: '2 [FIPS mode with single factor authentication]',
} as const;
