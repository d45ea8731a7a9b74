import {
  FLEET_SERVICE,
  type FleetServiceDefinition,
  HSM_SERVICE,
  HsmError,
  type HsmServiceDefinition,
  isHsmError,
} from '@keystorm/protocol';
import { AddressInUseError, type Connection, type Handlers, type Peer, type Server, serving } from '@keystorm/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Credential, issueCredential } from '../../packages/hsm-node/src/crypto/certificates.ts';
import { IMPLEMENTATIONS, type Subject } from './implementations.ts';

const DEADLINE = { deadlineMs: 5_000 };

function refuseAll(): Handlers<HsmServiceDefinition> {
  const refuse = () => {
    throw new HsmError('NOT_PERMITTED', 'not here');
  };
  const methods = Object.keys(HSM_SERVICE.methods).map((method) => [method, refuse]);
  return Object.fromEntries(methods) as Handlers<HsmServiceDefinition>;
}

/** Answers what it is asked; the connections that it saw are kept, and whether calls were over before they were answered. */
function echo(connections: Connection[], gate: Promise<void>, over: boolean[]): Handlers<HsmServiceDefinition> {
  return {
    ...refuseAll(),
    GetInfo: (_request, { connection, requestId }) => {
      connections.push(connection);
      return { hsmId: requestId };
    },
    Probe: (_request, { connection }) => {
      connections.push(connection);
      return {};
    },
    Encrypt: ({ plaintext, handle }) => ({ ciphertext: Buffer.concat([Buffer.of(handle), plaintext]) }),
    Decrypt: () => {
      throw new HsmError('INVALID_CIPHERTEXT', 'it was changed');
    },
    GenerateRandom: async ({ lengthBytes }) => {
      await gate;
      return { random: Buffer.alloc(lengthBytes) };
    },
    GenerateDataKey: () => {
      throw new TypeError('a bug');
    },
    ListUsers: () => ({ users: [{ userId: 7, userType: 'USER_TYPE_CU', userName: 'kmsuser' }] }),
    FindKeys: async (_request, { isOver }) => {
      await gate;
      over.push(isOver());
      return {};
    },
  };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return isHsmError(error) ? error.code : String(error);
  }
}

describe.each(IMPLEMENTATIONS)('network, %s', (_name, create) => {
  let subject: Subject;
  let server: Server;
  let peer: Peer<HsmServiceDefinition>;
  let connections: Connection[];
  let gate: PromiseWithResolvers<void>;
  let over: boolean[];

  beforeEach(async () => {
    subject = create();
    connections = [];
    gate = Promise.withResolvers<void>();
    over = [];
    await subject.run(async () => {
      server = await subject.a.network.serve({
        address: `${subject.host}:0`,
        services: [serving(HSM_SERVICE, echo(connections, gate.promise, over))],
      });
      peer = subject.b.network.connect(HSM_SERVICE, { address: server.address });
    });
  });
  afterEach(async () => {
    await subject.run(async () => {
      peer.close();
      await server.close();
    });
    subject.end();
  });

  test('unary calls and calls on the stream carry requests, answers and the request id', async () => {
    await subject.run(async () => {
      expect((await peer.call('GetInfo', {}, { ...DEADLINE, requestId: 'r-1' })).hsmId).toBe('r-1');
      const { ciphertext } = await peer.call('Encrypt', { handle: 9, plaintext: Buffer.from('abc') }, DEADLINE);
      expect(ciphertext).toEqual(Buffer.from('\tabc'));
      const { users } = await peer.call('ListUsers', {}, DEADLINE);
      expect(users).toMatchObject([{ userId: 7, userType: 'USER_TYPE_CU', userName: 'kmsuser', locked: false }]);
    });
  });

  test('a hundred calls at once get each its own answer', async () => {
    await subject.run(async () => {
      const texts = Array.from({ length: 100 }, (_, n) => `call ${n}`);
      const answers = await Promise.all(
        texts.map((text) => peer.call('Encrypt', { handle: 65, plaintext: Buffer.from(text) }, DEADLINE)),
      );
      expect(answers.map(({ ciphertext }) => ciphertext.toString())).toEqual(texts.map((text) => `A${text}`));
    });
  });

  test('errors keep their code on either way, and a bug tells nothing', async () => {
    await subject.run(async () => {
      expect(await codeOf(peer.call('Logout', {}, DEADLINE))).toBe('NOT_PERMITTED');
      await expect(peer.call('Decrypt', {}, DEADLINE)).rejects.toMatchObject({
        code: 'INVALID_CIPHERTEXT',
        message: 'it was changed',
      });
      await expect(peer.call('GenerateDataKey', {}, DEADLINE)).rejects.toMatchObject({
        code: 'INTERNAL',
        message: expect.not.stringContaining('a bug') as string,
      });
    });
  });

  test('calls of one peer share a connection, and the server sees its end', async () => {
    await subject.run(async () => {
      await peer.call('GetInfo', {}, DEADLINE);
      await peer.call('Probe', {}, DEADLINE);
      const [unary, streamed] = connections;
      expect(unary?.id).toBe(streamed?.id);
      expect(unary?.closed.aborted).toBe(false);
      expect(server.connections).toBe(1);
      const ended = new Promise<void>((resolve) => unary?.closed.addEventListener('abort', () => resolve()));
      peer.close();
      await ended;
      expect(server.connections).toBe(0);
      expect(await codeOf(peer.call('Probe', {}, DEADLINE))).toBe('HSM_UNREACHABLE');
    });
  });

  test('an answer that does not come in time is NO_ANSWER, and the connection stays', async () => {
    await subject.run(async () => {
      // While there is no connection yet, nobody could be reached.
      await peer.call('Probe', {}, DEADLINE);
      expect(await codeOf(peer.call('GenerateRandom', { lengthBytes: 4 }, { deadlineMs: 60 }))).toBe('NO_ANSWER');
      gate.resolve();
      expect((await peer.call('GenerateRandom', { lengthBytes: 4 }, DEADLINE)).random).toHaveLength(4);
    });
  });

  test('a handler knows that nobody waits for its answer any more', async () => {
    await subject.run(async () => {
      await peer.call('Probe', {}, DEADLINE);
      // By the time the second one is given up, the server knows of the first as well.
      for (let i = 0; i < 2; i++) expect(await codeOf(peer.call('FindKeys', {}, { deadlineMs: 60 }))).toBe('NO_ANSWER');
      gate.resolve();
      await peer.call('FindKeys', {}, DEADLINE);
      expect([over[0], over[2]]).toEqual([true, false]);
    });
  });

  test('a server that dies loses the calls it had, tells the client, and is found again', async () => {
    await subject.run(async () => {
      const lost = new Promise<void>((resolve) => peer.onConnectionLost(resolve));
      await peer.call('Probe', {}, DEADLINE);
      const pending = codeOf(peer.call('GenerateRandom', { lengthBytes: 4 }, DEADLINE));
      await peer.call('Probe', {}, DEADLINE);
      await server.close();
      expect(await pending).toBe('NO_ANSWER');
      await lost;
      expect(await codeOf(peer.call('ListUsers', {}, DEADLINE))).toBe('HSM_UNREACHABLE');
      server = await subject.a.network.serve({
        address: server.address,
        services: [serving(HSM_SERVICE, echo(connections, gate.promise, over))],
      });
      let code: string;
      do {
        await subject.b.clock.sleep(20);
        code = await codeOf(peer.call('Probe', {}, DEADLINE));
      } while (code === 'HSM_UNREACHABLE');
      expect(code).toBe('ok');
    });
  });

  test('a server that is not reachable falls silent; its connections go on when it is reachable again', async () => {
    await subject.run(async () => {
      await peer.call('Probe', {}, DEADLINE);
      const short = { deadlineMs: 300 };
      const underWay = [
        codeOf(peer.call('GenerateRandom', { lengthBytes: 4 }, short)),
        codeOf(peer.call('FindKeys', {}, short)),
      ];
      await peer.call('GetInfo', {}, DEADLINE);
      server.setReachable(false);
      gate.resolve();
      const sent = [codeOf(peer.call('Probe', {}, short)), codeOf(peer.call('GetInfo', {}, short))];
      expect(await Promise.all([...underWay, ...sent])).toEqual(['NO_ANSWER', 'NO_ANSWER', 'NO_ANSWER', 'NO_ANSWER']);
      expect(connections).toHaveLength(2);
      server.setReachable(true);
      await peer.call('GetInfo', {}, DEADLINE);
      await peer.call('Probe', {}, DEADLINE);
      expect(new Set(connections.map(({ id }) => id)).size).toBe(1);
    });
  });

  test('a server that is not reachable neither refuses nor answers new connections, until it is reachable', async () => {
    await subject.run(async () => {
      server.setReachable(false);
      const began = subject.b.clock.monotonic();
      expect(await codeOf(peer.call('ListUsers', {}, { deadlineMs: 200 }))).toBe('HSM_UNREACHABLE');
      expect(subject.b.clock.monotonic() - began).toBeGreaterThanOrEqual(199);
      const waiting = peer.call('GetInfo', {}, { ...DEADLINE, requestId: 'r-1' });
      await subject.b.clock.sleep(100);
      expect(connections).toEqual([]);
      server.setReachable(true);
      expect((await waiting).hsmId).toBe('r-1');
    });
  });

  test('connections to a server that stays unreachable die on both ends, and are made anew', async () => {
    await subject.run(async () => {
      await peer.call('Probe', {}, DEADLINE);
      const ended = new Promise<void>((resolve) => connections[0]?.closed.addEventListener('abort', () => resolve()));
      const lost = new Promise<void>((resolve) => peer.onConnectionLost(resolve));
      server.setReachable(false);
      await Promise.all([ended, lost]);
      expect(await codeOf(peer.call('ListUsers', {}, { deadlineMs: 100 }))).toBe('HSM_UNREACHABLE');
      server.setReachable(true);
      let code: string;
      do code = await codeOf(peer.call('Probe', {}, DEADLINE));
      while (code === 'HSM_UNREACHABLE');
      expect(code).toBe('ok');
      expect(connections[1]?.id).not.toBe(connections[0]?.id);
    });
  });

  test('a server that closes while it is not reachable is refused from then on', async () => {
    await subject.run(async () => {
      await peer.call('Probe', {}, DEADLINE);
      server.setReachable(false);
      const lost = new Promise<void>((resolve) => peer.onConnectionLost(resolve));
      await server.close();
      await lost;
      expect(await codeOf(peer.call('ListUsers', {}, DEADLINE))).toBe('HSM_UNREACHABLE');
    });
  });

  test('an address is served once', async () => {
    await subject.run(async () => {
      await expect(subject.a.network.serve({ address: server.address, services: [] })).rejects.toThrow(
        AddressInUseError,
      );
    });
  });

  test('a service that is not served there is no answer with data', async () => {
    await subject.run(async () => {
      const stranger: Peer<FleetServiceDefinition> = subject.b.network.connect(FLEET_SERVICE, {
        address: server.address,
      });
      expect(await codeOf(stranger.call('RegisterAppliance', {}, DEADLINE))).toBe('INTERNAL');
      stranger.close();
    });
  });

  test('a client takes a server by its trust anchor; without one, any server', async () => {
    await subject.run(async () => {
      const authority = await issueCredential(subject.a, 'authority', 'authority');
      const stranger = await issueCredential(subject.a, 'stranger', 'authority');
      const tls = await issueCredential(subject.a, 'server', 'transport', authority);
      const services = [serving(HSM_SERVICE, echo(connections, gate.promise, over))];
      const trusted = await subject.a.network.serve({ address: `${subject.host}:0`, services, tls });
      for (const [trustAnchor, code] of [
        [authority.certificate, 'ok'],
        [stranger.certificate, 'CERTIFICATE_REFUSED'],
        [undefined, 'ok'],
      ] as const) {
        const client = subject.b.network.connect(HSM_SERVICE, { address: trusted.address, tls: { trustAnchor } });
        expect(await codeOf(client.call('ListUsers', {}, DEADLINE))).toBe(code);
        client.close();
      }
      await trusted.close();
    });
  });

  test('a server knows its clients by their certificates, and judges them anew when it trusts others', async () => {
    await subject.run(async () => {
      const [one, other, stranger] = await Promise.all(
        ['one', 'other', 'stranger'].map((name) => issueCredential(subject.a, name, 'authority')),
      );
      const tls = await issueCredential(subject.a, 'server', 'transport', stranger);
      const services = [serving(HSM_SERVICE, echo(connections, gate.promise, over))];
      const both = `${one!.certificate}\n${other!.certificate}`;
      const trusting = await subject.a.network.serve({
        address: `${subject.host}:0`,
        services,
        tls: { ...tls, clientCa: both, clientCertificate: 'optional' },
      });
      const connect = async (name: string, issuer?: Credential) => {
        const identity = issuer && (await issueCredential(subject.b, name, 'transport', issuer));
        const trustAnchor = stranger!.certificate;
        return subject.b.network.connect(HSM_SERVICE, { address: trusting.address, tls: { trustAnchor, ...identity } });
      };
      const clients = [
        await connect('ones', one),
        await connect('others', other),
        await connect('a strangers', stranger),
        await connect('nobodys'),
      ];
      /** Who each client is on its connection, or why it has none. */
      const judged = async () => {
        const answers = [];
        for (const client of clients) {
          const code = await codeOf(client.call('Probe', {}, DEADLINE));
          const connection = connections.at(-1);
          answers.push(code === 'ok' ? `${connection?.peerName ?? 'nobody'} ${connection?.id}` : code);
        }
        return answers;
      };
      const numbered = await judged();
      const ids = numbered.map((answer) => answer.split(' ').at(-1));
      expect(numbered).toEqual([`ones ${ids[0]}`, `others ${ids[1]}`, `nobody ${ids[2]}`, `nobody ${ids[3]}`]);
      expect(connections.slice(-4).map(({ isVerified }) => isVerified)).toEqual([true, true, false, false]);

      const lost = clients.map((client) => new Promise<void>((resolve) => client.onConnectionLost(resolve)));
      trusting.trustClients({ clientCa: both, clientCertificate: 'required' });
      await Promise.all([lost[2], lost[3]]);
      expect(await judged()).toEqual([numbered[0], numbered[1], 'HSM_UNREACHABLE', 'CERTIFICATE_REFUSED']);

      trusting.trustClients({ clientCa: one!.certificate, clientCertificate: 'optional' });
      await lost[1];
      // They would wait before they try again.
      for (const client of clients.slice(2)) client.reset();
      expect((await judged()).map((answer) => answer.split(' ')[0])).toEqual(['ones', 'nobody', 'nobody', 'nobody']);

      const spared = connections.at(-4)!;
      trusting.trustClients({}, spared);
      expect([spared.isVerified, spared.peerName, (await judged())[0]]).toEqual([
        false,
        undefined,
        `nobody ${spared.id}`,
      ]);
      for (const client of clients) client.close();
      await trusting.close();
    });
  });
});
