/** `48 s`, `12 min`, `3 h 05 min`: short, for people. */
export function length(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `23 Nov, 22:04` in the reader's own zone. */
export function moment(ms: number): string {
  return new Intl.DateTimeFormat(undefined, {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false },
  }).format(ms);
}
