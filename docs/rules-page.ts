import { RULES } from '../plan/rules.ts';
import { GENERATED, page, table } from './markdown.ts';

const INTRO = `What is checked of each request before it is paid for. A rule that depends on a value known only later
(the result of another step) is checked again just before the request is sent. What a rule compares with (models,
ratios, fields) comes from the [API profile](api-profiles.md).`;

/** docs/reference/rules.md, from the table of the vendor's rules. */
export function rulesPage(): string {
  const rows = [...RULES]
    .sort((a, b) => a.number - b.number)
    .map(({ number, code, severity, words }) => [String(number), `[${code}](problems/${code}.md)`, severity, words]);
  return page("# Rules of the vendor's page", GENERATED, INTRO, table(['rule', 'code', 'severity', 'says'], rows));
}
