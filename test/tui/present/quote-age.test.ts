import test from 'ava';
import type { DataTier } from '../../../src/market/quote.ts';
import type { PhaseState } from '../../../src/protocol/state.ts';
import { quoteAge } from '../../../src/tui/present/quote-age.ts';

/** Saturday 10:00 in New York. */
const now = Date.parse('2026-11-21T15:00:00Z');
const quote = (tier: DataTier) => ({
  timestamp: Date.parse('2026-11-21T01:00:00Z'),
  receivedAt: now - 65_000,
  tier,
});
const phase = (name: PhaseState['phase']) => ({ phase: name }) as PhaseState;

test('while something trades the age counts from when a price came', (t) => {
  t.is(quoteAge(quote('delayed'), phase('regular'), now), '1:05 ago');
  t.is(quoteAge(quote('real-time'), phase('post'), now), '1:05 ago');
  t.is(quoteAge(quote('real-time'), null, now), '1:05 ago');
});

test('while nothing trades, and of a closing price, the time it was made is told', (t) => {
  t.is(quoteAge(quote('real-time'), phase('closed'), now), 'Fri 20:00');
  t.is(quoteAge(quote('end-of-day'), phase('regular'), now), 'Fri 20:00');
});
