import type { z } from 'zod';

/** An operation as the service model describes it. */
export interface OperationModel {
  readonly request: z.ZodType;
  /** Name of the response shape; undefined where the answer has an empty body. */
  readonly response: string | undefined;
  /** Exceptions that the model lists, in alphabetical order. */
  readonly errors: readonly string[];
}
