import test from 'ava';
import { freshnessOf, timesOfOptions, timesOfQuote } from '../../../src/market/quotes/freshness.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import { ageText, badgeSpan, freshnessSentence, shortAge } from '../../../src/tui/present/freshness-text.ts';
import { samplePhase } from '../support/sample-hello.ts';
import { sampleNow } from '../support/sample-times.ts';
import { sampleQuote } from '../support/sample-chain.ts';

const minute = 60_000;

/** As the panes say it, and as the screen reader does. */
function said(given: Partial<Quote>, now = sampleNow, phase = samplePhase()) {
  const freshness = freshnessOf(timesOfQuote(sampleQuote(given)), phase, now);
  return [`${ageText(freshness, now)} · ${badgeSpan(freshness.badge)[0]}`, freshnessSentence(freshness, now)];
}

test('screen and screen reader say the same of a fresh value', (t) => {
  t.deepEqual(said({}), ['0:03 ago · real-time', 'Real-time, as of 13:45.']);
});

test('of a late one', (t) => {
  const timestamp = sampleNow - 20 * minute - 5000;
  t.deepEqual(said({ timestamp, quotedAt: timestamp }), [
    '20:05 ago · late 20m',
    'Late by 20 minutes, as of 13:25.',
  ]);
});

test('of a delayed one', (t) => {
  const timestamp = sampleNow - 15 * minute - 5000;
  t.deepEqual(said({ timestamp, quotedAt: null, tier: 'delayed' }), [
    '15:05 ago · delayed 15m',
    'Delayed by 15 minutes, as of 13:30.',
  ]);
});

test('of a halt', (t) => {
  t.deepEqual(said({ timestamp: sampleNow - 20 * minute }), [
    'last trade 20:00 ago · real-time',
    'Real-time, last trade at 13:25.',
  ]);
});

test('on a Saturday', (t) => {
  const now = newYorkInstant('2026-11-21', '10:00');
  const timestamp = newYorkInstant('2026-11-20', '20:00');
  const friday = { timestamp, quotedAt: timestamp, receivedAt: now - 65_000 };
  const phase = samplePhase({ phase: 'closed' });
  t.deepEqual(said(friday, now, phase), ['Fri 20:00 · real-time', 'Real-time, as of Fri 20:00.']);
  t.is(shortAge(freshnessOf(timesOfQuote(sampleQuote(friday)), phase, now), now), 'Fri 20:00');
  const close = { ...friday, timestamp: newYorkInstant('2026-11-20', '16:00'), priceKind: 'close' } as const;
  t.deepEqual(said(close, now, phase), ['Fri 16:00 · last close', 'Last close, as of Fri 16:00.']);
});

test('of a value without a time of its own, when it was polled', (t) => {
  const times = timesOfOptions({ tier: 'delayed', timestamp: sampleNow - 12_000, quotedAt: null });
  const freshness = freshnessOf(times, samplePhase(), sampleNow);
  t.is(ageText(freshness, sampleNow), 'polled 0:12 ago');
  t.is(freshnessSentence(freshness, sampleNow), 'Delayed by 15 minutes, polled at 13:45.');
});
