import test from 'ava';
import { newYorkInstant } from '../../../src/market/new-york-time.ts';
import { levelsPaneLines } from '../../../src/tui/panes/levels-pane.ts';
import { sampleDate, sampleLevels } from '../support/sample.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);

const closeLine = (width: number) => {
  const levels = { ...sampleLevels(), closes: { regular: at('13:00'), option: at('13:15') } };
  const lines = levelsPaneLines({
    rect: { x: 0, y: 0, width, height: 24 },
    ...{
      isFocused: false,
      levels,
      weight: 'openInterest',
      history: [],
      now: at('10:30'),
      tier: null,
      why: null,
    },
  });
  return lines.map((line) => line.map(([text]) => text).join('')).find((line) => line.includes(' close '))!;
};

test('an early close is said as a whole word, or not at all', (t) => {
  t.regex(closeLine(60), / 2h 30m to 13:00 {2}early /);
  t.regex(closeLine(35), / 2h 30m to 13:00 +│$/);
});
