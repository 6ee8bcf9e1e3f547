import test from 'ava';
import { timesOfOptions, timesOfQuote } from '../../../src/market/quotes/freshness.ts';
import { formatStaleness, stalenessOf, stalenessSentence } from '../../../src/tui/present/staleness.ts';
import { samplePhase } from '../support/sample-hello.ts';
import { sampleNow as now } from '../support/sample-times.ts';
import { sampleJobs } from '../support/sample-usage.ts';
import { sampleQuote } from '../support/sample-chain.ts';

const quoteJob = sampleJobs()[0]!;
const base = { now, phase: samplePhase(), job: quoteJob, usualIntervalMs: 15_000 };
const minute = 60_000;

/** A quote that came so long ago, and was fresh then. */
const quote = (agoMs: number) =>
  timesOfQuote(sampleQuote({ receivedAt: now - agoMs, timestamp: now - agoMs, quotedAt: now - agoMs }));
const chain = (agoMs: number) =>
  timesOfOptions({ tier: 'real-time', timestamp: now - agoMs, quotedAt: now - agoMs });

test('a value is stale once it was received longer ago than three of its job’s intervals', (t) => {
  t.is(stalenessOf({ ...base, times: quote(45_000) }), null);
  t.deepEqual(stalenessOf({ ...base, times: quote(45_001) }), { ageMs: 45_001, error: null });
});

test('a stretched job allows more, and its error says why nothing came', (t) => {
  const job = { ...quoteJob, intervalMs: 45_000, lastError: 'The API answered 503.' };
  t.is(stalenessOf({ ...base, job, times: quote(100_000) }), null);
  t.deepEqual(stalenessOf({ ...base, job, times: quote(140_000) }), {
    ageMs: 140_000,
    error: 'The API answered 503.',
  });
});

test('without a job the usual interval is the measure', (t) => {
  t.truthy(stalenessOf({ ...base, job: null, times: quote(46_000) }));
});

test('the age of a stale value counts from the vendor’s time', (t) => {
  const timestamp = now - 16 * minute;
  const times = timesOfQuote(
    sampleQuote({ tier: 'delayed', receivedAt: now - minute, timestamp, quotedAt: null }),
  );
  t.is(formatStaleness(stalenessOf({ ...base, times })!), 'stale 16:00');
});

test('a value that comes on time and is later than its plan is stale, too', (t) => {
  const timestamp = now - 20 * minute;
  const late = sampleQuote({ receivedAt: now, timestamp, quotedAt: timestamp });
  const stale = stalenessOf({ ...base, times: timesOfQuote(late) });
  t.deepEqual(stale, { ageMs: 20 * minute, error: 'the feed is late' });
  t.is(stalenessSentence(stale), ' Stale: the feed is late.');
  t.is(stalenessOf({ ...base, times: timesOfQuote({ ...late, quotedAt: now }) }), null, 'a halt is not');
});

test('nothing gets old while the market is closed or its phase unknown', (t) => {
  const times = quote(86_400_000);
  t.is(stalenessOf({ ...base, times, phase: samplePhase({ phase: 'closed' }) }), null);
  t.is(stalenessOf({ ...base, times, phase: null }), null);
});

test('after the close a chain gets old until the option close, a quote only while it is polled', (t) => {
  const phase = samplePhase({ phase: 'options-late' });
  const idle = { ...quoteJob, nextAt: null };
  t.truthy(stalenessOf({ ...base, phase, times: chain(600_000), job: idle }));
  t.is(stalenessOf({ ...base, phase, times: quote(600_000), job: idle }), null);
  t.truthy(stalenessOf({ ...base, phase: samplePhase({ phase: 'post' }), times: quote(600_000) }));
});
