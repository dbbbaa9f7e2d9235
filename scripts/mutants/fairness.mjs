// Ten mistakes that would give a run more or less than its share of an account; as in list.mjs.
const SIMULATED = { test: 'test/sim/fairness.test.ts', title: 'an account is fair' };
const ACCOUNT = { test: 'test/plan/account.test.ts' };

export const FAIRNESS = [
  {
    mistake: 'weights do not count',
    file: 'plan/slots/shares.ts',
    from: 'sum + run.weight, 0)',
    to: 'sum + 1 + 0 * run.weight, 0)',
    ...SIMULATED,
  },
  {
    mistake: 'nobody ages',
    file: 'plan/account/grants.ts',
    from: 'nowMs - run.hungrySinceMs >= after',
    to: 'nowMs - run.hungrySinceMs >= after * 1e9',
    ...SIMULATED,
  },
  {
    mistake: 'a run is not told that it may keep fewer slots',
    file: 'plan/account/grants.ts',
    from: 'if (keepMatters || (held',
    to: 'if ((held',
    ...SIMULATED,
  },
  {
    mistake: 'the fraction of a slot stays where it is',
    file: 'plan/account/grants.ts',
    from: 'wholeSlots(share.get(key)), limit)',
    to: 'Math.ceil(share.get(key) ?? 0), limit)',
    ...SIMULATED,
  },
  {
    mistake: 'a run that joins has credit for the time before',
    file: 'plan/account/demand.ts',
    from: 'run.vt = Math.max(run.vt, state.vclock)',
    to: 'run.vt = Math.max(run.vt, 0)',
    ...SIMULATED,
  },
  {
    mistake: 'a satisfied run saves up credit',
    file: 'plan/account/grants.ts',
    from: 'if (hungry.length > 0 && !isHungry(run))',
    to: 'if (hungry.length > 99 && !isHungry(run))',
    ...ACCOUNT,
    title: 'lets a run that had what it wanted save up no credit',
  },
  {
    mistake: 'idle slots are kept though somebody waits',
    file: 'plan/slots/ledger.ts',
    from: 'if (ledger.waiting && heldBy(ledger) > needed)',
    to: 'if (heldBy(ledger) > needed + 1_000)',
    ...SIMULATED,
  },
  {
    mistake: 'what a run wanted counts after its end',
    file: 'plan/account/demand.ts',
    from: '    delete state.runs[key];\n    return;\n',
    to: '    return;\n',
    ...ACCOUNT,
    title: 'forgets at its farewell what a run held and wanted',
  },
  {
    mistake: 'a run that waits for more does not say that it wants less',
    file: 'plan/slots/ledger.ts',
    from: 'return want < saidWant && (saidWant > held || ledger.waiting);',
    to: 'return want < saidWant && saidWant > held + 1_000;',
    test: 'test/plan/slots.test.ts',
    title: 'says that it wants less once it waits for more',
  },
  {
    mistake: "a person's limit is shown and not heeded",
    file: 'plan/account/state.ts',
    from: 'Math.min(limit, orderedLimit, lowered',
    to: 'Math.min(limit, lowered',
    ...SIMULATED,
  },
];
