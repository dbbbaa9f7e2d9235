import { MEDIA_RULES, type MediaViolation } from '../plan/rules/media.ts';
import { RULES, type Violation } from '../plan/rules.ts';

/** A broken rule as a person reads it: its number, the field, what is wrong and the page's words. */
export function brokenRule({ rule, code, path, message, hint }: Violation | MediaViolation): string {
  const words = [...RULES, ...MEDIA_RULES].find((known) => known.number === rule && known.code === code)?.words ?? '';
  const page = words === '' || words === message ? '' : ` (the page: ${words})`;
  return `rule ${rule}, ${path.join('.')}: ${message}${page}${hint === undefined ? '' : `; ${hint}`}`;
}
