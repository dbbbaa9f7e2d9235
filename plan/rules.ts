import type { ApiProfile } from './api-profile.ts';
import type { JsonObject } from './json.ts';
import { ACTION_RULES } from './rules/action-needs.ts';
import { CALLBACK_RULES } from './rules/callbacks.ts';
import { EXCLUSIVE_RULES } from './rules/exclusive.ts';
import { FRAME_RULES } from './rules/frames.ts';
import { LATER_RULES } from './rules/later.ts';
import { REFERENCE_RULES } from './rules/references.ts';
import { ROOT_RULES } from './rules/root.ts';
import type { Finding, Rule, RuleCode, Severity } from './rules/rule.ts';
import { TAG_RULES } from './rules/tags.ts';
import { URL_RULES } from './rules/urls.ts';

/** A rule of the vendor's page that a request breaks. `rule` is its number. */
export type Violation = Finding & {
  readonly rule: number;
  readonly code: RuleCode;
  readonly severity: 'error' | 'warning';
};

/** Every rule of the vendor's page about requests, as data; those about files are MEDIA_RULES (rules/media.ts). */
export const RULES: readonly Rule[] = [
  ...ROOT_RULES,
  ...CALLBACK_RULES,
  ...EXCLUSIVE_RULES,
  ...ACTION_RULES,
  ...FRAME_RULES,
  ...REFERENCE_RULES,
  ...TAG_RULES,
  ...URL_RULES,
  ...LATER_RULES,
];

/** How an API profile takes a rule: its own word for it, else the table's. */
export function severityOf({ number, severity }: Rule, profile: Pick<ApiProfile, 'severities'>): Severity {
  return profile.severities[number] ?? severity;
}

/** What is wrong with a complete request by this API profile; fields that are not known yet are passed over. */
export function checkRequest(request: JsonObject, profile: ApiProfile): readonly Violation[] {
  const violations: Violation[] = [];
  // Ten thousand requests are checked at once: what finds nothing makes nothing.
  for (const rule of RULES) {
    const severity = severityOf(rule, profile);
    if (severity === 'off') continue;
    const { number, code } = rule;
    for (const finding of rule.check(request, profile)) violations.push({ ...finding, rule: number, code, severity });
  }
  return violations;
}
