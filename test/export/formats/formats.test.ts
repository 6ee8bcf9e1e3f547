import test from 'ava';
import fc from 'fast-check';
import type { RowFormat } from '../../../src/export/formats/row-format.ts';
import type { ExportColumn, RowBatch } from '../../../src/export/columns/column.ts';
import { createCsv } from '../../../src/export/formats/csv.ts';
import { createNdjson } from '../../../src/export/formats/ndjson.ts';
import { createTimeText } from '../../../src/export/formats/time-text.ts';
import { firstInstant, lastInstant } from '../../../src/market/calendar/instants.ts';
import { formatNewYorkTime, newYorkDate } from '../../../src/market/calendar/new-york-time.ts';

const column = (name: string, kind: ExportColumn['kind']): ExportColumn => ({ name, kind, meaning: '' });
const columns = [
  column('symbol', 'word'),
  column('at', 'instant'),
  column('bid', 'price'),
  column('is_listed', 'flag'),
  column('reason', 'text'),
];
/** All of the rows, as text. */
const textOf = (format: RowFormat, batch: RowBatch) => String(format.rows(batch)) + String(format.end());

const at = Date.parse('2026-11-23T15:00:00.250Z');

test('an instant is written with New York’s offset, and means the same when it is read', (t) => {
  const timeText = createTimeText();
  t.is(timeText(Date.parse('2026-11-23T15:00:00.250Z')), '2026-11-23T10:00:00.250-05:00');
  t.is(timeText(Date.parse('2026-07-01T03:59:59.999Z')), '2026-06-30T23:59:59.999-04:00');
  // The hour that autumn has twice.
  t.is(timeText(Date.parse('2026-11-01T05:30:00Z')), '2026-11-01T01:30:00.000-04:00');
  t.is(timeText(Date.parse('2026-11-01T06:30:00Z')), '2026-11-01T01:30:00.000-05:00');
  fc.assert(
    fc.property(fc.integer({ min: firstInstant, max: lastInstant }), (instant) => {
      const text = timeText(instant);
      t.is(Date.parse(text), instant);
      t.is(text.slice(0, 19), `${newYorkDate(instant)}T${formatNewYorkTime(instant, true)}`);
    }),
  );
});

test('CSV has a header, CR LF, empty fields for what is unknown, and quotes what needs it', (t) => {
  const csv = createCsv(columns, 'iso');
  const rows = [
    [1.25, 1, 'disk full, again'],
    [null, 0, 'said "no"\nand more'],
    [0.1 + 0.2, null, null],
  ];
  t.is(csv.start(), 'symbol,at,bid,is_listed,reason\r\n');
  t.is(
    textOf(csv, { shared: ['SPY', at], rows }),
    [
      'SPY,2026-11-23T10:00:00.250-05:00,1.25,true,"disk full, again"\r\n',
      'SPY,2026-11-23T10:00:00.250-05:00,,false,"said ""no""\nand more"\r\n',
      'SPY,2026-11-23T10:00:00.250-05:00,0.30000000000000004,,\r\n',
    ].join(''),
  );
  t.is(csv.end(), '');
  t.is(
    textOf(createCsv(columns, 'epoch'), { shared: ['SPY', at], rows: [[1, 1, 'x']] }),
    `SPY,${at},1,true,x\r\n`,
  );
});

test('no text of a CSV is a formula for a spreadsheet, and no number is changed for it', (t) => {
  const csv = createCsv([column('value', 'number'), column('reason', 'text')], 'iso');
  for (const text of ['=1+1', '+1', '-1', '@x', '\tx']) {
    t.is(textOf(csv, { shared: [], rows: [[-1.5, text]] }), `-1.5,'${text}\r\n`);
  }
  t.is(textOf(csv, { shared: [], rows: [[1, '=HYPERLINK("x","y")']] }), `1,"'=HYPERLINK(""x"",""y"")"\r\n`);
});

test('NDJSON has one object a line with every column, and gives back the very same values', (t) => {
  const format = createNdjson(columns, 'epoch');
  const rows = [
    [1.25, 1, 'a "quoted"\nline'],
    [null, 0, null],
    [0.1 + 0.2, null, '=1+1'],
  ];
  const text = textOf(format, { shared: ['SPY', at], rows });
  const lines = text.split('\n');
  t.is(lines.pop(), '');
  t.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [
      { symbol: 'SPY', at, bid: 1.25, is_listed: true, reason: 'a "quoted"\nline' },
      { symbol: 'SPY', at, bid: null, is_listed: false, reason: null },
      { symbol: 'SPY', at, bid: 0.1 + 0.2, is_listed: null, reason: '=1+1' },
    ],
  );
  const [first] = textOf(createNdjson(columns, 'iso'), { shared: ['SPY', at], rows }).split('\n');
  t.is(JSON.parse(first!).at, '2026-11-23T10:00:00.250-05:00');
});

test('text is handed out in pieces of some size, whatever its characters are', (t) => {
  const csv = createCsv([column('reason', 'text')], 'iso');
  const pieces = Array.from({ length: 300 }, () => csv.rows({ shared: [], rows: [['ü€𝄞'.repeat(200)]] }));
  pieces.push(csv.end());
  t.is(pieces.map(String).join(''), `${'ü€𝄞'.repeat(200)}\r\n`.repeat(300));
  const handedOut = pieces.map(String).filter((piece) => piece !== '');
  t.true(handedOut.length > 3 && handedOut.length < 20, String(handedOut.length));
});
