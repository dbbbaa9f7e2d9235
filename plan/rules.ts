import type { ApiProfile } from './api-profile.ts';
import type { JsonObject } from './json.ts';
import { ACTION_RULES } from './rules/action-needs.ts';
import { EXCLUSIVE_RULES } from './rules/exclusive.ts';
import { FRAME_RULES } from './rules/frames.ts';
import { REFERENCE_RULES } from './rules/references.ts';
import { ROOT_RULES } from './rules/root.ts';
import type { Finding, Rule, RuleCode } from './rules/rule.ts';

/** A rule of the vendor's page that a request breaks. `rule` is its number. */
export type Violation = Finding & {
  readonly rule: number;
  readonly code: RuleCode;
  readonly severity: 'error' | 'warning';
};

/** Every rule of the vendor's page that is checked before anything is paid, as data. */
export const RULES: readonly Rule[] = [
  ...ROOT_RULES,
  ...EXCLUSIVE_RULES,
  ...ACTION_RULES,
  ...FRAME_RULES,
  ...REFERENCE_RULES,
];

/** What is wrong with a complete request by this API profile; fields that are not known yet are passed over. */
export function checkRequest(request: JsonObject, profile: ApiProfile): readonly Violation[] {
  return RULES.flatMap((rule) =>
    rule
      .check(request, profile)
      .map((finding) => ({ ...finding, rule: rule.number, code: rule.code, severity: rule.severity })),
  );
}
