/** Where a system keeps its data unless it is told otherwise. */
export const DATA_DIR_DEFAULT = '.keystorm';
/** Of the AWS endpoint, on 127.0.0.1. */
export const PORT = { min: 1, max: 65_535, default: 4599 } as const;
/** A custom key store needs active HSMs in two zones; us-east-1 has six. */
export const ZONES = { min: 2, max: 6, default: 3 } as const;
