import { API_PROFILES } from '../plan/api-profile.ts';
import { apiProfile } from '../plan/profiles.ts';
import { MEDIA_RULES } from '../plan/rules/media.ts';
import { PAGE_WORDS } from '../plan/rules/page-words.ts';
import { RULES } from '../plan/rules.ts';
import { GENERATED, page, table } from './markdown.ts';

const INTRO = `What is checked of each request before it is paid for; \`validate\`, \`plan\` and \`run\` name the rule that is
broken. A rule that depends on a value known only later (the result of another step) is checked again just before the
request is sent, by the same table and without a payment. What a rule compares with (models, ratios, fields, counts)
comes from the [API profile](api-profiles.md), and so may its severity: \`error\` stops, \`warning\` is said (and stops with
\`--strict\`), \`off\` is not asked. Quoted is the vendor's page of April 2026; rules above 50 come from later pages.`;

const FILES = `## Files

These can be asked only of a file that is at hand: a local one when the pipeline is read, one that was made or fetched
before it is sent on. MB are 10^6 bytes; lengths are measured, with a tolerance of 0.05 s.`;

const OPERATION = `## Operation

Not about one request: 45 to 47 are [prices](api-profiles.md#prices), 48 is the account's cap, 49 how long a result can be
fetched.`;

/** What the page says of prices, queue and results, as it is kept. */
const OPERATION_RULES: readonly (readonly [number, string])[] = [
  [45, 'a render costs the units of its model and resolution for each second of its duration'],
  [46, 'any item of ref_videos, of either type, means the column with video reference'],
  [47, 'video_urls counts as a video reference, too (a switch of the API profile)'],
  [48, 'at most 5 tasks of an account at once; the account’s slots keep it'],
  [49, 'a result is an MP4 that is fetched as soon as it is there, while its link lives'],
];

/** docs/reference/rules.md, from the tables of the vendor's rules. */
export function rulesPage(): string {
  const head = ['rule', 'code', 'severity', 'says', 'the vendor’s words'];
  const rows = [...RULES]
    .sort((a, b) => a.number - b.number)
    .map(({ number, code, severity, words }) => row(number, code, [severity, ...otherwise(number)].join('; '), words));
  const files = MEDIA_RULES.map(({ number, code, severity, words }) => row(number, code, severity, words));
  const operation = OPERATION_RULES.map(([number, words]) => [String(number), words, quoted(number)]);
  return page(
    "# Rules of the vendor's page",
    GENERATED,
    INTRO,
    table(head, rows),
    FILES,
    table(head, files),
    OPERATION,
    table(['rule', 'says', 'the vendor’s words'], operation),
  );
}

function row(number: number, code: string, severity: string, words: string): readonly string[] {
  return [String(number), `[${code}](problems/${code}.md)`, severity, words, quoted(number)];
}

function quoted(number: number): string {
  const words = PAGE_WORDS[number];
  return words === undefined ? '' : `“${words}”`;
}

function otherwise(rule: number): readonly string[] {
  return API_PROFILES.flatMap((name) => {
    const severity = apiProfile(name).severities[rule];
    return severity === undefined ? [] : [`${severity} by \`${name}\``];
  });
}
