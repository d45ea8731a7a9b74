import type { Socket } from 'node:net';

/**
 * The stream below a socket. TLS and HTTP/2 read from it past the socket, so that `pause` does nothing to them, and
 * nothing public stops them. Both methods are as old as Node's sockets; a contract test sees when they change.
 */
interface Handle {
  readStart(): number;
  readStop(): number;
}

/** Why a socket is not read: whoever stopped it. */
const REASONS = new WeakMap<Socket, Set<object>>();

/** What comes from now on stays in the kernel, until whoever stopped it lets it be read again. */
export function stopReading(socket: Socket, reason: object): void {
  let reasons = REASONS.get(socket);
  if (reasons === undefined) REASONS.set(socket, (reasons = new Set()));
  reasons.add(reason);
  handleOf(socket)?.readStop();
}

/** Reads on, unless there is another reason not to. */
export function readAgain(socket: Socket, reason: object): void {
  const reasons = REASONS.get(socket);
  if (!reasons?.delete(reason) || reasons.size > 0) return;
  handleOf(socket)?.readStart();
}

/** Undefined when the socket is closed. */
function handleOf(socket: Socket): Handle | undefined {
  return (socket as unknown as { readonly _handle: Handle | null })._handle ?? undefined;
}
