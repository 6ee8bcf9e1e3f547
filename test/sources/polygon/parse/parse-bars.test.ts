import test from 'ava';
import { parseBars } from '../../../../src/sources/polygon/parse/parse-bars.ts';
import type { Timeframe } from '../../../../src/market/quotes/bar.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';

const receivedAt = newYorkInstant('2026-11-23', '16:30');
const context = (timeframe: Timeframe) => ({
  symbol: 'SPY',
  timeframe,
  source: 'polygon' as const,
  ...{ from: '2026-07-01', to: '2026-11-25' },
  receivedAt,
});
const row = (t: unknown, more: object = {}) => ({
  t,
  o: 670,
  h: 672,
  l: 669,
  c: 671,
  v: 1000,
  vw: 670.5,
  n: 10,
  ...more,
});
const at = (date: string, time: string) => newYorkInstant(date, time);

test('a daily bar belongs to its date in New York, in winter and in summer', (t) => {
  const { rows } = parseBars(
    [row(at('2026-11-23', '00:00')), row(at('2026-07-01', '00:00'))],
    context('daily'),
  );
  t.deepEqual(
    rows.map(({ date }) => date),
    ['2026-11-23', '2026-07-01'],
  );
});

test('fractional volumes and scientific notation are numbers like others', (t) => {
  const body = JSON.parse(
    `[${JSON.stringify(row(at('2026-11-20', '00:00'))).replace('1000', '7.0661926525697e+07')}]`,
  ) as unknown[];
  t.is(parseBars(body, context('daily')).rows[0]!.volume, 70_661_926.525697);
});

test('volume and vwap may be missing', (t) => {
  const { rows } = parseBars(
    [row(at('2026-11-20', '00:00'), { v: undefined, vw: undefined })],
    context('daily'),
  );
  t.like(rows[0], { volume: 0, vwap: null });
});

test('a start in nanoseconds is understood', (t) => {
  const start = at('2026-11-23', '09:30');
  t.is(parseBars([row(start * 1e6)], context('15min')).rows[0]!.start, start);
});

for (const [timeframe, good, bad] of [
  ['daily', at('2026-11-23', '00:00'), at('2026-11-23', '16:00')],
  ['1hour', at('2026-11-23', '10:00'), at('2026-11-23', '10:30')],
  ['15min', at('2026-11-23', '09:45'), at('2026-11-23', '09:46')],
  ['1min', at('2026-11-23', '09:31'), at('2026-11-23', '09:31') + 1],
] as const) {
  test(`a ${timeframe} bar starts where one can`, (t) => {
    const parsed = parseBars([row(good), row(bad)], context(timeframe));
    t.is(parsed.rows.length, 1);
    t.deepEqual(parsed.rejections, ['t: not the start of a bar']);
  });
}

for (const [what, more] of [
  ['whose high is below its close', { h: 670.5 }],
  ['whose low is above its open', { l: 670.2 }],
  ['with a price of 0', { c: 0 }],
  ['with a negative price', { o: -1 }],
  ['without a close', { c: undefined }],
  ['with a word for a time', { t: 'about noon' }],
  ['with a negative volume', { v: -5 }],
] as const) {
  test(`a bar ${what} is left out and counted`, (t) => {
    const start = at('2026-11-20', '00:00');
    const parsed = parseBars([row(start, more), row(start)], context('daily'));
    t.is(parsed.rows.length, 1);
    t.is(parsed.rejections.length, 1);
  });
}

test('a bar of a price that no market has is refused; prices adjusted for a split are quotients', (t) => {
  const minute = at('2026-11-23', '10:00');
  const { rows, rejections } = parseBars(
    [
      row(minute, { l: 5e-324 }),
      row(minute, { h: 999_999.99999 }),
      row(minute, { c: 2014 / 3, vw: 670.123_456 }),
    ],
    context('1min'),
  );
  t.deepEqual(rejections, ['l: a price below a hundredth of a cent', 'h: a price of a million or more']);
  t.is(rows[0]!.close, 2014 / 3);
});

test('bars of days that nobody asked for are left out and counted', (t) => {
  const rows = [
    row(at('2017-06-01', '00:00')),
    row(at('2025-10-07', '00:00'), { h: 700, c: 555.55, l: 555 }),
    row(at('2025-10-08', '00:00')),
  ];
  const parsed = parseBars(rows, { ...context('daily'), from: '2025-10-08', to: '2025-10-08' });
  t.deepEqual(
    parsed.rows.map(({ date }) => date),
    ['2025-10-08'],
  );
  t.deepEqual(parsed.rejections, new Array(2).fill('a bar of another day than asked for'));
  t.deepEqual(parsed.missing, [], 'they are missing nowhere');
});

test('the starts of bars that could not be read are known where they can be', (t) => {
  const start = at('2026-11-23', '09:45');
  const rows = [row(start, { c: 'x' }), row('about ten'), row(start + 900_000, { h: 1 })];
  t.deepEqual(parseBars(rows, context('15min')).missing, [start, null, start + 900_000]);
});

test('bars of the future take all others with them, for their times are wrong too', (t) => {
  const rows = [row(at('2026-11-20', '00:00')), row(at('2026-11-25', '00:00'))];
  t.like(
    t.throws(() => parseBars(rows, context('daily'))),
    { failure: 'malformed' },
  );
});
