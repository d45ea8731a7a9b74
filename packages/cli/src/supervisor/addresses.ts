import { createHash } from 'node:crypto';
import { createServer, type Server as TcpServer } from 'node:net';
import { CommandError } from '../command-error.ts';

/** Where a system looks for addresses. What is below is left to people, who name them with `--vpc-prefix`. */
const PREFIXES = Array.from({ length: 190 }, (_, index) => `127.${65 + index}`);
/** The router of a VPC. */
const ROUTER_PORT = 2225;

/** Whoever listens at the router's address owns the addresses behind it. */
export interface Router {
  /** First two numbers of the addresses, such as `127.65`. */
  readonly prefix: string;
  readonly server: TcpServer;
}

/**
 * Takes a range of loopback addresses for the system of a data directory alone: the one asked for, or the first that is
 * free. Throws CommandError when there is none.
 */
export async function claimAddresses(dataDir: string, asked: string | undefined): Promise<Router> {
  for (const prefix of asked === undefined ? prefixesFor(dataDir) : [asked]) {
    const server = await listen(`${prefix}.0.1`, ROUTER_PORT);
    if (server !== undefined) return { prefix, server };
  }
  throw new CommandError(
    asked === undefined
      ? 'Every range of loopback addresses is taken by another system. Stop one of them.'
      : `The addresses ${asked}.0.0/16 are taken by another system. Stop it, or name another --data-dir.`,
  );
}

/**
 * A system keeps its addresses for good, and while it is down another one could take them. So each data directory begins
 * to look at a place of its own.
 */
export function prefixesFor(dataDir: string): readonly string[] {
  const start = createHash('sha256').update(dataDir).digest().readUInt16BE() % PREFIXES.length;
  return [...PREFIXES.slice(start), ...PREFIXES.slice(0, start)];
}

/** Throws CommandError when somebody listens on this port of 127.0.0.1. */
export async function refuseTakenPort(port: number): Promise<void> {
  const probe = await listen('127.0.0.1', port);
  if (probe === undefined)
    throw new CommandError(`Port ${port} is taken by another process. Stop it, or choose another --port.`);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}

function listen(host: string, port: number): Promise<TcpServer | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new CommandError(`${host}:${port} cannot be listened on: ${error.message}.${adviceOn(error)}`));
    });
    server.listen({ host, port }, () => resolve(server));
  });
}

/** Some systems, macOS for one, listen at 127.0.0.1 and at no other loopback address. */
function adviceOn({ code }: NodeJS.ErrnoException): string {
  if (code !== 'EADDRNOTAVAIL') return '';
  return ' Each HSM has a loopback address of its own, and this machine has none for it. Start the system in containers, as docs/containers.md says.';
}
