import test from 'ava';
import { createUsageCharts } from '../../../src/tui/charts/usage-charts.ts';
import { plainLine } from '../../../src/tui/render/line.ts';
import { budgetPaneLines } from '../../../src/tui/panes/usage/usage-budget.ts';
import { sampleNow, sampleUsage } from '../support/sample.ts';

const charts = createUsageCharts();
test.after(charts.close);

const gauge = (used: number, reserve = 5, allowed = 100, width = 20) =>
  plainLine(charts.gauge({ used, reserve, allowed }, width, 'accent'));

test('the gauge fills by its share, in eighths of a cell, with the reserve at the far end', (t) => {
  t.is(gauge(50), `${'█'.repeat(10)}${'─'.repeat(9)}╌`);
  t.is(gauge(0), `${'─'.repeat(19)}╌`);
  t.is(gauge(100), '█'.repeat(20));
  t.is(gauge(250), '█'.repeat(20), 'more than there is fills it, too');
  t.is(gauge(1, 0, 1000), `▏${'─'.repeat(19)}`, 'whatever is used shows');
  t.is(gauge(2, 1, 5, 10), `████${'─'.repeat(4)}╌╌`);
  for (let used = 0; used <= 100; used++) t.is(gauge(used).length, 20, String(used));
});

test('calls of each minute are bars, and failed ones stand on top', (t) => {
  const minutes = [
    { calls: 16, errors: 0 },
    { calls: 8, errors: 4 },
    { calls: 0, errors: 0 },
    { calls: 1, errors: 1 },
    { calls: 16, errors: 1 },
  ];
  const lines = charts.calls(minutes, 2);
  t.deepEqual(lines.map(plainLine), ['█   █', '██ ▁█']);
  const tokens = lines.map((line) => line.map(([text, token]) => (text === ' ' ? '' : token)));
  t.deepEqual(tokens, [
    ['accent', '', '', '', 'error'],
    ['accent', 'error', '', 'error', 'accent'],
  ]);
});

test('no calls at all are an empty chart', (t) => {
  const none = Array.from({ length: 30 }, () => ({ calls: 0, errors: 0 }));
  t.deepEqual(charts.calls(none, 3).map(plainLine), new Array(3).fill(' '.repeat(30)));
});

test('the sparkline goes from the lowest to the highest value, with blanks where there is none', (t) => {
  t.is(charts.sparkline([1, null, 4.5, 8]), '▁ ▄█');
  t.is(charts.sparkline([null, null]), '  ');
  t.is(charts.sparkline(Array.from({ length: 60 }, (_, at) => at)).length, 60);
});

test('without colours failed calls have another shape', (t) => {
  const rect = { x: 0, y: 0, width: 58, height: 14 };
  const lines = (hasColors: boolean) =>
    budgetPaneLines({
      ...{ rect, isFocused: false, usage: sampleUsage(), coverage: [], now: sampleNow, charts },
      look: { hasColors, isAscii: false },
    }).map(plainLine);
  t.true(lines(false).some((line) => line.includes('▒ failed')));
  t.true(lines(false).some((line) => line.includes('█▒')));
  t.false(lines(true).some((line) => line.includes('▒')));
});
