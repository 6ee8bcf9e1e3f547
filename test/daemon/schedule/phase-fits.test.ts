import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createPhaseFits } from '../../../src/daemon/schedule/intervals/phase-fits.ts';
import type { PollIntervalsOptions } from '../../../src/daemon/schedule/intervals/next-slot.ts';
import type { RecordedPoll } from '../../../src/daemon/schedule/intervals/recorded-polls.ts';

function fitted() {
  const { settings } = loadSettings({ env: {} });
  const limits = { callsPerMinute: 100, pages: 2, watched: 0 };
  const pollOf = (kind: RecordedPoll['kind'], calls: () => number): RecordedPoll => ({
    ...{ name: kind, symbol: 'SPY', kind, rank: 'first', calls },
  });
  const polls = [pollOf('quote', () => 1), pollOf('chain', () => limits.pages)];
  const budget = {
    state: () => ({ callsPerMinute: limits.callsPerMinute, used: 0, reserve: 1, nextFreeAt: null }),
  };
  // Fits do not look at the market's hours.
  const options = { settings, budget, hours: null } as unknown as PollIntervalsOptions;
  const fits = createPhaseFits(options, polls, () => ({ quote: () => limits.watched, chain: () => 0 }));
  return { settings, limits, polls, fits };
}

test('the fits of all stretches are computed once while nothing they depend on changes', (t) => {
  const { fits, limits } = fitted();
  const first = fits();
  t.is(fits(), first);
  limits.pages = 3;
  const other = fits();
  t.not(other, first);
  // A chain is one page longer for a poll, and then as long as before.
  limits.pages = 2;
  t.is(fits(), first);
});

test('settings, the budget, what is recorded and what is watched each change the fits', (t) => {
  const { settings, limits, polls, fits } = fitted();
  settings.quoteSeconds = 1;
  t.is(fits().trading.main.intervals.quote, 1000);
  settings.quoteExtendedSeconds = 2;
  t.is(fits().extended.main.intervals.quote, 2000);
  settings.quoteOvernightSeconds = 3;
  t.is(fits().overnight.main.intervals.quote, 3000);
  limits.callsPerMinute = 5;
  const tight = fits();
  t.true(tight.spread.isTight);
  limits.watched = 1;
  t.true(fits().trading.main.intervals.chain! > tight.trading.main.intervals.chain!);
  polls.pop();
  t.is(fits().trading.main.intervals.chain, undefined);
});
