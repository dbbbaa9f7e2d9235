import { API_PROFILES, type ApiProfile } from '../plan/api-profile.ts';
import { apiProfile } from '../plan/profiles.ts';
import { usdOf } from '../plan/quota.ts';
import { code, GENERATED, page, table } from './markdown.ts';

const INTRO = `One generation of the vendor's API as data: rules, prices, habits. The account chooses one by \`api\` in
\`dailies.yaml\`; \`--api NAME\` tries another.`;
const HOUR_MS = 60 * 60 * 1000;

/** docs/reference/api-profiles.md: the profiles, and each one's prices where they differ. */
export function apiProfilesPage(): string {
  const profiles = API_PROFILES.map(apiProfile);
  const facts = ([words, of]: (typeof FACTS)[number]) => [words, ...profiles.map(of)];
  return page(
    '# API profiles',
    GENERATED,
    INTRO,
    table(['', ...profiles.map(({ name }) => code(name))], FACTS.map(facts)),
    '## Prices',
    'Per second of video. *Reference* is the price where a video is among the references.',
    ...priceTables(profiles),
  );
}

const FACTS: readonly (readonly [string, (profile: ApiProfile) => string])[] = [
  ['base URL', ({ baseUrl }) => baseUrl],
  ['models', ({ models }) => listed(models)],
  ['actions', ({ actions }) => listed(actions)],
  ['aspect ratios', ({ aspectRatios }) => listed(aspectRatios)],
  ['resolutions', ({ resolutions }) => listed(resolutions)],
  ['duration', ({ duration }) => `${duration.min} to ${duration.max} s`],
  ['prompt', ({ promptMax, promptAlways }) => promptWords(promptMax, promptAlways)],
  ['reference images', (profile) => (profile.without.includes('ref_images') ? 'none' : countsOf(profile))],
  ['reference video', clipWords],
  ['`action` on the wire', ({ wireAction }) => wireAction ?? 'the request’s own'],
  ['other names on the wire', ({ wireNames }) => namedOtherwise(wireNames)],
  ['[rules](rules.md) taken otherwise', ({ severities }) => takenOtherwise(severities)],
  ['fields it does not have', ({ without }) => listed(without)],
  ['idempotency keys', ({ idempotency }) => (idempotency.honoured ? `${hours(idempotency.windowMs)}` : 'not built on')],
  ['`on-ambiguous`', ({ onAmbiguous }) => code(onAmbiguous)],
  ['tells the balance', ({ tellsBalance }) => (tellsBalance ? 'yes' : 'no')],
  ['result links live', ({ linkLifeMs }) => hours(linkLifeMs)],
];

function priceTables(profiles: readonly ApiProfile[]): readonly string[] {
  const texts = new Map<string, string[]>();
  for (const profile of profiles) {
    const text = priceTable(profile);
    texts.set(text, [...(texts.get(text) ?? []), code(profile.name)]);
  }
  return [...texts].flatMap(([text, names]) => (texts.size === 1 ? [text] : [`${names.join(', ')}:`, text]));
}

function priceTable({ priceOf }: ApiProfile): string {
  const rows = Object.entries(priceOf).flatMap(([model, prices]) =>
    Object.entries(prices).map(([resolution, price]) => [
      code(model),
      resolution,
      `$${usdOf(price.plain)}`,
      `$${usdOf(price.reference)}`,
    ]),
  );
  return table(['model', 'resolution', 'plain', 'reference'], rows);
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ');
}

function promptWords(max: number | undefined, always: boolean): string {
  const count = max === undefined ? 'no number named' : `${max} characters`;
  return always ? `${count}; required` : `${count}; optional beside media`;
}

function countsOf({ refImages: { items, image, grid } }: ApiProfile): string {
  const words = ({ urls: { min, max } }: typeof image) => (min === max ? `${min}` : `${min} to ${max}`);
  return `${items}; image: ${image.items} × ${words(image)} URLs; grid: ${grid.items} × ${words(grid)} URLs`;
}

function clipWords({ media }: ApiProfile): string {
  const { seconds, bytesMax } = media['reference-video'];
  return `${seconds?.min} to ${seconds?.max} s, ${bytesMax / 1_000_000} MB`;
}

function namedOtherwise(names: ApiProfile['wireNames']): string {
  return listed(Object.entries(names).map(([field, name]) => `${field} as ${name}`));
}

function takenOtherwise(severities: ApiProfile['severities']): string {
  return listed(Object.entries(severities).map(([rule, severity]) => `${rule}: ${severity}`));
}

function hours(ms: number): string {
  return `${ms / HOUR_MS} h`;
}
