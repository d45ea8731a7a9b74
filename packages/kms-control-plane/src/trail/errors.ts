import { ApiError, type ErrorSpec } from '@keystorm/aws-api';

/** The exceptions of LookupEvents. Source: AWS CloudTrail API Reference, "LookupEvents", "Errors". */
export const TRAIL_ERRORS = {
  InvalidEventCategoryException: { status: 400, retryable: false, fault: 'client' },
  InvalidLookupAttributesException: { status: 400, retryable: false, fault: 'client' },
  InvalidMaxResultsException: { status: 400, retryable: false, fault: 'client' },
  InvalidNextTokenException: { status: 400, retryable: false, fault: 'client' },
  InvalidTimeRangeException: { status: 400, retryable: false, fault: 'client' },
} as const satisfies Record<string, ErrorSpec>;

export class TrailError extends ApiError {
  override readonly name = 'TrailError';
  declare readonly code: keyof typeof TRAIL_ERRORS;

  constructor(code: keyof typeof TRAIL_ERRORS, message: string) {
    super(code, TRAIL_ERRORS[code], message);
  }
}
