/** A moment in the user's zone, `2026-11-23 18:04`. `zone`: an IANA name; '' the system's. */
export function clockTime(ms: number, zone: string): string {
  return format(ms, zone, { hour: '2-digit', minute: '2-digit' });
}

/** The day of a moment in the user's zone, `2026-11-23`. */
export function dayOf(ms: number, zone: string): string {
  return format(ms, zone, {});
}

function format(ms: number, zone: string, time: Intl.DateTimeFormatOptions): string {
  if (!Number.isFinite(ms)) return '–';
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...time,
    ...(zone === '' ? {} : { timeZone: zone }),
  }).format(ms);
}
