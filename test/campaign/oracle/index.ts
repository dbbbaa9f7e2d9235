import type { Evidence } from './evidence.ts';
import { nothingLeft, notRefused, reservedIsOpen, silentAfterCancel, withinLimit } from './money-laws.ts';
import {
  noControl,
  noSecrets,
  nothingOutside,
  notTrapped,
  servedBytes,
  slotsBusy,
  slotsFree,
  staysDone,
} from './world-laws.ts';

export type { Evidence } from './evidence.ts';
export { CANARY, gather, type Trial } from './gather.ts';

const LAWS: readonly ((evidence: Evidence) => readonly string[])[] = [
  ...[notRefused, reservedIsOpen, silentAfterCancel, withinLimit, nothingLeft],
  ...[servedBytes, staysDone, noSecrets, notTrapped, nothingOutside, noControl, slotsFree],
];

/** What was broken of the laws that the books do not show, as `I9 a secret in …`; `quiet`: nothing went wrong on purpose. */
export function judge(evidence: Evidence, quiet = false): readonly string[] {
  const broken = LAWS.flatMap((law) => law(evidence));
  return quiet ? [...broken, ...slotsBusy(evidence)] : broken;
}
