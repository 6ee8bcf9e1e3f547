import test from 'ava';
import type { Usage } from '../../../../src/protocol/state.ts';
import { plainLine } from '../../../../src/tui/render/line.ts';
import { budgetPaneLines } from '../../../../src/tui/panes/usage/usage-budget.ts';
import { sampleNow } from '../../support/sample-times.ts';
import { sampleUsage } from '../../support/sample-usage.ts';

function lines(usage: Usage, { hasColors = true, width = 58 } = {}) {
  return budgetPaneLines({
    ...{ rect: { x: 0, y: 0, width, height: 14 }, isFocused: false, usage, coverage: [], now: sampleNow },
    look: { hasColors, isAscii: false },
  }).map(plainLine);
}

test('without colours failed calls have another shape', (t) => {
  const plain = lines(sampleUsage(), { hasColors: false });
  t.true(plain.some((line) => line.includes('▒ failed')));
  t.true(plain.some((line) => line.includes('█▒')));
  t.false(lines(sampleUsage()).some((line) => line.includes('▒')));
});

test('the scale is that of the minutes that there is room for', (t) => {
  const callsPerMinute = sampleUsage().callsPerMinute.map((_, minute) => (minute === 0 ? 90 : 5));
  const top = (width: number) => lines({ ...sampleUsage(), callsPerMinute }, { width }).join('\n');
  t.regex(top(58), / 90 /);
  t.notRegex(top(32), / 90 /);
});
