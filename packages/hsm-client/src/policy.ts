/** How a cluster session behaves in time. Milliseconds, unless the name says otherwise. */
export const SESSION = {
  /** The watchdog looks this often while calls are unanswered. */
  tickMs: 10,
  /** And this often while it only waits for suspects to answer. */
  idleTickMs: 50,
  /** A tick that is late by more than this says that this process was held up, not that an HSM is silent. */
  tickLateMs: 20,
  /** Late ticks in a row after which silence counts all the same. */
  lateTicksMax: 3,
  /** An HSM is suspect when its oldest call is older than this, ... */
  suspectAfterMinMs: 40,
  /** ... or than this many of its smoothed round trips, ... */
  suspectAfterRoundTrips: 4,
  /** ... but never older than this. */
  suspectAfterMaxMs: 250,
  /** A suspect that has not answered for this long gets a new connection. */
  suspectMaxMs: 5000,
  /** After this a probe of a suspect counts as lost, and the next one is sent. */
  probeDeadlineMs: 500,
  /** How long a crypto call may take in all. */
  callMaxMs: 900,
  /** How often one crypto call is sent at most. */
  callAttemptsMax: 8,
  /** Crypto calls that wait for a link at most; more fail at once. */
  waitingMax: 10_000,
  /** How long a call waits for links that are being restored, when there is no other. */
  reconnectWaitMs: 150,
  /** How long the calls of a new session wait for the first login. */
  firstLoginWaitMs: 2000,
  /** Deadline for the first sign of life of an HSM. */
  reachDeadlineMs: 1000,
  /** Deadline of a login and other single calls; a login costs the HSM a slow hash. */
  loginDeadlineMs: 5000,
  /** Pause between attempts to reach an HSM: doubled from the first to the second, with jitter. */
  retryMinMs: 100,
  retryMaxMs: 2000,
  /** How often an HSM that refused the user is asked whether the user has changed. */
  refusedCheckMs: 2000,
  /** How often an HSM is asked whether it is level. */
  levelCheckMs: 50,
  /** A link that is well is looked at again after this, should nothing wake it. */
  idleCheckMs: 60_000,
  /** How long a call that writes waits for enough links. */
  writeWaitMs: 5000,
  /** Deadline of a call that writes. */
  writeDeadlineMs: 2000,
  /** HSMs on which the generation of one key object is tried. */
  generateAttemptsMax: 3,
  /** How long copies beyond the necessary ones are waited for. */
  stragglerMs: 250,
  /** How often the removal of an undone key object is tried in the background. */
  cleanupAttemptsMax: 20,
  cleanupPauseMs: 500,
  /** Deadline of a logout at the end. */
  logoutDeadlineMs: 500,
} as const;

/** The pause after the given number of failures in a row: doubling, capped, between half and all of it. */
export function retryPauseMs(failures: number, random: { int(below: number): number }): number {
  const full = Math.min(SESSION.retryMaxMs, SESSION.retryMinMs * 2 ** Math.min(failures - 1, 10));
  return full / 2 + random.int(Math.ceil(full / 2));
}
