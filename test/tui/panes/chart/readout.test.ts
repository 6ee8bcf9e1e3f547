import test from 'ava';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import type { CursorReading } from '../../../../src/tui/charts/cursor/cursor-reading.ts';
import { readoutLine } from '../../../../src/tui/panes/chart/cursor/readout.ts';
import { axisText } from '../../../../src/tui/panes/chart/cursor/readout-text.ts';
import { lineWidth, plainLine } from '../../../../src/tui/render/line.ts';
import { readingSentence } from '../../../../src/tui/screen-reader/cursor-sentences.ts';
import { sampleDate, sampleNow } from '../../support/sample-times.ts';

const at = (time: string, date = sampleDate) => newYorkInstant(date, time);

const onLine = (given: Partial<CursorReading> = {}): CursorReading => ({
  ...{ span: 'instant', from: at('10:31'), to: at('10:33'), date: sampleDate, lastDate: sampleDate },
  ...{ price: 670.5, priceAt: at('10:31:20'), candle: null, volume: 412_345, volumeMinutes: null },
  ...{ isVolumeOfMinute: false, isSoFar: false, vwap: 669.124, provenance: 'quote', gap: null },
  base: { kind: 'previous-close', price: 667.75, date: null },
  missingBefore: null,
  ...given,
});

const onCandle = (given: Partial<CursorReading> = {}): CursorReading =>
  onLine({
    ...{ span: 'window', from: at('10:30', '2026-11-20'), to: at('10:45', '2026-11-20') },
    ...{ date: '2026-11-20', lastDate: '2026-11-20', priceAt: null, provenance: 'bar', vwap: null },
    candle: { open: 669, high: 671.25, low: 668.5, close: 670.5, volume: 412_345 },
    ...given,
  });

const text = (reading: CursorReading, width = 200) => plainLine(readoutLine(reading, width, sampleNow));

test('the line says time, price, change and from what, volume, and where it is from', (t) => {
  t.is(
    text(onLine()),
    '10:31:20 ET  670.50  ▲ +2.75 +0.41% on the previous close  volume 412K  quote  VWAP 669.12',
  );
});

test('a candle has its four prices, and its date where it is not of today', (t) => {
  t.is(
    text(onCandle()),
    'Fri 20 Nov 10:30–10:45 ET  O 669.00 H 671.25 L 668.50 C 670.50  ▲ +2.75 +0.41% on the previous close  volume 412K  bar',
  );
  const days = { span: 'days', date: '2025-11-17', lastDate: '2025-11-21' } as const;
  t.regex(text(onCandle(days)), /^17 Nov – 21 Nov 2025 {2}O /);
});

test('narrow panes keep time, price, change and volume', (t) => {
  t.is(text(onLine(), 56), '10:31:20 ET  670.50  ▲ +2.75 +0.41% on prev  volume 412K');
  t.is(text(onCandle(), 56), 'Fri 20 Nov 10:30  C 670.50  +0.41%  vol 412K');
  for (let width = 20; width < 200; width++) {
    for (const reading of [onLine(), onCandle(), onCandle({ isSoFar: true })]) {
      t.true(lineWidth(readoutLine(reading, width, sampleNow)) <= width);
    }
  }
});

test('what is not known is a dash, and no change is made up', (t) => {
  const nothing = { price: null, priceAt: null, volume: null, vwap: null, provenance: null, base: null };
  t.is(text(onLine(nothing)), '10:31 ET  –  change –  volume –');
  t.is(
    text(onCandle({ ...nothing, candle: null })),
    'Fri 20 Nov 10:30–10:45 ET  O H L C –  change –  volume –',
  );
});

test('a gap says from when to when, and why', (t) => {
  const gap = { from: at('10:20'), to: at('10:40:30'), reason: 'daemon was not running' };
  const reading = onLine({ price: null, priceAt: null, volume: null, provenance: null, vwap: null, gap });
  t.is(text(reading), '10:31 ET  –  change –  volume –  no price 10:20–10:40:30: daemon was not running');
  t.is(text(reading, 56), '10:31  –  vol –  no price: daemon was not running');
  t.regex(
    text({ ...reading, gap: { from: at('10:20'), to: null, reason: null } }),
    /no price since 10:20: no quote and no bar$/,
  );
  t.regex(text(onLine({ gap })), /not recorded 10:20–10:40:30: daemon was not running/);
});

test('a part is not shown as all: minutes that are known, a minute of a column, and what goes on', (t) => {
  t.regex(text(onLine({ volumeMinutes: { known: 1, of: 2 } }), 60), /volume 412K in 1 of 2 min/);
  t.regex(text(onLine({ isVolumeOfMinute: true })), /volume 412K in the minute/);
  t.regex(text(onCandle({ isSoFar: true }), 56), /vol 412K so far/);
});

test('an older price says of when it is', (t) => {
  t.regex(text(onLine({ priceAt: at('10:29:05') })), /^10:31 ET {2}670\.50 of 10:29:05 /);
});

test('a change names the close that it is counted from, where that is not the day before', (t) => {
  const base = { kind: 'previous-close', price: 660, date: '2026-11-18' } as const;
  t.regex(text(onCandle({ base })), /on the close of Wed 18 Nov/);
  t.regex(text(onLine({ base: { kind: 'open', price: 660, date: null } })), /since the open/);
});

test('bars that are missing before one are told', (t) => {
  const missingBefore = { from: at('10:00', '2026-11-20'), to: at('10:30', '2026-11-20') };
  t.regex(text(onCandle({ missingBefore })), /no bars 10:00–10:30 before it/);
  const days = { from: at('16:00', '2026-11-17'), to: at('00:00', '2026-11-20') };
  t.regex(text(onCandle({ missingBefore: days })), /no bars between Tue 17 Nov and it/);
});

test('below the axis stands the time, or the date of a day', (t) => {
  t.is(axisText(onLine()), '10:31');
  t.is(axisText(onCandle()), '10:30');
  t.is(axisText(onCandle({ span: 'days' })), '20 Nov');
});

test('for a screen reader it is a sentence', (t) => {
  t.is(
    readingSentence(onLine(), sampleNow),
    'Chart cursor, 10:31:20 ET: price 670.50, up 2.75, 0.41 percent on the previous close, volume 412K, VWAP 669.12, from recorded quotes.',
  );
  t.is(
    readingSentence(onCandle({ isSoFar: true }), sampleNow),
    'Chart cursor, Fri 20 Nov 10:30 to 10:45 ET: open 669.00, high 671.25, low 668.50, close 670.50, up 2.75, 0.41 percent on the previous close, volume 412K so far, from the vendor’s bars.',
  );
  const gap = { from: at('10:20'), to: at('10:40'), reason: 'daemon was not running' };
  const nothing = { price: null, priceAt: null, volume: null, vwap: null, provenance: null };
  t.is(
    readingSentence(onLine({ ...nothing, gap }), sampleNow),
    'Chart cursor, 10:31 ET: volume unknown, no price 10:20–10:40: daemon was not running.',
  );
});
