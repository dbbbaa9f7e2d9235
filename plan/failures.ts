/**
 * The catalogue of what goes wrong in the world: code → what may be tried again, the exit code of a run that ends
 * with it, a sentence, what to do. docs/reference is generated from it.
 *
 * retry: `free` again with backoff, not counted; `counted` another task, counts against the step's `retry`;
 * `never`; `account` after the account was mended; `person` only a person decides.
 */
export type RetryClass = 'free' | 'counted' | 'never' | 'account' | 'person';
export type Failure = {
  readonly retry: RetryClass;
  readonly exit: 2 | 3 | 4 | 69 | 73 | 75 | 77 | 78;
  readonly sentence: string;
  readonly hint: string;
};

export const FAILURES = {
  VENDOR_BUSY: {
    retry: 'free',
    exit: 75,
    sentence: 'the vendor refused another task for now (429)',
    hint: 'nothing to do: the run waits and goes on',
  },
  VENDOR_UNREACHABLE: {
    retry: 'free',
    exit: 69,
    sentence: 'the vendor could not be reached; nothing was sent',
    hint: 'check the network and base-url; the run goes on by itself',
  },
  NOT_SENT: {
    retry: 'free',
    exit: 75,
    sentence: 'the request was never sent',
    hint: 'nothing to do: it is sent again',
  },
  REQUEST_REFUSED: {
    retry: 'never',
    exit: 2,
    sentence: 'the vendor refused the request; it was not billed',
    hint: 'read the message, change the shot, run again',
  },
  PRICE_MISSING: {
    retry: 'never',
    exit: 2,
    sentence: 'the vendor has no price for this model and resolution; it was not billed',
    hint: 'choose another model or resolution',
  },
  KEY_REFUSED: {
    retry: 'account',
    exit: 77,
    sentence: 'the vendor refused the key',
    hint: 'set the right key, then: dailies resume',
  },
  NO_BALANCE: {
    retry: 'account',
    exit: 75,
    sentence: 'the account has no balance left',
    hint: 'add balance, then: dailies account resume',
  },
  WINDOW_USED: {
    retry: 'free',
    exit: 75,
    sentence: "the account's quota for this stretch of time is used up",
    hint: 'nothing to do: all its runs go on when it begins anew; to try sooner: dailies account resume',
  },
  DAY_LIMIT: {
    retry: 'free',
    exit: 75,
    sentence: "the account's day-limit in dailies.yaml has no room for the next task",
    hint: 'all its runs go on when the next day begins; to go on today: raise day-limit, then: dailies account resume',
  },
  ACCOUNT_PAUSED: {
    retry: 'account',
    exit: 75,
    sentence: 'the account was paused by a person',
    hint: 'dailies account resume',
  },
  TASK_FAILED: {
    retry: 'counted',
    exit: 2,
    sentence: 'the vendor failed the task and refunded it',
    hint: 'dailies retry RUN NODE',
  },
  UPSTREAM_UNAVAILABLE: {
    retry: 'counted',
    exit: 2,
    sentence: "the vendor's model was unavailable; refunded",
    hint: 'dailies retry RUN NODE',
  },
  UPSTREAM_BUSY: {
    retry: 'counted',
    exit: 2,
    sentence: "the vendor's model was too busy; refunded",
    hint: 'dailies retry RUN NODE later',
  },
  UPSTREAM_REFUSED: {
    retry: 'never',
    exit: 2,
    sentence: "the vendor's model refused the request; refunded",
    hint: 'change the shot, run again',
  },
  CONTENT_REFUSED: {
    retry: 'never',
    exit: 2,
    sentence: 'the content was refused by moderation; it was not billed',
    hint: 'change the prompt or the media, run again',
  },
  NO_VIDEO: { retry: 'counted', exit: 2, sentence: 'the task ended without a video', hint: 'dailies retry RUN NODE' },
  TASK_CANCELLED: {
    retry: 'never',
    exit: 2,
    sentence: 'the task was cancelled at the vendor; refunded',
    hint: 'run again to make it',
  },
  RETRIES_USED: {
    retry: 'never',
    exit: 2,
    sentence: "as many tasks failed as the step's retry allows",
    hint: 'dailies retry RUN NODE allows one round more',
  },
  TASK_LOST: {
    retry: 'person',
    exit: 3,
    sentence: 'the vendor does not know the task any more',
    hint: 'dailies resolve RUN NODE --task ID | --not-created | --pay-again',
  },
  TASK_UNREADABLE: {
    retry: 'person',
    exit: 3,
    sentence: "the vendor's answer about the task makes no sense to this version",
    hint: 'dailies resolve RUN NODE …, or a newer Dailies',
  },
  UNSURE: {
    retry: 'person',
    exit: 3,
    sentence: 'it is not known whether the vendor accepted the task; nothing is paid again',
    hint: 'dailies resolve RUN NODE --task ID | --not-created | --pay-again',
  },
  LINK_DEAD: {
    retry: 'never',
    exit: 75,
    sentence: 'the render was paid, but its link is dead and the file is not here',
    hint: 'bring the file back, or pay again: dailies run FILE --remake NODE',
  },
  OUT_OF_REACH: {
    retry: 'never',
    exit: 75,
    sentence: 'the render was paid, but the vendor could not be reached for as long as its link lives',
    hint: 'when the vendor answers again: dailies resume asks for the file, $0',
  },
  SOURCE_UNREACHABLE: {
    retry: 'never',
    exit: 75,
    sentence: 'the source video has no living link that the vendor could fetch',
    hint: 'configure a media host in dailies.yaml, or make the source again: dailies run FILE --remake NODE',
  },
  MEDIA_HOST_REFUSED: {
    retry: 'never',
    exit: 75,
    sentence: 'the media host refused a file that the vendor is to fetch; nothing was sent',
    hint: 'mend media-host in dailies.yaml (bucket, keys, rights), then run again',
  },
  MEDIA_HOST_UNREACHABLE: {
    retry: 'free',
    exit: 69,
    sentence: 'the media host could not be reached; nothing was sent',
    hint: 'check the network and media-host.endpoint; the run goes on by itself',
  },
  MEDIA_UPLOADING: {
    retry: 'free',
    exit: 75,
    sentence: 'a file that the vendor is to fetch is still being uploaded to the media host; nothing was sent',
    hint: 'nothing to do: it is sent when the file is there',
  },
  SOURCE_CHANGED: {
    retry: 'never',
    exit: 75,
    sentence: 'the source that was planned is not the one that was made',
    hint: 'run again',
  },
  RULE_BROKEN: {
    retry: 'never',
    exit: 2,
    sentence: "the request would break a rule of the vendor's page, known only now; nothing was sent",
    hint: 'change the shot, run again',
  },
  FILE_UNUSABLE: {
    retry: 'never',
    exit: 2,
    sentence: 'a video could not be read or joined',
    hint: 'the report says why; concat needs equal codec and size',
  },
  FETCH_FAILED: {
    retry: 'never',
    exit: 2,
    sentence: 'the URL of a fetch step could not be fetched',
    hint: 'mend the URL or its server (the report says what it answered), then: dailies retry RUN NODE',
  },
  FETCH_UNUSABLE: {
    retry: 'never',
    exit: 2,
    sentence: 'what was fetched is no picture, video or sound that the vendor takes',
    hint: 'JPG, PNG, WEBP up to 30 MB, MP4, MOV up to 100 MB, WAV, MP3 up to 15 MB',
  },
  DISK_FULL: {
    retry: 'account',
    exit: 73,
    sentence: 'the disk is full or the folder cannot be written; paid files wait at the vendor',
    hint: 'make room: the account goes on by itself, at once with dailies resume',
  },
  HOST_UNKNOWN: {
    retry: 'account',
    exit: 75,
    sentence: 'the result lies on a host that is not allowed',
    hint: "add it to the account's result-hosts in dailies.yaml, then: dailies resume",
  },
  BUDGET: {
    retry: 'account',
    exit: 4,
    sentence: 'the budget is used up',
    hint: 'raise what bounds it, budget.limit or --max-cost, and run again; what is made is kept',
  },
  COST_ABOVE: {
    retry: 'account',
    exit: 75,
    sentence: 'the vendor billed more than the price that was planned',
    hint: 'look at the bill (dailies report RUN); to go on at that price, with all runs: dailies account resume',
  },
  COST_ODD: {
    retry: 'never',
    exit: 75,
    sentence: 'the vendor named a cost that cannot be right; the reserved price stays booked',
    hint: "look at the vendor's bill for this task",
  },
  PICK_TIMEOUT: {
    retry: 'never',
    exit: 2,
    sentence: 'nobody picked in time',
    hint: 'dailies pick RUN STEP NODE, then run again',
  },
  TOO_FEW_CANDIDATES: {
    retry: 'never',
    exit: 2,
    sentence: 'fewer candidates are done than must be chosen',
    hint: 'dailies retry RUN, then pick',
  },
  APPROVE_TIMEOUT: {
    retry: 'never',
    exit: 2,
    sentence: 'nobody approved or rejected it in time',
    hint: 'dailies approve RUN STEP, then run again',
  },
  REJECTED: {
    retry: 'person',
    exit: 75,
    sentence: 'a person rejected it; what depends on it is not made',
    hint: 'to go on after all: dailies approve RUN STEP, then run again',
  },
  CONDITION_BROKEN: {
    retry: 'never',
    exit: 2,
    sentence: 'its `if` cannot be evaluated, or is neither true nor false',
    hint: 'mend the condition (the report says what is wrong with it), run again',
  },
  FAIL_FAST: {
    retry: 'never',
    exit: 2,
    sentence: 'another node or use of its step failed, and the step has fail-fast',
    hint: 'dailies retry RUN',
  },
  RUN_CLOSED: {
    retry: 'never',
    exit: 75,
    sentence: 'this run was declared dead; another took its place',
    hint: 'dailies run FILE',
  },
  CANCELLED: { retry: 'never', exit: 2, sentence: 'cancelled', hint: 'run again to go on' },
  STORE_UNREADABLE: {
    retry: 'account',
    exit: 73,
    sentence: 'the store cannot be read',
    hint: 'see the log; nothing is paid while it cannot be read',
  },
  INTERNAL: { retry: 'never', exit: 75, sentence: 'a bug of ours', hint: 'please report it with the log' },
} as const satisfies { readonly [code: string]: Failure };

export type FailureCode = keyof typeof FAILURES;
