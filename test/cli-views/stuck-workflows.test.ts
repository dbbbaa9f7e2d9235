import { describe, expect, it } from 'vitest';
import { stuckCheck } from '../../cli/session/stuck-workflows.ts';

describe('workflows that are tried again and again', () => {
  it('are named, with what it can be', () => {
    const check = stuckCheck([
      { id: 'run/s/film', tries: 1 },
      { id: 'account/a', tries: 9 },
    ]);
    expect(check).toMatchObject({ ok: false, detail: 'cannot go on: account/a (tried 9 times)' });
  });

  it('are not those that a killed worker left for a moment', () => {
    expect(stuckCheck([{ id: 'run/s/film', tries: 2 }])).toMatchObject({ ok: true, detail: '1 open, each goes on' });
  });
});
