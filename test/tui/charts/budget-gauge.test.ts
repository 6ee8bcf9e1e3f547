import test from 'ava';
import { budgetGauge } from '../../../src/tui/charts/budget-gauge.ts';
import { plainLine } from '../../../src/tui/render/line.ts';

const gauge = (used: number, reserve = 5, allowed = 100, width = 20) =>
  plainLine(budgetGauge({ used, reserve, allowed }, width, 'accent'));

test('the gauge fills by its share, in eighths of a cell, with the reserve at the far end', (t) => {
  t.is(gauge(50), `${'█'.repeat(10)}${'─'.repeat(9)}╌`);
  t.is(gauge(0), `${'─'.repeat(19)}╌`);
  t.is(gauge(100), '█'.repeat(20));
  t.is(gauge(250), '█'.repeat(20), 'more than there is fills it, too');
  t.is(gauge(1, 0, 1000), `▏${'─'.repeat(19)}`, 'whatever is used shows');
  t.is(gauge(2, 1, 5, 10), `████${'─'.repeat(4)}╌╌`);
  t.is(gauge(0, 1, 0), '╌'.repeat(20), 'a plan that allows nothing');
  for (let used = 0; used <= 100; used++) t.is(gauge(used).length, 20, String(used));
});
