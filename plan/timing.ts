/**
 * Every timeout, retry and interval of ours, in ms, each with its reason. Per-account poll times are settings
 * (`poll: {min, max}`), the vendor's own lives (task, link) stand in its API profile.
 */
export const TIMING = {
  /** An activity that lives says so this often; a third of the timeout, so that one lost beat is no death. */
  heartbeatMs: 1_000,
  /** A dead worker is noticed after this long: 4.4–5.3 s from `kill -9` to the next POST, measured. */
  heartbeatTimeoutMs: 3_000,
  /** From claim to send: what has not left by then never may, so that a recovery can know it. */
  sendDeadlineMs: 10_000,
  /** How long the vendor's answer to a POST is awaited: uploads and moderation before acceptance take up to 30 s. */
  postAnswerMs: 60_000,
  /** A GET, a cancel, a balance: repeated anyway, so rather short. */
  getAnswerMs: 15_000,
  /** The whole submit: request and sources, claim, send deadline, answer, with room to write it down. */
  submitTimeoutMs: 120_000,
  /** A recovery waits until the claim's send deadline and the answer have passed, then decides. */
  recoverTimeoutMs: 150_000,
  /** Waits have no end of their own: after a day the next attempt takes the task up. */
  waitTimeoutMs: 86_400_000,
  /** A file of 500 MB over 5 Mbit/s; the attempt after it resumes. */
  downloadTimeoutMs: 1_800_000,
  /** Reads of the store and calls of the engine: milliseconds; so short because they send no heartbeat. */
  quickTimeoutMs: 10_000,
  /** Writing the lock file of 10,000 nodes, on a slow disk. */
  storeTimeoutMs: 60_000,
  /** Two GETs, each with its own patience. */
  checkTimeoutMs: 45_000,
  /** Rounds over many tasks (recheck, census, sweep): each asks the vendor, and some fetch files. */
  roundTimeoutMs: 1_800_000,
  /** Joining is copying: minutes only for hours of film. */
  concatTimeoutMs: 1_800_000,
  /** First and longest pause of Temporal's own retries; every repeated activity is safe to repeat. */
  retryFirstMs: 200,
  retryMostMs: 10_000,

  /** Two GETs this far apart must agree that a task failed (divided by speed). */
  failedConfirmMs: 30_000,
  /** A 404 this soon after acceptance is the vendor's replication, not a loss. */
  notFoundGraceMs: 60_000,
  /** Answers without sense (an unknown status, HTML) are borne so long (divided by speed); then a person is asked. */
  senselessMs: 600_000,
  /**
   * A link that is dead each time it is asked for anew, or leads to no video, is given up after this (divided by
   * speed): a CDN has bad minutes, and the file is paid.
   */
  deadLinkMs: 600_000,
  /** People are told of a paid file that is not here yet so long before its link ends: time to wake up and act. */
  linkWarningMs: 14_400_000,
  /** A late task is followed this slowly. */
  latePollMs: 60_000,
  /** No poll is faster, whatever the speed. */
  pollFloorMs: 25,
  /** Two GETs of one task that callbacks cause are at least this far apart (divided by speed). */
  hintGapMs: 1_000,
  /** After a callback whose GET told nothing new, once more: the vendor's answers may lag behind its calls. */
  hintEchoMs: 2_000,
  /** A wait looks so often for callbacks that another worker has put into the store: it is a file read. */
  hintLookMs: 1_000,
  /** A callback is a few hundred bytes through a proxy beside us; who takes longer only holds a connection. */
  callbackReadMs: 5_000,
  /** Settings of callbacks that were typed while the worker runs count after this long; a taken port is tried again. */
  callbackLookMs: 1_000,
  /** An unsure claim is looked up in the store this often: it is a file read. */
  resolutionPollMs: 1_000,

  /** Pause before a node is sent again that was proven not sent: doubled each time. */
  notSentFirstMs: 1_000,
  notSentMostMs: 60_000,
  /** Pause before another task for a node whose last one the vendor failed: it is often overload. */
  failedFirstMs: 5_000,
  failedMostMs: 120_000,
  /** An activity of ours that failed for good (a bug) is asked again this slowly; the money in it is not given up. */
  brokenMs: 60_000,
  /** A node refused by the vendor (429) waits at least this, at most an hour, whatever the answer says. */
  refusedLeastMs: 1_000,
  refusedMostMs: 3_600_000,
  /** A task whose life the vendor does not state: slot and price of an unsure one stay reserved so long. */
  taskLifeMs: 86_400_000,
  /** A run with nothing left but unsure nodes waits this long (never less than lingerLeastMs) for late proof. */
  lingerMs: 90_000,
  lingerLeastMs: 10_000,

  /** The account asks about holders while somebody waits: a lost run costs a slot so long at worst. */
  sweepMs: 30_000,
  /** The first question about a run known dead; doubled up to sweepMs. */
  sweepFirstMs: 1_000,
  /** A hungry run without a slot for this long gets one, whatever the priorities. */
  starvedMs: 600_000,
  /** After a refusal one task more is tried each such time at the slowest; from `refusedLeastMs`, doubled. */
  probeUpMs: 60_000,
  /** People are told of a vendor that accepts nothing of anybody from such a pause on; shorter ones are its usual pace. */
  restToldMs: 10_000,
  /**
   * Trouble of an account (a refused key, no balance): the vendor is asked so soon whether it is over, then each time
   * half as often, and once in ten minutes through a night. One GET, and never faster than the floor.
   */
  checkFirstMs: 15_000,
  checkMostMs: 600_000,
  checkFloorMs: 500,
  /** A used-up window that names no end is tried again after this; one that names a far end, after a day at most. */
  windowUnknownMs: 600_000,
  windowMostMs: 86_400_000,
  /** A new account waits so long for open runs to say what they hold; a run that is hung submits nothing. */
  reportMs: 60_000,

  /** A run that waits for its first slot asks again so often: its account may have been terminated in between. */
  askAgainMs: 60_000,
  /** A paused run does so more slowly: it waits for the account's word. */
  pausedAskMs: 600_000,

  /** An execution younger than this is not continued as new: the server makes it wait anyway. */
  renewNotBeforeMs: 1_100,
  /**
   * A worker that is killed while it decides is noticed after this long; with the default of 10 s that was the whole of
   * a recovery. To replay 2,500 events takes 0.6 to 1.8 s on two busy cores, so not less.
   */
  workflowTaskMs: 5_000,
  /** The worker finds a lost sticky queue so fast; the default of 10 s was most of a recovery. */
  stickyMs: 1_000,
  /** Heartbeats reach the server at most this much late. */
  heartbeatThrottleMs: 1_000,
  /** SIGTERM lets a claimed POST be answered: never below submitTimeoutMs. */
  shutdownGraceMs: 125_000,
  /** Above the grace: only a hung activity reaches it. */
  shutdownForceMs: 130_000,
} as const;

/** When an execution is continued as new: from `events` or `signals` at a good moment, forced at `force` events. */
export const RENEWAL = { events: 3_000, signals: 4_000, force: 4_500 } as const;

/** Files (downloads, restores, joins) and picks that one run works on at once; more only burdens disk and history. */
export const FILES_AT_ONCE = 24;

/** A pause doubled each time: `first`, 2·first, … at most `most`, divided by speed. `times` counts from 0. */
export function pauseMs(first: number, most: number, times: number, speed: number): number {
  return Math.ceil(Math.min(most, first * 2 ** Math.min(times, 30)) / Math.max(speed, 1e-6));
}
