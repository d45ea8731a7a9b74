/** Largest message in either direction, bytes: a backup of a full HSM, with room to spare. */
export const MESSAGE_BYTES_MAX = 80 * 1024 * 1024;
