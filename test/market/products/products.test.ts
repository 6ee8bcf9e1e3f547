import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { productTable } from '../../../src/market/products/product-table.ts';
import { indexOfRoot, productOf } from '../../../src/market/products/products.ts';
import { chainTimes, optionsEnd, seriesTimes } from '../../../src/market/products/series-times.ts';
import { readProductChange } from '../../../src/market/products/product-change.ts';

const calendar = createCalendar();
/** A third Friday, a day of November 2026, and the early close after Thanksgiving. */
const thirdFriday = '2026-11-20';
const tuesday = '2026-11-24';
const earlyClose = '2026-11-27';

const times = (underlying: string, root: string, expiration: string, by = calendar) => {
  const found = seriesTimes({ underlying, root, expiration }, by);
  return found && [found.tradingEnd, found.decidedAt, found.end];
};
const at = (date: string, ...clock: string[]) => clock.map((time) => newYorkInstant(date, time));

test('options on SPY, QQQ and IWM trade until 16:15, and what they are worth is decided at 16:00', (t) => {
  for (const etf of ['SPY', 'QQQ', 'IWM']) {
    t.deepEqual(times(etf, etf, tuesday), at(tuesday, '16:15', '16:00', '16:15'), etf);
    t.deepEqual(times(etf, etf, earlyClose), at(earlyClose, '13:15', '13:00', '13:15'), etf);
    t.like(productOf(etf, tuesday, calendar), {
      kind: 'etf',
      exercise: 'american',
      delivery: 'shares',
      expirations: 'daily',
    });
  }
});

test('options on shares stop with the closing bell, and nothing is assumed of when they expire', (t) => {
  t.deepEqual(times('NVDA', 'NVDA', tuesday), at(tuesday, '16:00', '16:00', '16:00'));
  t.deepEqual(times('NVDA', 'NVDA', earlyClose), at(earlyClose, '13:00', '13:00', '13:00'));
  t.deepEqual(times('BRK.B', 'BRKB', tuesday), at(tuesday, '16:00', '16:00', '16:00'));
  t.like(productOf('NVDA', tuesday, calendar), {
    kind: 'stock',
    exercise: 'american',
    expirations: 'listed',
  });
});

test('an expiring SPXW and XSP stop at 16:00, though others of them trade until 16:15', (t) => {
  for (const [underlying, root] of [
    ['I:SPX', 'SPXW'],
    ['I:XSP', 'XSP'],
  ] as const) {
    t.deepEqual(times(underlying, root, tuesday), at(tuesday, '16:00', '16:00', '16:00'), root);
    t.deepEqual(times(underlying, root, earlyClose), at(earlyClose, '13:00', '13:00', '13:00'), root);
    t.is(optionsEnd(underlying, calendar.sessionOn(tuesday)!, calendar), newYorkInstant(tuesday, '16:15'));
    t.like(productOf(underlying, tuesday, calendar), {
      kind: 'index',
      exercise: 'european',
      delivery: 'cash',
      expirations: 'daily',
    });
  }
});

test('SPX’s monthlies trade for the last time on the eve, and the opening of their day decides', (t) => {
  const eve = newYorkInstant('2026-11-19', '16:15');
  const [opening] = at(thirdFriday, '09:30');
  t.deepEqual(times('I:SPX', 'SPX', thirdFriday), [eve, opening, opening]);
  t.deepEqual(times('I:SPX', 'SPXW', thirdFriday), at(thirdFriday, '16:00', '16:00', '16:00'));
  t.is(chainTimes('I:SPX', thirdFriday, calendar)?.tradingEnd, newYorkInstant(thirdFriday, '16:00'));
  // Good Friday: the monthlies are of Thursday, and trade for the last time on Wednesday.
  t.is(times('I:SPX', 'SPX', '2025-04-17')?.[0], newYorkInstant('2025-04-16', '16:15'));
});

test('a root that the product does not have ends never, an adjusted one as the standard one', (t) => {
  t.is(times('I:SPX', 'SPXP', tuesday), null);
  t.is(times('SPY', 'QQQ', tuesday), null);
  t.deepEqual(times('SPY', 'SPY1', tuesday), times('SPY', 'SPY', tuesday));
  t.is(times('SPY', 'SPY', '2026-11-26'), null, 'Thanksgiving');
  t.is(indexOfRoot('SPXW'), 'I:SPX');
  t.is(indexOfRoot('SPY'), null);
});

test('the settings add changes from a date on', (t) => {
  const texts = [
    '2026-11-24 NVDA end late',
    '2026-11-24 NVDA last-day-end late',
    '2026-11-24 NVDA expirations daily',
    '2026-11-24 I:DJX roots DJX:am,DJXW',
  ];
  const products = texts.map((text) => {
    const read = readProductChange(text);
    if ('problem' in read) throw new Error(read.problem);
    return read.change;
  });
  const changed = createCalendar({ products });
  t.deepEqual(times('NVDA', 'NVDA', '2026-11-23', changed), at('2026-11-23', '16:00', '16:00', '16:00'));
  t.deepEqual(times('NVDA', 'NVDA', tuesday, changed), at(tuesday, '16:15', '16:00', '16:15'));
  t.is(productOf('NVDA', tuesday, changed).expirations, 'daily');
  t.is(times('I:DJX', 'DJX', tuesday, changed)?.[0], newYorkInstant('2026-11-23', '16:15'));
  t.deepEqual(times('I:DJX', 'DJXW', tuesday, changed), at(tuesday, '16:00', '16:00', '16:00'));
  // A change of the kind brings its own terms along.
  const read = readProductChange('2026-11-24 I:ABC kind etf');
  const kind = 'change' in read ? createCalendar({ products: [read.change] }) : calendar;
  t.like(productOf('I:ABC', tuesday, kind), { kind: 'etf', exercise: 'american', delivery: 'shares' });
});

test('a change that cannot be read is refused with an example', (t) => {
  for (const text of [
    '',
    '2026-11-24 NVDA',
    '2026-11-31 NVDA end late',
    '2026-11-24 nvda end late',
    '2026-11-24 NVDA end soon',
    '2026-11-24 NVDA roots SPY',
    '2026-11-24 NVDA end late now',
  ]) {
    const read = readProductChange(text);
    t.true('problem' in read && read.problem.startsWith('expected'), text);
  }
  const read = readProductChange('2026-11-24 NVDA toString late');
  t.true('problem' in read && read.problem.includes('last-day-end'));
});

test('every row of the table says since when, what and by whose account', (t) => {
  for (const { from, what, source, terms } of productTable) {
    t.regex(from, /^\d{4}-\d{2}-\d{2}$/);
    t.true(what.length > 20 && source.length > 20 && Object.keys(terms).length > 0);
  }
});
