import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import {
  type AccountFacts,
  accountDocument,
  accountView,
  type CostEntry,
  costOverview,
  costView,
  doctorView,
} from '../../cli/views/index.ts';
import { harmful, PAYLOADS } from './payloads.ts';
import { SCREEN } from './planned.ts';

const entry: CostEntry = {
  pipeline: 'night',
  model: 'skyreels-v4-fast',
  atMs: 0,
  planned: 170_000,
  spent: 170_000,
  refunded: 0,
  assumed: false,
  refundAssumed: false,
};
const entries: readonly CostEntry[] = [
  entry,
  { ...entry, spent: 0, refunded: 170_000, atMs: 86_400_000 },
  { ...entry, model: 'skyreels-v4-std', planned: 743_750, spent: 743_750, assumed: true },
];

describe('costs', () => {
  it('are summed by model, pipeline or day', () => {
    expect(costView(entries, 'model', SCREEN)).toMatchInlineSnapshot(`
      "model             tasks  planned      spent  refunded
      skyreels-v4-fast      2    $0.68      $0.34     $0.34
      skyreels-v4-std       1  $1.4875  ≈ $1.4875     $0.00
      total                 3  $2.1675  ≈ $1.8275     $0.34"
    `);
    expect(
      costView(entries, 'day', SCREEN)
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['day', '1970-01-01', '1970-01-02', 'total']);
    expect(costView([], 'day', SCREEN)).toBe('nothing was paid, $0');
  });

  it('say what nobody has confirmed', () => {
    const text = costView([{ ...entry, spent: 0, refunded: 170_000, refundAssumed: true }], 'model', SCREEN);
    expect(text).toMatch(/skyreels-v4-fast .* \$0\.00 +≈ \$0\.34/);
  });

  it('as data are in USD, with a total', () => {
    expect(costOverview(entries, 'pipeline', 'UTC')).toEqual({
      by: 'pipeline',
      groups: [{ key: 'night', renders: 3, planned: 2.1675, spent: 1.8275, refunded: 0.34, currency: 'USD' }],
      total: { key: 'total', renders: 3, planned: 2.1675, spent: 1.8275, refunded: 0.34, currency: 'USD' },
    });
  });
});

const account: AccountFacts = {
  name: 'default',
  id: '0123456789abcdef',
  provider: 'qingbo',
  api: 'qingbo-seed-2026-04',
  counts: 'in-flight',
};
const holder = {
  key: 'k',
  id: 'run/s/night',
  held: 3,
  want: 5,
  weight: 1,
  prio: 0,
  share: 2.5,
  dead: false,
  unsure: [],
  because: 'wants more',
};

describe('an account', () => {
  it('shows who holds which slots and why', () => {
    const dead = {
      ...holder,
      id: 'run/s/day',
      held: 1,
      want: 0,
      share: 0,
      weight: 2,
      dead: true,
      unsure: [9e12],
      because: 'its task has not ended',
    };
    const view = {
      limit: 5,
      effective: 4,
      loweredUntilMs: 660_000,
      free: 1,
      waiting: true,
      counting: false,
      ordered: 4,
      paused: { code: 'NO_BALANCE', sinceMs: 60_000, checkAtMs: 120_000 },
      holders: [holder, dead],
    } as const;
    expect(accountView({ ...account, view, availableUsd: 0.5 }, SCREEN)).toMatchInlineSnapshot(`
      "default  0123456789abcdef · qingbo · qingbo-seed-2026-04
      paused    the account has no balance left (since 1970-01-01 00:01): add balance, then: dailies account resume
                the vendor is asked at 1970-01-01 00:02 whether it is over
      balance   $0.50
      slots     4 of 5 held, others wait
                a person allows 4; all again: dailies account limit 5
                lowered to 4 after a refusal; one more is tried at 1970-01-01 00:11
      run          holds  wants  share  weight  unsure  because
      run/s/night      3      5    2.5                  wants more
      run/s/day        1      0      0       2       1  gone: its task has not ended"
    `);
    expect(accountView(account, SCREEN)).toContain('nobody holds a slot');
    const studio = accountView({ ...account, name: 'studio', view }, SCREEN);
    expect(studio).toContain('add balance, then: dailies account studio resume');
    expect(studio).toContain('all again: dailies account studio limit 5');
    const simulated = { ...account, name: 'simulator', provider: 'simulator', view };
    expect(accountView(simulated, SCREEN)).toContain('then: dailies account resume (with --simulate)');
    const paused = { code: 'COST_ABOVE', sinceMs: 60_000, times: 1.2, billedTo: 'run/s/night' } as const;
    const agreed = { ...view, paused, agreedTimes: 1.1 };
    expect(
      accountView({ ...account, view: agreed }, SCREEN)
        .split('\n')
        .slice(1, 4),
    ).toEqual([
      'paused    the vendor billed more than the price that was planned (since 1970-01-01 00:01): look at the bill ' +
        '(dailies report night); to go on at that price, with all runs: dailies account resume',
      '          1.2 times the price, billed to run/s/night',
      'agreed    bills of up to 1.1 times the price',
    ]);
    expect(accountDocument({ ...account, view: agreed })).toMatchObject({
      paused: { code: 'COST_ABOVE', times: 1.2, billedTo: 'run/s/night' },
      agreedTimes: 1.1,
    });
    expect(accountDocument({ ...account, view })).toMatchObject({
      paused: {
        code: 'NO_BALANCE',
        since: '1970-01-01T00:01:00.000Z',
        until: null,
        asksAt: '1970-01-01T00:02:00.000Z',
      },
      availableUsd: null,
      slots: { limit: 5, ordered: 4 },
    });
  });
});

describe('the doctor', () => {
  it('says what to do below what is not well', () => {
    const checks = [
      { check: 'home', ok: true, detail: '~/.local/share/dailies' },
      { check: 'server', ok: false, detail: 'does not answer', hint: 'type `dailies down`' },
    ];
    expect(doctorView(checks, SCREEN)).toBe(
      [
        'ok   home    ~/.local/share/dailies',
        'bad  server  does not answer',
        '             → type `dailies down`',
        '1 thing to mend',
      ].join('\n'),
    );
    expect(doctorView(checks.slice(0, 1), SCREEN)).toContain('all is well');
  });
});

describe('every view', () => {
  it('lets no foreign string act', () => {
    for (const bad of PAYLOADS) {
      const view = {
        limit: 5,
        effective: 5,
        loweredUntilMs: null,
        free: 0,
        waiting: false,
        counting: false,
        holders: [{ ...holder, id: bad, because: bad }],
      };
      const texts = [
        costView([{ ...entry, model: bad, pipeline: bad }], 'model', SCREEN),
        accountView({ ...account, name: bad, id: bad, provider: bad, api: bad, view }, SCREEN),
        doctorView([{ check: bad, ok: false, detail: bad, hint: bad }], SCREEN),
      ];
      expect(texts.flatMap(harmful), JSON.stringify(bad)).toEqual([]);
    }
  });

  it('starts without ink, which takes long to load', () => {
    const loads = (entry: string) => staticImports(path.resolve(entry), new Set());
    expect(loads('cli/views/index.ts')).not.toContain('ink');
    expect(loads('cli/live/index.ts')).not.toContain('ink');
    expect(loads('cli/live/screen.tsx')).toContain('ink');
  });
});

/** Files and packages that a file loads when it is imported. */
function staticImports(file: string, seen: Set<string>): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const specifiers = [
    ...module.staticImports
      .filter((one) => one.entries.length === 0 || one.entries.some((name) => !name.isType))
      .map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) =>
      one.entries.flatMap((name) => (name.moduleRequest && !name.isType ? [name.moduleRequest.value] : [])),
    ),
  ];
  for (const specifier of specifiers) {
    if (specifier.startsWith('.')) staticImports(path.resolve(path.dirname(file), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}
