import test from 'ava';
import { exportWish } from '../../../src/cli/export/export-wish.ts';
import { rangeEnd } from '../../../src/cli/export/range-end.ts';
import { sampleStep, strikeBand } from '../../../src/cli/export/sample-and-strikes.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

test('strikes are a band in dollars, one strike, or per cent around the price', (t) => {
  t.deepEqual(strikeBand('680-700'), { kind: 'strikes', low: 680, high: 700 });
  t.deepEqual(strikeBand('672.5'), { kind: 'strikes', low: 672.5, high: 672.5 });
  for (const text of ['±3%', '+-3%', '+/-3%', '3%']) {
    t.deepEqual(strikeBand(text), { kind: 'around', percent: 3 }, text);
  }
  for (const text of ['700-680', 'atm', '-3%', '680-', '']) {
    t.throws(() => strikeBand(text), {
      message: new RegExp(`^--strikes ${text.replace('%', '.')}: expected`),
    });
  }
});

test('a step of the grid is a span of up to a day', (t) => {
  t.deepEqual(['30s', '1m', '1h30m', '24h'].map(sampleStep), [30_000, 60_000, 5_400_000, 86_400_000]);
  for (const text of ['0m', '25h', '1', 'minute', '-1m', '1d']) {
    t.throws(() => sampleStep(text), { message: /^--sample .*expected a step of up to a day/ }, text);
  }
});

test('an end of a range is a time, or a day from its evening before to its own evening', (t) => {
  const now = newYorkInstant('2026-11-24', '12:00');
  const context = { now, reference: now, calendar: createCalendar() };
  const dayOf = (date: string, before: string) => ({
    first: newYorkInstant(before, '20:00') + 1,
    last: newYorkInstant(date, '20:00'),
  });
  t.deepEqual(rangeEnd('2026-11-20', '--from').in(context), dayOf('2026-11-20', '2026-11-19'));
  t.deepEqual(rangeEnd('today', '--to').in(context), dayOf('2026-11-24', '2026-11-23'));
  t.deepEqual(rangeEnd('yesterday', '--to').in(context), dayOf('2026-11-23', '2026-11-22'));
  t.deepEqual(rangeEnd('fri', '--from').in(context), dayOf('2026-11-20', '2026-11-19'));
  const at = newYorkInstant('2026-11-20', '10:30');
  t.deepEqual(rangeEnd('2026-11-20 10:30', '--from').in(context), { first: at, last: at });
  t.throws(() => rangeEnd('2026-02-30', '--from'), { message: /^--from: "2026-02-30" is not a date/ });
  t.throws(() => rangeEnd('noon', '--to'), { message: /^--to noon: / });
});

test('the format follows from the file where none is given, and what is not about a table is refused', (t) => {
  const format = (flags: object) => exportWish(flags, ['chain']).format;
  t.is(format({}), 'csv');
  t.is(format({ output: 'a.parquet' }), 'parquet');
  t.is(format({ output: 'a.jsonl' }), 'ndjson');
  t.is(format({ output: 'a.txt' }), 'csv');
  t.is(format({ output: 'a.csv', format: 'ndjson' }), 'ndjson');
  t.throws(() => exportWish({ strikes: '680' }, ['quotes']), {
    message: '--strikes is about chain, not quotes.',
  });
  t.throws(() => exportWish({ symbol: 'SPY' }, ['usage']), {
    message: /^--symbol is about .*, not usage\.$/,
  });
  t.throws(() => exportWish({}, ['trades']), {
    message: /^export trades: expected chain, quotes, .* or gaps\.$/,
  });
  t.throws(() => exportWish({ format: 'parquet', times: 'epoch' }, ['chain']), {
    message: /--times is about text/,
  });
});
