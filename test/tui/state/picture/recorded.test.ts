import test from 'ava';
import { reduceRecorded } from '../../../../src/tui/state/picture/recorded.ts';
import { sampleQuote } from '../../support/sample-chain.ts';
import { levelsAround, sampleRecorded } from '../../support/sample-recorded.ts';
import { sampleNow } from '../../support/sample-times.ts';

const recorded = sampleRecorded();
const nothing = { quotes: [], recordedLevels: [] };

test('each recorded symbol takes its own quotes and levels, and the others stay the same objects', (t) => {
  const quote = sampleQuote({ symbol: 'QQQ', price: 619 });
  const levels = levelsAround('I:SPX', 6730);
  const next = reduceRecorded(recorded, {
    quotes: [quote, sampleQuote({ symbol: 'NVDA' })],
    recordedLevels: [{ symbol: 'I:SPX', levels }],
  });
  t.is(next[0], recorded[0]);
  t.is(next[1]!.quote, quote);
  t.is(next[1]!.levels, recorded[1]!.levels);
  t.is(next[2]!.levels, levels);
  t.is(next[2]!.quote, recorded[2]!.quote);
});

test('an older poll changes nothing, and without changes everything stays the same object', (t) => {
  const old = levelsAround('SPY', 660, { timestamp: sampleNow - 3_600_000 });
  const oldQuote = sampleQuote({ price: 1, receivedAt: sampleNow - 3_600_000 });
  const batch = { quotes: [oldQuote], recordedLevels: [{ symbol: 'SPY', levels: old }] };
  t.is(reduceRecorded(recorded, batch), recorded);
  t.is(reduceRecorded(recorded, nothing), recorded);
});

test('of several polls in one frame the newest counts', (t) => {
  const [first, second] = [1, 2].map((step) =>
    levelsAround('SPY', 670 + step, { timestamp: sampleNow + step }),
  );
  const batch = (levels: typeof first) => ({ symbol: 'SPY', levels: levels! });
  const next = reduceRecorded(recorded, { ...nothing, recordedLevels: [batch(second), batch(first)] });
  t.is(next[0]!.levels, second!);
});

test('where one symbol is recorded there is nothing to keep', (t) => {
  t.deepEqual(reduceRecorded([], { quotes: [sampleQuote()], recordedLevels: [] }), []);
});

test('which expirations are recorded arrives with the levels, also of a symbol that the snapshot lacked', (t) => {
  const levels = levelsAround('SPY', 671, { timestamp: sampleNow - 3_600_000 });
  const arrived = { symbol: 'SPY', levels, expirations: ['2026-11-23', '2026-11-24'] };
  const batch = { ...nothing, recordedLevels: [arrived] };
  const next = reduceRecorded(recorded, batch);
  t.deepEqual(next[0]!.expirations, arrived.expirations);
  t.is(next[0]!.levels, recorded[0]!.levels, 'its levels are older');
  t.is(reduceRecorded(next, batch), next);
  t.deepEqual(reduceRecorded([], batch), [{ ...arrived, quote: null }]);
});
