import { ApiError, type ErrorSpec } from '@keystorm/aws-api';

const REFUSED = { status: 400, retryable: false, fault: 'client' } as const satisfies ErrorSpec;

/** Source: Amazon EC2 API Reference, "Error codes for the Amazon EC2 API". */
const EC2_ERRORS = {
  CannotDelete: REFUSED,
  DependencyViolation: REFUSED,
  DryRunOperation: { ...REFUSED, status: 412 },
  IdempotentParameterMismatch: REFUSED,
  InsufficientFreeAddressesInSubnet: REFUSED,
  InternalError: { status: 500, retryable: true, fault: 'server' },
  InvalidAction: REFUSED,
  'InvalidGroup.Duplicate': REFUSED,
  'InvalidGroup.NotFound': REFUSED,
  'InvalidGroupId.Malformed': REFUSED,
  InvalidID: REFUSED,
  'InvalidIPAddress.InUse': REFUSED,
  'InvalidNetworkInterfaceID.NotFound': REFUSED,
  InvalidParameterCombination: REFUSED,
  InvalidParameterValue: REFUSED,
  'InvalidPermission.Duplicate': REFUSED,
  'InvalidPermission.NotFound': REFUSED,
  'InvalidPrefixListID.NotFound': REFUSED,
  'InvalidSecurityGroupRuleId.NotFound': REFUSED,
  'InvalidSubnet.Conflict': REFUSED,
  'InvalidSubnet.Range': REFUSED,
  'InvalidSubnetID.NotFound': REFUSED,
  'InvalidVpc.Range': REFUSED,
  'InvalidVpcID.NotFound': REFUSED,
  MissingParameter: REFUSED,
  RulesPerSecurityGroupLimitExceeded: REFUSED,
  TagLimitExceeded: REFUSED,
  UnknownParameter: REFUSED,
  VpcLimitExceeded: REFUSED,
} as const satisfies Record<string, ErrorSpec>;

type Ec2ErrorCode = keyof typeof EC2_ERRORS;

/** What an operation fails with. `message` goes to the caller as it is. Compare `code`, not class or text. */
export class Ec2Error extends ApiError {
  override readonly name = 'Ec2Error';
  declare readonly code: Ec2ErrorCode;

  constructor(code: Ec2ErrorCode, message: string) {
    super(code, EC2_ERRORS[code], message);
  }
}

/** `Value (x) for parameter p is invalid.`, and why. */
export function invalidValue(parameter: string, value: string, reason: string): Ec2Error {
  return new Ec2Error(
    'InvalidParameterValue',
    `Value (${value}) for parameter ${parameter} is invalid. ${reason}`.trim(),
  );
}

export function missingParameter(parameter: string): Ec2Error {
  return new Ec2Error('MissingParameter', `The request must contain the parameter ${parameter}`);
}
