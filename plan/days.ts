/** The day of a moment in a named zone (`Europe/Berlin`), as `2026-11-23`. */
export function dayIn(zone: string, ms: number): string {
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
  }).format(ms);
}

/** When the day after that of a moment begins, ms; a day has 23 to 25 hours where clocks are set. */
export function nextDayMs(zone: string, ms: number): number {
  const today = dayIn(zone, ms);
  let before = ms;
  let after = ms + LONGEST_DAY_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(zone, middle) === today) before = middle;
    else after = middle;
  }
  return after;
}

const LONGEST_DAY_MS = 26 * 3_600_000;

/** True for the name of a zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    dayIn(zone, 0);
    return true;
  } catch {
    return false;
  }
}
