import test from 'ava';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { tablesPaneLines } from '../../../../src/tui/panes/store/store-panes.ts';
import { samplePrune, sampleStatus } from '../../support/sample-usage.ts';

/** What the store's screen says that quotes are kept, of a dry run then that cuts them at that midnight. */
function keptOf(at: number, cutoff: number): string {
  const prune = samplePrune();
  const tables = prune.tables.map((table) =>
    table.table === 'spy_quotes' ? { ...table, cutoff, rows: 0 } : table,
  );
  const lines = tablesPaneLines({
    rect: { x: 0, y: 0, width: 120, height: 16 },
    ...{ isFocused: false, status: sampleStatus(), retention: { ...prune, at, tables } },
    ...{ coverage: [], failure: null, now: at, keyOf: () => 'p' },
  });
  const line = lines
    .map((spans) => spans.map(([text]) => text).join(''))
    .find((text) => text.includes('spy_quotes'));
  return / (\d+ days?) /.exec(line!)![1]!;
}

test('days kept are those of the setting at any time of the day, also when clocks have changed', (t) => {
  const autumn = newYorkInstant('2026-08-25', '00:00');
  for (const time of ['00:00', '09:30', '13:30', '23:59']) {
    t.is(keptOf(newYorkInstant('2026-11-23', time), autumn), '90 days', time);
  }
  const spring = newYorkInstant('2027-02-01', '00:00');
  for (const time of ['00:00', '13:30', '23:59']) {
    t.is(keptOf(newYorkInstant('2027-05-02', time), spring), '90 days', time);
  }
});
