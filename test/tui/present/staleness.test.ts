import test from 'ava';
import { stalenessOf } from '../../../src/tui/present/staleness.ts';
import { sampleNow as now, sampleJobs, samplePhase } from '../support/sample.ts';

const quoteJob = sampleJobs()[0]!;
const base = { now, phase: samplePhase(), job: quoteJob, usualIntervalMs: 15_000, isChain: false };

test('a value is stale once it is older than three of its job’s intervals', (t) => {
  t.is(stalenessOf({ ...base, receivedAt: now - 45_000 }), null);
  t.deepEqual(stalenessOf({ ...base, receivedAt: now - 45_001 }), { ageMs: 45_001, error: null });
});

test('a stretched job allows more, and its error says why nothing came', (t) => {
  const job = { ...quoteJob, intervalMs: 45_000, lastError: 'The API answered 503.' };
  t.is(stalenessOf({ ...base, job, receivedAt: now - 100_000 }), null);
  t.deepEqual(stalenessOf({ ...base, job, receivedAt: now - 140_000 }), {
    ageMs: 140_000,
    error: 'The API answered 503.',
  });
});

test('without a job the usual interval is the measure', (t) => {
  t.truthy(stalenessOf({ ...base, job: null, receivedAt: now - 46_000 }));
});

test('nothing gets old while the market is closed or its phase unknown', (t) => {
  const receivedAt = now - 86_400_000;
  t.is(stalenessOf({ ...base, receivedAt, phase: samplePhase({ phase: 'closed' }) }), null);
  t.is(stalenessOf({ ...base, receivedAt, phase: null }), null);
});

test('after the close a chain gets old until the option close, a quote only while it is polled', (t) => {
  const phase = samplePhase({ phase: 'options-late' });
  const receivedAt = now - 600_000;
  const idle = { ...quoteJob, nextAt: null };
  t.truthy(stalenessOf({ ...base, phase, receivedAt, job: idle, isChain: true }));
  t.is(stalenessOf({ ...base, phase, receivedAt, job: idle }), null);
  t.truthy(stalenessOf({ ...base, phase: samplePhase({ phase: 'post' }), receivedAt }));
});
