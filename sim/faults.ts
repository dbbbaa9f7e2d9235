/** What may go wrong in one simulation: probabilities, and manners of the account. */
export type Faults = {
  /** A worker dies somewhere in a submit. */
  readonly crash: number;
  /** A POST goes out and its answer never comes: accepted or not, nobody knows. */
  readonly silence: number;
  /** `on-ambiguous: same-key` at a vendor that honours keys: what got no answer is sent again. */
  readonly resend: boolean;
  readonly unreachable: number;
  /** A task fails; this part of those is billed all the same, or completes after all when it is asked once more. */
  readonly fail: number;
  readonly oddEnd: number;
  /** The bill is not the price. */
  readonly oddBill: number;
  /** A GET does not find a task that is there. */
  readonly missing: number;
  /** A file cannot be fetched: full disk, dead link, no video in it. */
  readonly file: number;
  /** An activity of ours fails for good. */
  readonly broke: number;
  /** A message is lost, or only its acknowledgement. */
  readonly loss: number;
  /** A message or an end comes twice. */
  readonly twice: number;
  /** Continued as new after an event at which that is allowed. */
  readonly renew: number;
  /** What the vendor's cap counts. */
  readonly counts: 'in-flight' | 'queued';
};

/** Nothing goes wrong but that messages come twice and in another order. */
export function calmFrom(random: () => number): Faults {
  const counts = random() < 0.3 ? 'queued' : 'in-flight';
  const renew = random() < 0.25 ? 1 : 0.02;
  const none = { crash: 0, silence: 0, unreachable: 0, fail: 0, oddEnd: 0, oddBill: 0, missing: 0, file: 0, broke: 0 };
  return { ...none, resend: false, loss: 0, twice: 0.1, renew, counts };
}

/** Each seed has faults of its own: all at once would hide what only one of them brings about. */
export function faultsFrom(random: () => number): Faults {
  const sometimes = (share: number, most: number) => (random() < share ? most * random() : 0);
  return {
    crash: sometimes(0.5, 0.1),
    silence: sometimes(0.3, 0.1),
    resend: random() < 0.5,
    unreachable: sometimes(0.2, 0.2),
    fail: sometimes(0.5, 0.4),
    oddEnd: sometimes(0.3, 0.5),
    oddBill: sometimes(0.2, 0.2),
    missing: sometimes(0.2, 0.05),
    file: sometimes(0.4, 0.15),
    broke: sometimes(0.2, 0.05),
    loss: sometimes(0.5, 0.1),
    twice: sometimes(0.7, 0.1),
    renew: random() < 0.25 ? 1 : 0.02,
    counts: random() < 0.25 ? 'queued' : 'in-flight',
  };
}
