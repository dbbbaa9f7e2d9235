import { code, GENERATED, page, table } from './markdown.ts';
import { PAGE_ITEMS, type PageItem } from './vendor-page-items.ts';

const INTRO = `Everything on the vendor's page for the SkyReels V4 series (April 2026), from its top to its end: which key says
it, which [rules](reference/rules.md) keep it, which tests try it. The cases of rule *n* are in \`test/problems/rule-n\`;
those of rules about files in \`test/plan/media-rules.test.ts\`. A test reads this table against the fields of a request, the
rules and the tests that are there.`;

/** docs/vendor-page.md: page item → key → rule → test. */
export function vendorPage(): string {
  const sections = [...new Set(PAGE_ITEMS.map(({ section }) => section))];
  return page(
    '# The vendor’s page, item by item',
    GENERATED,
    INTRO,
    ...sections.flatMap((name) => [`## ${name}`, sectionTable(PAGE_ITEMS.filter(({ section }) => section === name))]),
  );
}

function sectionTable(items: readonly PageItem[]): string {
  const rows = items.map(({ item, keys, rules, tests = [], remark = '' }) => [
    item,
    keys.map(code).join(', '),
    rules.join(', '),
    tests.map((file) => `[${nameOf(file)}](../${file})`).join(', '),
    remark,
  ]);
  return table(['the page says', 'key', 'rules', 'also tried in', ''], rows);
}

function nameOf(file: string): string {
  return file.replace(/^test\//, '').replace(/\.test\.ts$/, '');
}
