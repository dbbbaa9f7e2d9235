/** Every wait and interval of the engine, in milliseconds, each with its reason. */
export const timings = {
  /** A healthy server answers after 1–2 s; a laptop on battery with a cold disk took 20. */
  serverReadyMs: 60_000,
  /** The worker loads a bundle and a native module, about 1 s; slow disks take more. */
  workerReadyMs: 60_000,
  /** One request to a server on the same machine. */
  requestMs: 5_000,
  /** A Temporal of the user's own, perhaps on another continent. */
  externalMs: 5_000,
  /** Measured 1.4 s; SQLite writes its WAL back at the end. */
  serverStopMs: 10_000,
  /** Above the worker's own forced end (130 s), since SIGTERM must not cut a paid request. An idle one leaves at once. */
  workerStopMs: 135_000,
  /** What a supervisor may take to stop both. */
  supervisorStopMs: 150_000,
  /** How often a worker says that it is alive. */
  heartbeatMs: 1_000,
  /** A worker silent for this long hangs. A stop of 10 s must be survived, on a machine that is late by as much. */
  heartbeatLostMs: 20_000,
  /** How often the supervisor looks at processes that are not its children. */
  lookMs: 250,
  /** How often a command looks whether the engine is up. */
  pollMs: 40,
  /** No open run for this long, and the engine stops itself. */
  idleStopMs: 600_000,
  /** How often open runs are counted. */
  idleLookMs: 30_000,
  /** A lock of another machine on a shared disk is stale when it was not refreshed for this long. */
  lockElsewhereMs: 60_000,
  /** How often a held lock is refreshed. */
  lockRefreshMs: 5_000,
  /** The second of two commands looks this often whether the first one is done. */
  lockPollMs: 150,
  /** `temporal --version` takes 30 ms. */
  versionMs: 10_000,
  /** No byte of a download for this long. */
  downloadStallMs: 30_000,
} as const;

/** Pauses before a process is started again: the first at once, since most crashes do not come twice. */
export const restartPausesMs = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** A process that lived this long is healthy, and its next crash counts as a first one. */
export const healthyAfterMs = 60_000;

/** An engine that never came up gives up after this many tries and says why. */
export const firstTries = 3;

/** How long the server keeps closed runs: long enough to read last month's. */
export const retentionDays = 30;
