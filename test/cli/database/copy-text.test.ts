import test from 'ava';
import { copyProgressText, copyText, differsHint } from '../../../src/cli/database/copy-text.ts';
import type { CopiedTableReport, CopyReport } from '../../../src/recordings/shared/copy-report.ts';
import { manualClock } from '../../support/manual-clock.ts';

const part = {
  rows: 1234,
  missing: 0,
  different: 0,
  sourceHash: 'ab'.repeat(32),
  targetHash: 'ab'.repeat(32),
};
const quotes: CopiedTableReport = {
  ...part,
  table: 'spy_quotes',
  copied: 1000,
  extra: 0,
  refused: [],
  dates: null,
};

const report = (tables: CopiedTableReport[], isSame: boolean): CopyReport => ({
  ...{ from: '/data/spyglass.sqlite', to: 'postgres://db:5432/spyglass', isSame, copied: 1000, tables },
});

test('a copy names both, and each table that has rows', (t) => {
  const none = { ...quotes, table: 'alerts', rows: 0, copied: 0 };
  t.is(
    copyText(report([quotes, none], true)),
    `/data/spyglass.sqlite → postgres://db:5432/spyglass
table        rows  copied now  hash          both
spy_quotes  1,234       1,000  abababababab  same
Both have the same 1,234 rows.`,
  );
  t.is(
    copyText(report([none], true))
      .split('\n')
      .at(-1),
    'Both have the same 0 rows.',
  );
});

test('what differs is said by table, with the dates and the first reason', (t) => {
  const dates = ['2026-11-23', '2026-11-24'].map((date, index) => ({ ...part, date, different: index }));
  const odd = [
    { ...quotes, table: 'option_contracts', different: 2, extra: 1, dates },
    { ...quotes, table: 'poll_gaps', missing: 1, refused: ['no such thing'] },
  ];
  const text = copyText(report(odd, false));
  t.regex(text, /option_contracts .* 2 differ, 1 more there of 2026-11-24\n/);
  t.regex(text, /poll_gaps .* 1 missing: no such thing$/);
  t.is(differsHint({}), null);
  t.regex(differsHint({ partial: '/x.partial' })!, /remove \/x\.partial/);
});

test('progress is one line on a terminal, and a line for each table elsewhere', async (t) => {
  const clock = manualClock(0);
  const first = { step: 'copy', table: 'spy_quotes', done: 2000, total: 8000 } as const;
  const drawn = copyProgressText(clock, true);
  t.is(drawn(first), '[###---------------------]  12 %  copying spy_quotes  2,000 of 8,000 rows');
  await clock.advance(10_000);
  t.is(
    drawn({ ...first, done: 4000 }),
    '[######------------------]  25 %  about 60 s left  copying spy_quotes  4,000 of 8,000 rows',
  );
  const said = copyProgressText(clock, false);
  t.is(said(first), ' 12 %  copying spy_quotes  2,000 of 8,000 rows');
  t.is(said({ ...first, done: 4000 }), null);
  t.is(said({ ...first, step: 'verify' }), ' 62 %  comparing spy_quotes  2,000 of 8,000 rows');
});
