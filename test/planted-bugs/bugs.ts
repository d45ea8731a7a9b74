/** A defect as one makes it: the words of a source file that are replaced, and what by. */
export interface PlantedBug {
  readonly name: string;
  readonly file: string;
  /** Each text stands exactly once in the file. */
  readonly edits: readonly (readonly [text: string, replacement: string])[];
  /**
   * Simulated histories within which a property must be violated; a test file that must fail; experiments that must not
   * hold on a system of processes with the bug.
   */
  readonly foundBy:
    | { readonly histories: number }
    | { readonly test: string }
    | { readonly experiments: readonly string[] };
}

const RUNTIME = 'packages/runtime/src';
const HSM = 'packages/hsm-node/src';
const CLIENT = 'packages/hsm-client/src';
const KMS = 'packages/kms-control-plane/src';
const MANAGER = 'packages/cluster-manager/src';

const COMMIT_PARAMETERS =
  '(change: (tx: Transaction) => void, ...events: readonly (TrailEvent | Notice)[]): Promise<void> {\n';

/** `commit` of the control plane's log, which does this with what was its body. */
function commitWith(statement: string): readonly [string, string] {
  const head = `  async commit${COMMIT_PARAMETERS}`;
  return [head, `${head}    ${statement}\n  }\n\n  async commitOnce${COMMIT_PARAMETERS}`];
}

/** Realistic defects, each of which has to be found. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'what is acknowledged is not on disk yet',
    file: `${KMS}/trail/event-log.ts`,
    edits: [commitWith('void this.commitOnce(change, ...events).catch(() => undefined);')],
    foundBy: { histories: 200 },
  },
  {
    name: 'a disk that fails is not noticed',
    file: `${KMS}/trail/event-log.ts`,
    edits: [commitWith('await this.commitOnce(change, ...events).catch(() => undefined);')],
    foundBy: { test: 'packages/kms-control-plane/src/trail/event-log.test.ts' },
  },
  {
    name: 'the lockout counter is lost with a restart',
    file: `${HSM}/objects/users.ts`,
    edits: [
      [
        'return failures === user.failures ? decision : { ...decision, changes: { users: single(counted) } };',
        'this.#partition.rememberUser(counted); return decision;',
      ],
    ],
    foundBy: { histories: 200 },
  },
  {
    name: 'the sixth wrong password locks',
    file: `${HSM}/objects/users.ts`,
    edits: [['user.failures >= FAILURES_MAX', 'user.failures > FAILURES_MAX']],
    foundBy: { histories: 50 },
  },
  {
    name: 'a session survives its logout',
    file: `${HSM}/sessions/sessions.ts`,
    edits: [['    this.#byConnection.delete(connectionId);\n', '']],
    foundBy: { histories: 20 },
  },
  {
    name: 'tombstones are not handed on',
    file: `${HSM}/objects/replication.ts`,
    edits: [['[...keys.values(), ...tombstones.values()].sort', '[...keys.values()].sort']],
    // Of histories, one in some hundreds shows it.
    foundBy: { test: `${HSM}/objects/replication.test.ts` },
  },
  {
    name: 'the counter of handles is lost with a restart',
    file: `${HSM}/objects/keys.ts`,
    edits: [
      [
        'const changes = { ...(ofSession ? {} : { objects: records }), next };',
        'partition.next = next; const changes = ofSession ? {} : { objects: records };',
      ],
    ],
    foundBy: { histories: 200 },
  },
  {
    name: 'an HSM serves before it is level',
    file: `${HSM}/sessions/cryptography.ts`,
    edits: [["if (!this.#partition.level) throw new HsmError('HSM_NOT_LEVEL');", '']],
    foundBy: { test: `${HSM}/objects/keys.test.ts` },
  },
  {
    name: 'the additional data is not authenticated',
    file: `${HSM}/crypto/aes-key.ts`,
    edits: [
      ['if (additionalData.length > 0) cipher.setAAD(additionalData);', ''],
      ['if (additionalData.length > 0) decipher.setAAD(additionalData);', ''],
    ],
    foundBy: { histories: 20 },
  },
  {
    name: 'a creation that fails is not undone',
    file: `${CLIENT}/key-copies.ts`,
    edits: [['reason === undefined || (await removeLeftovers(context, key.id, created?.handle))', 'true']],
    foundBy: { test: 'test/scenarios/kills-around-a-key-store.test.ts' },
  },
  {
    name: 'a rotation forgets the old password',
    file: `${CLIENT}/credentials.ts`,
    edits: [['return [known, ...others.slice(0, KNOWN_PASSWORDS_MAX - 1)];', 'return [known, ...others.slice(0, 0)];']],
    foundBy: { histories: 200 },
  },
  {
    name: 'the newest password is tried whatever the mark says',
    file: `${CLIENT}/credentials.ts`,
    edits: [
      ['if (marked !== undefined) return marked.password;', 'if (marked !== undefined) return passwords[0].password;'],
    ],
    foundBy: { histories: 200 },
  },
  {
    name: 'a password is in a log line',
    file: `${CLIENT}/login.ts`,
    edits: [
      [
        "{ hsmId: link.endpoint.hsmId, address: link.endpoint.address }, 'logged in to hsm'",
        "{ hsmId: link.endpoint.hsmId, known: context.credentials().passwords.map(({ password }) => password.reveal()) }, 'logged in to hsm'",
      ],
    ],
    foundBy: { histories: 10 },
  },
  {
    name: 'the state of a key is not looked at',
    file: `${KMS}/http/dispatch.ts`,
    edits: [
      [
        'for (const key of found.keys) requireUsable(operation.name, key, stateOf(context, key));',
        'for (const key of found.keys) void key;',
      ],
    ],
    foundBy: { histories: 10 },
  },
  {
    name: 'an alias is created over another one',
    file: `${KMS}/operations/CreateAlias.ts`,
    edits: [['if (present !== undefined)', 'if (present === target as unknown)']],
    foundBy: { histories: 50 },
  },
  {
    name: 'a signature is not compared',
    file: 'packages/aws-api/src/sigv4.ts',
    edits: [['if (!matches) throw invalidSignature(MISMATCH);', 'void matches;']],
    foundBy: { histories: 20 },
  },
  {
    name: 'a job is not taken up after a crash',
    file: `${MANAGER}/jobs/jobs.ts`,
    edits: [
      [
        'if (!this.#running.has(jobId)) this.#take(job);',
        'if (!this.#running.has(jobId) && job.step === 0) this.#take(job);',
      ],
    ],
    foundBy: { histories: 200 },
  },
  {
    name: 'no fencing: what was ordered of an HSM that is gone befalls its successor on the appliance',
    file: `${HSM}/objects/appliance.ts`,
    edits: [
      [
        "if (partition.claim.hsmId !== hsmId) throw new HsmError('WRONG_STATE', 'the appliance holds another HSM');",
        '',
      ],
    ],
    foundBy: { test: `${HSM}/objects/appliance.test.ts` },
  },
  {
    name: 'a connection that hangs while it is set up is waited for',
    file: `${RUNTIME}/process/grpc-peer.ts`,
    edits: [['setTimeout(() => this.reset(), CONNECTING_MS_MAX)', 'setTimeout(() => undefined, CONNECTING_MS_MAX)']],
    foundBy: { test: `${RUNTIME}/process/grpc-peer.test.ts` },
  },
  {
    name: 'an HSM that is silent is waited for, and nobody else asked',
    file: `${CLIENT}/calls.ts`,
    edits: [
      ['else if (link.isReady && this.#isOverdue(link, now)) this.#suspect(link, now);', ''],
      [
        'if (!HSM_ERRORS[error.code].elsewhere) this.#settle(call, error);\n    else this.#route(call);',
        'this.#settle(call, error);',
      ],
      ['best === undefined || link.unanswered.size < best.unanswered.size', 'best === undefined'],
    ],
    foundBy: { experiments: ['zone-loss', 'split-zone', 'flapping-network'] },
  },
  {
    name: 'the first HSM is asked, whatever it is doing',
    file: `${CLIENT}/calls.ts`,
    edits: [
      ['else if (link.isReady && this.#isOverdue(link, now)) this.#suspect(link, now);', ''],
      ['links[(this.#turn + i) % links.length]', 'links[i]'],
      ['best === undefined || link.unanswered.size < best.unanswered.size', 'best === undefined'],
    ],
    foundBy: { experiments: ['slow-hsm'] },
  },
  {
    name: 'an HSM that comes back is not logged in to again',
    file: `${CLIENT}/login.ts`,
    edits: [
      [
        'const outcome = await attempt(context, link);',
        "const outcome = await attempt(context, link); if (outcome === 'ready') return;",
      ],
    ],
    foundBy: { experiments: ['everything-at-once', 'rolling-restart'] },
  },
  {
    name: 'a lockout ends the sessions of the user',
    file: `${HSM}/sessions/sessions.ts`,
    edits: [
      [
        "    if (session === undefined) throw new HsmError('NOT_LOGGED_IN');\n    return session;",
        "    if ((this.#partition.users.get(session?.userId ?? 0)?.failures ?? 5) >= 5) throw new HsmError('NOT_LOGGED_IN');\n    return session as Session;",
      ],
    ],
    foundBy: { experiments: ['lockout-during-failover'] },
  },
  {
    name: 'a disk that is well again is not noticed',
    file: `${HSM}/objects/partition.ts`,
    edits: [['      this.ailment = NO_AILMENT;\n', '']],
    foundBy: { experiments: ['full-disk'] },
  },
  {
    name: 'HSMs that nobody reaches are an internal error',
    file: `${KMS}/key-stores/failures.ts`,
    edits: [
      ["HSM_UNREACHABLE: 'unreachable',", "HSM_UNREACHABLE: 'internal',"],
      ["NO_ANSWER: 'unreachable',", "NO_ANSWER: 'internal',"],
    ],
    foundBy: { experiments: ['all-zones-cut'] },
  },
  {
    name: 'a backup that was asked for is never taken',
    file: `${MANAGER}/jobs/backup-jobs.ts`,
    edits: [['run: (parts, { subject }) => takeBackup(parts, subject)', 'run: () => Promise.resolve()']],
    foundBy: { experiments: ['backup-and-restore'] },
  },
];
