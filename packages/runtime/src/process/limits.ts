/** Largest message in either direction, bytes: a backup of a full HSM, with room to spare. */
export const MESSAGE_BYTES_MAX = 80 * 1024 * 1024;
/** Connections to a server that does not say how many it takes. */
export const CONNECTIONS_MAX = 1_000;
/** Calls of one connection that may be unanswered at once, a stream of calls counting as one; further ones wait. */
export const CALLS_AT_ONCE_MAX = 1_000;
/** A server asks a client so often for a sign of life; one that gives none for as long is gone, and its login with it. */
export const SERVER_KEEPALIVE_MS = 3_000;
/** A client asks a server so often for a sign of life, and waits as long for it. */
export const CLIENT_KEEPALIVE_MS = 2_000;
/**
 * Calls in one message of a stream. So many of the largest ones, a Reencrypt with 8 kB of ciphertext and 128 kB of
 * additional data, are fewer bytes than an HSM takes.
 */
export const CALLS_PER_MESSAGE_MAX = 100;
