import test from 'ava';
import { optionsEndOf } from '../../../src/daemon/market-days/option-hours.ts';
import { phaseState } from '../../../src/daemon/market-days/market-hours.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { LevelsPoint } from '../../../src/market/levels/levels-history.ts';
import { freshnessOf, timesOfOptions } from '../../../src/market/quotes/freshness.ts';
import { levelsHoldUntil } from '../../../src/tui/charts/history/level-steps.ts';
import { sessionSpan } from '../../../src/tui/panes/levels/levels-rows.ts';
import { smallHistory } from '../../../src/tui/panes/levels/levels-history.ts';
import { expiryKind } from '../../../src/tui/present/expiry.ts';
import { type OwnPhase, ownPhase } from '../../../src/tui/present/own-phase.ts';
import { phaseForms } from '../../../src/tui/present/phase.ts';
import { plainLine } from '../../../src/tui/render/line.ts';
import { sampleLevelsHistory } from '../support/sample-levels.ts';

const calendar = createCalendar();
const [tuesday, wednesday, earlyClose, monday] = ['2026-11-24', '2026-11-25', '2026-11-27', '2026-11-30'];
const times = ['15:59', '16:00', '16:14', '16:15'];
const earlyTimes = ['12:59', '13:00', '13:14', '13:15'];

const phaseAt = (symbol: string, date: string, time: string): OwnPhase => {
  const at = newYorkInstant(date, time);
  const { optionsEnd } = optionsEndOf(symbol, date, calendar);
  return ownPhase(phaseState({ calendar }, at), optionsEnd);
};
const each = <T>(symbol: string, date: string, read: (phase: OwnPhase, now: number) => T) =>
  (date === earlyClose ? earlyTimes : times).map((time) =>
    read(phaseAt(symbol, date, time), newYorkInstant(date, time)),
  );
const textOf = (phase: OwnPhase, now: number) => plainLine(phaseForms(phase, now)[0]!);

test('the header counts to the end of SPY’s and SPX’s options, and of a share it says after hours', (t) => {
  const late = [
    ...['● regular · closes in 1m 00s', '◑ options late · option close in 15m 00s'],
    ...['◑ options late · option close in 1m 00s', '◐ after hours · ends in 3h 45m'],
  ];
  t.deepEqual(each('SPY', tuesday, textOf), late);
  t.deepEqual(each('I:SPX', tuesday, textOf), late);
  t.deepEqual(each('AAPL', tuesday, textOf), [
    ...['● regular · closes in 1m 00s', '◐ after hours'],
    ...['◐ after hours', '◐ after hours · ends in 3h 45m'],
  ]);
  t.is(each('SPY', earlyClose, textOf)[2], '◑ options late · option close in 1m 00s');
  t.deepEqual(each('AAPL', earlyClose, textOf).slice(1), [
    ...['◐ after hours', '◐ after hours', '◐ after hours · ends in 3h 45m'],
  ]);
});

test('of SPY the phase is the market’s very own', (t) => {
  const market = phaseState({ calendar }, newYorkInstant(tuesday, '16:05'));
  t.deepEqual(optionsEndOf('SPY', tuesday, calendar), {});
  t.is(ownPhase(market, undefined), market);
  t.is(ownPhase(market, { end: 'late', lastDayEnd: 'unknown' }), market);
});

/** Levels of a chain, a poll a minute until one before the closing bell, and after it if it is SPY's. */
const polled = (date: string, expiration: string, until: string): LevelsPoint[] => {
  const [first] = sampleLevelsHistory();
  const end = newYorkInstant(date, until);
  return [3, 2, 1].map((ago) => ({ ...first!, at: end - ago * 60_000, expiration }));
};

test('levels hold, and the session’s line goes on, until their own chain stops trading', (t) => {
  const held = (symbol: string, date: string, expiration: string) =>
    each(symbol, date, (phase, now) => {
      const points = polled(date, expiration, '12:00').map((point, index) => ({
        ...point,
        at: now - (3 - index) * 60_000,
      }));
      const holds = levelsHoldUntil(points, phase, now);
      return holds === null ? null : (holds - newYorkInstant(date, '12:00')) / 60_000;
    });
  t.deepEqual(held('SPY', tuesday, tuesday), [255, 255, 255, null]);
  t.deepEqual(held('I:SPX', tuesday, tuesday), [240, null, null, null]);
  t.deepEqual(held('I:SPX', tuesday, wednesday), [255, 255, 255, null]);
  t.deepEqual(held('AAPL', tuesday, earlyClose), [240, null, null, null]);
  t.deepEqual(held('SPY', earlyClose, earlyClose), [75, 75, 75, null]);
  t.deepEqual(held('I:SPX', earlyClose, earlyClose), [60, null, null, null]);
  t.deepEqual(held('AAPL', earlyClose, earlyClose), [60, null, null, null]);
});

test('the strip of the day ends with its chain, and is called over from then on', (t) => {
  const points = polled(tuesday, tuesday, '15:59');
  const spanEnd = (symbol: string) => sessionSpan(points, phaseAt(symbol, tuesday, '15:59'))!.to;
  t.is(spanEnd('I:SPX'), newYorkInstant(tuesday, '16:00'));
  t.is(spanEnd('SPY'), newYorkInstant(tuesday, '16:15'));
  const named = (symbol: string) =>
    each(symbol, tuesday, (phase, now) => {
      const size = { weight: 'openInterest', width: 80, rows: 4 } as const;
      return plainLine(smallHistory({ ...size, phase, now, levels: null, points })[0]!);
    });
  const [soFar, over] = ['The session so far · 0-DTE · Tue 24 Nov', 'The session of Tue 24 Nov · 0-DTE'];
  t.deepEqual(named('SPY'), [soFar, soFar, soFar, over]);
  t.deepEqual(named('I:SPX'), [soFar, over, over, over]);
  t.deepEqual(named('AAPL'), [soFar, over, over, over]);
});

test('what the next session trades is called so once the options of this one have stopped', (t) => {
  const kinds = (symbol: string) =>
    each(symbol, earlyClose, (phase, now) =>
      expiryKind({ expiration: monday, optionClose: null, phase: { ...phase, expiration: monday }, now }),
    );
  t.deepEqual(kinds('SPY'), ['3-DTE', '3-DTE', '3-DTE', 'next session']);
  t.deepEqual(kinds('I:SPX'), ['3-DTE', '3-DTE', '3-DTE', 'next session']);
  t.deepEqual(kinds('AAPL'), ['3-DTE', 'next session', 'next session', 'next session']);
});

test('a share’s expiration of Friday is not the next session’s, unless that is on Friday', (t) => {
  const kindAt = (date: string, expiration: string) => {
    const now = newYorkInstant(date, '16:20');
    const phase = phaseState({ calendar }, now, earlyClose);
    return expiryKind({ expiration, optionClose: null, phase, now });
  };
  t.is(kindAt(tuesday, earlyClose), '3-DTE');
  t.is(kindAt(tuesday, wednesday), 'next session');
  // Thanksgiving is between them.
  t.is(kindAt(wednesday, earlyClose), 'next session');
  t.false('nextSession' in phaseState({ calendar }, newYorkInstant(tuesday, '16:20')));
  t.false('nextSession' in phaseState({ calendar }, newYorkInstant(tuesday, '12:00'), earlyClose));
});

test('option quotes of a share are at rest from the bell on', (t) => {
  const rest = (symbol: string) =>
    each(symbol, tuesday, (phase, now) => {
      const of = timesOfOptions({ tier: 'real-time', timestamp: now - 1000, quotedAt: now - 2000 });
      return freshnessOf(of, phase, now).isAtRest;
    });
  t.deepEqual(rest('SPY'), [false, false, false, true]);
  t.deepEqual(rest('I:SPX'), [false, false, false, true]);
  t.deepEqual(rest('AAPL'), [false, true, true, true]);
});
