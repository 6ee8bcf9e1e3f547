import test from 'ava';
import { optionsMoment } from '../../../src/cli/output/freshness-text.ts';
import { levelsText } from '../../../src/cli/output/levels-text.ts';
import { timesOfOptions } from '../../../src/market/quotes/freshness.ts';
import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { someLevels } from '../../db/fixtures.ts';

const at = (time: string, date = '2026-11-23') => newYorkInstant(date, time);
const textOf = (given: Partial<RecordedLevels>) => {
  const levels = { ...someLevels({ timestamp: at('13:45:12'), ...given }), profile: null };
  return levelsText(levels, { at: optionsMoment(timesOfOptions(levels)), badge: 'real-time' });
};
const headOf = (given: Partial<RecordedLevels>) => textOf(given).split('\n')[0];

test('the first line names the expiry, and when the quotes and the spot were made', (t) => {
  t.is(
    headOf({ quotedAt: at('13:45:10'), spotAt: at('13:45:09') }),
    'SPY 2026-11-23 (0-DTE): levels at 2026-11-23 13:45:10 New York, spot 671.25 (chain, 13:45:09), real-time',
  );
  const weekend = { timestamp: at('12:00', '2026-11-28'), expiration: '2026-11-30' };
  const friday = (time: string) => at(time, '2026-11-27');
  t.is(
    headOf({ ...weekend, quotedAt: friday('13:14'), spotAt: friday('16:59:58'), spotSource: 'quote' }),
    'SPY 2026-11-30 (2-DTE): levels at 2026-11-27 13:14:00 New York (polled 2026-11-28 12:00:00), spot 671.25 (quote, 2026-11-27 16:59:58), real-time',
  );
  t.regex(
    headOf({ quotedAt: null, spotAt: null })!,
    /New York, spot 671\.25 \(chain, time unknown\), real-time$/,
  );
});

test('several flips are counted, and so is what was left out', (t) => {
  const text = textOf({});
  t.regex(text, /gamma flip +668\.43, nearest of 3 +none/);
  t.regex(text, /^left out: quotes of 9 too old, 1 crossed, 40 one-sided$/m);
  t.regex(text, /^volatility: 33 on the extended smile, the vendor's volatility dropped of 2$/m);
  t.regex(text, /^model version 3; /m);
});

test('nothing is said where the first model counted nothing, and a put/call ratio of 0 is a number', (t) => {
  const unknown = { old: null, crossed: null, oneSided: null, extended: null, dropped: null };
  const { byOpenInterest, counts } = someLevels();
  const text = textOf({
    modelVersion: 1,
    byOpenInterest: { ...byOpenInterest!, gammaFlips: null },
    counts: { ...counts, ...unknown },
    putCallRatio: { volume: 0, openInterest: null },
  });
  t.notRegex(text, /left out|extended|nearest|null/);
  t.regex(text, /put\/call +0\.00 by volume, – by open interest/);
  t.regex(text, /^model version 1; /m);
});
