/** A daemon whose every closed word is new to this version: each has a look, and nothing fails. */
import test from 'ava';
import type { Snapshot } from '../../src/protocol/events.ts';
import { resultShapes } from '../../src/protocol/shapes/shapes.ts';
import { screenIds, screens } from '../../src/tui/layout/screens.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleSnapshot } from './support/sample.ts';
import { sampleHello } from './support/sample-hello.ts';
import { sampleLevels } from './support/sample-levels.ts';
import { sampleAlerts } from './support/sample-alerts.ts';

const closedWords = new Set([
  ...['tier', 'source', 'phase', 'nextPhase', 'priceKind', 'greeksSource', 'underlyingPriceSource', 'mode'],
  ...['spotSource', 'standardExpiration', 'market', 'dealerSign', 'openInterest', 'timeConvention', 'kind'],
  ...['direction', 'measure', 'comparison', 'code'],
]);

function withNewWords(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return closedWords.has(key) ? 'a-new-word' : value;
  if (Array.isArray(value)) return value.map((item) => withNewWords(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withNewWords(item, name)]));
}

const sent: Snapshot = sampleSnapshot({ levels: sampleLevels(), alerts: sampleAlerts() });
const snapshot = resultShapes.subscribe.parse(withNewWords({ ...sent, seq: 0 }));
const hello = resultShapes.hello.parse(withNewWords(sampleHello()));

for (const screen of screenIds) {
  test.serial(`words that are not known have a look on the screen ${screen}`, async (t) => {
    const { terminal } = await openDashboard(t, { columns: 120, rows: 44, snapshot, hello });
    terminal.press(screens[screen].key);
    const text = await terminal.until('the screen', (drawn) => drawn.split('\n').at(-1)!.includes('q quit'));
    t.false(text.includes('This pane failed'), text);
    t.true(text.includes('MODE UNKNOWN'), 'what is not known to be real is not taken for it');
    t.true(text.includes('phase unknown'), text);
  });
}

test.serial('words that are not known have a look in dialogs', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 120, rows: 44, snapshot, hello });
  for (const [key, title] of [
    ['A', '╭─ Alerts'],
    ['?', '╭─ Help'],
    ['\r', 'greeks by'],
  ] as const) {
    terminal.press(key);
    const text = await terminal.until(title, (drawn) => drawn.includes(title));
    t.false(text.includes('This pane failed'), text);
    terminal.press('\u001b');
    await terminal.until('no dialog', (drawn) => !drawn.includes(title));
  }
});

test.serial('words that are not known are read out as such', async (t) => {
  const { terminal } = await openDashboard(t, {
    columns: 120,
    rows: 60,
    snapshot,
    isScreenReader: true,
  });
  const text = await terminal.until('the sentences', (drawn) => drawn.includes('Quote:'));
  t.regex(text, /phase that this version does not know/);
  t.regex(text, /Of unknown freshness/);
});
