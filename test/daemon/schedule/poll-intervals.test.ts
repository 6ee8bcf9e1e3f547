import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createPollIntervals } from '../../../src/daemon/schedule/intervals/poll-intervals.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();
const [tuesday, earlyClose] = ['2026-11-24', '2026-11-27'];

/** Quote every 15 s and chain every minute while options trade, both every five minutes around it. */
function intervalsOf(...symbols: string[]) {
  const { settings } = loadSettings({ env: {} });
  const seconds = {
    quoteSeconds: 15,
    chainSeconds: 60,
    quoteExtendedSeconds: 300,
    chainExtendedSeconds: 300,
  };
  const intervals = createPollIntervals({
    settings: { ...settings, ...seconds },
    hours: { calendar },
    budget: { state: () => ({ callsPerMinute: 1000, used: 0, reserve: 0, nextFreeAt: null }) },
  });
  for (const symbol of symbols) {
    for (const kind of ['quote', 'chain'] as const) {
      intervals.add({ name: `${kind} ${symbol}`, symbol, kind, rank: 'other', calls: () => 1 });
    }
  }
  const slotsAfter = (symbol: string, kind: 'quote' | 'chain', date: string, times: readonly string[]) => {
    const of = intervals.ofJobs({ quote: `quote ${symbol}`, chain: `chain ${symbol}` }, symbol);
    return times.map((time) => {
      const at = newYorkInstant(date, time);
      const { at: slot, intervalMs } = of.next(kind, at, at);
      return `${time} +${(slot! - at) / 1000} s, every ${intervalMs! / 1000} s`;
    });
  };
  return { intervals, slotsAfter };
}

/** Of an underlying that is recorded alone: several lie apart. */
const slotsAfter = (symbol: string, kind: 'quote' | 'chain', date: string, times: readonly string[]) =>
  intervalsOf(symbol).slotsAfter(symbol, kind, date, times);

test('slots are those of trading until the options of the underlying stop', (t) => {
  const times = ['15:58', '15:59', '16:00', '16:13', '16:14', '16:15'];
  const late = [
    ...['15:58 +60 s, every 60 s', '15:59 +60 s, every 60 s', '16:00 +60 s, every 60 s'],
    ...['16:13 +60 s, every 60 s', '16:14 +60 s, every 300 s', '16:15 +300 s, every 300 s'],
  ];
  t.deepEqual(slotsAfter('SPY', 'chain', tuesday, times), late);
  t.deepEqual(slotsAfter('I:SPX', 'chain', tuesday, times), late);
  t.deepEqual(slotsAfter('AAPL', 'chain', tuesday, times), [
    ...['15:58 +60 s, every 60 s', '15:59 +60 s, every 300 s', '16:00 +300 s, every 300 s'],
    ...['16:13 +120 s, every 300 s', '16:14 +60 s, every 300 s', '16:15 +300 s, every 300 s'],
  ]);
  t.deepEqual(slotsAfter('AAPL', 'quote', tuesday, ['15:59', '16:00']), [
    ...['15:59 +15 s, every 15 s', '16:00 +300 s, every 300 s'],
  ]);
  t.deepEqual(slotsAfter('SPY', 'quote', tuesday, ['15:59', '16:00']), [
    ...['15:59 +15 s, every 15 s', '16:00 +15 s, every 15 s'],
  ]);
});

test('on an early close that is at 13:00 and 13:15', (t) => {
  t.deepEqual(slotsAfter('SPY', 'chain', earlyClose, ['13:00', '13:15']), [
    ...['13:00 +60 s, every 60 s', '13:15 +300 s, every 300 s'],
  ]);
  t.deepEqual(slotsAfter('AAPL', 'chain', earlyClose, ['12:58', '13:00']), [
    ...['12:58 +60 s, every 60 s', '13:00 +300 s, every 300 s'],
  ]);
});

test('what is looked at beside has the hours of its own underlying, the watch list those of the market', (t) => {
  const { intervals } = intervalsOf('AAPL');
  const own = intervals.ofJobs({ quote: 'quote AAPL', chain: 'chain AAPL' }, 'AAPL');
  const at = newYorkInstant(tuesday, '16:00');
  const next = (of: typeof own, kind: 'quote' | 'chain') => of.next(kind, at, at, 'secondary').intervalMs;
  t.is(next(own, 'chain'), 300_000);
  t.is(next(own.by('SPY'), 'chain'), 60_000);
  t.is(next(own, 'quote'), 15_000);
});

test('calls are counted by the slots of each underlying, until the last options stop', (t) => {
  const from = newYorkInstant(tuesday, '15:59');
  const until = (time: string) => newYorkInstant(tuesday, time);
  const share = intervalsOf('AAPL').intervals;
  t.is(share.optionsEnd(from), until('16:00'));
  t.is(share.callsUntil(from, until('16:15')), 4 + 1 + 3 + 3);
  const both = intervalsOf('AAPL', 'SPY').intervals;
  t.is(both.optionsEnd(from), until('16:15'));
  t.is(both.optionsEnd(newYorkInstant(earlyClose, '10:00')), newYorkInstant(earlyClose, '13:15'));
  // A slot at the first instant is over.
  const planned = share.planned(from, until('16:15')).filter((at) => at >= until('16:00'));
  t.is(planned.length, 6);
  t.is(intervalsOf().intervals.optionsEnd(from), until('16:15'));
});
