import type { HsmError, HsmServiceDefinition, ReceivedResponseOf, RequestOf } from '@keystorm/protocol';
import type { HsmEndpoint } from './hsm-connection.ts';

/** Calls whose repetition is harmless, and which any HSM of the cluster can answer. */
export type CryptoMethod = 'Encrypt' | 'Decrypt' | 'Reencrypt' | 'GenerateDataKey' | 'GenerateRandom';
export type CryptoAnswer = ReceivedResponseOf<HsmServiceDefinition, CryptoMethod>;

/** One crypto call on its way, on one or several links at once. The first answer wins. */
export interface Call {
  readonly method: CryptoMethod;
  readonly request: RequestOf<HsmServiceDefinition, CryptoMethod>;
  readonly options: { readonly deadlineMs: number; readonly requestId: string };
  readonly startedAt: number;
  readonly resolve: (answer: CryptoAnswer) => void;
  readonly reject: (error: unknown) => void;
  settled: boolean;
  /** How often it was sent. */
  attempts: number;
  /** On how many links it is unanswered. */
  pending: number;
  /** When it began to wait for a link; undefined while it does not. */
  waitingSince: number | undefined;
  /** What HSMs have answered instead of a result. Made when the first one does. */
  refusals: Map<HsmEndpoint, HsmError> | undefined;
}
