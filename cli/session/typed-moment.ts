import { Refusal } from './refusal.ts';

/**
 * The moment that was typed after an option, ms since the epoch: `09:00` is the next nine o'clock here,
 * `2026-11-24 09:00` that one, `2026-11-24T09:00+01:00` that of another zone. Refuses (64) what is none or has passed.
 */
export function typedMoment(option: string, text: string, nowMs: number): number {
  const ms = clockOf(text, nowMs) ?? dateOf(text);
  if (ms === undefined) {
    throw new Refusal(64, `${option} ${text} is no time`, 'such as 09:00, or "2026-11-24 09:00"');
  }
  if (ms <= nowMs) throw new Refusal(64, `${option} ${text} has passed`, 'a time to come, such as 09:00');
  return ms;
}

/** The next such time of the day. */
function clockOf(text: string, nowMs: number): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const at = (days: number) => {
    const day = new Date(nowMs);
    // By the calendar, not by 24 hours: clocks are set in some nights.
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, Number(hours), Number(minutes)).getTime();
  };
  return at(0) > nowMs ? at(0) : at(1);
}

function dateOf(text: string): number | undefined {
  const [, day, time, zone = ''] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const ms = Date.parse(`${day}T${time}${zone}`);
  if (Number.isNaN(ms)) return undefined;
  // 31 February would be taken for March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? ms : undefined;
}
