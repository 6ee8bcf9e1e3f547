import test from 'ava';
import type { Chain, OptionQuote } from '../../../src/market/quotes/chain.ts';
import { withoutValues } from '../../../src/market/quotes/chain.ts';
import {
  badgeText,
  freshnessOf,
  type PhaseHours,
  isLate,
  lateNote,
  timesOfChain,
  timesOfOptions,
  timesOfQuote,
} from '../../../src/market/quotes/freshness.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import { phaseWithin, sessionOf } from '../../../src/market/calendar/session.ts';

const second = 1000;
const minute = 60 * second;
const at = (time: string, date = '2026-11-23') => newYorkInstant(date, time);
const monday = sessionOf('2026-11-23', false);
const hoursAt = (now: number): PhaseHours => phaseWithin(now, monday, sessionOf('2026-11-24', false));

const quote = (now: number, agoMs: number, given: Partial<Quote> = {}) => ({
  ...{ tier: 'real-time' as const, timestamp: now - agoMs, quotedAt: null, receivedAt: now, priceKind: null },
  ...given,
});
const seen = (now: number, of: ReturnType<typeof quote>, later = 0) =>
  freshnessOf(timesOfQuote(of), hoursAt(now), now + later);
const badge = (now: number, of: ReturnType<typeof quote>) => badgeText(seen(now, of).badge);

const now = at('10:30');

test('an age counts from the vendor’s time of the value, not from its receipt', (t) => {
  const { at: since, ageMs, behindMs } = seen(now, quote(now, 20 * minute), 55 * second);
  t.is(since, now - 20 * minute);
  t.is(ageMs, 20 * minute + 55 * second);
  t.is(behindMs, 20 * minute, 'the feed is no later because time passes');
});

test('the vendor’s word counts as long as the times of its values agree', (t) => {
  t.is(badge(now, quote(now, 2 * second)), 'real-time');
  t.is(badge(now, quote(now, 3 * minute)), 'real-time');
  t.is(badge(now, quote(now, 15 * minute + 40 * second, { tier: 'delayed' })), 'delayed 15m');
  t.is(badge(now, quote(now, 18 * minute, { tier: 'delayed' })), 'delayed 15m');
});

test('real-time that is twenty minutes behind is late', (t) => {
  const late = seen(now, quote(now, 20 * minute, { quotedAt: now - 20 * minute }));
  t.is(badgeText(late.badge), 'late 20m');
  t.true(isLate(late));
  t.is(badge(now, quote(now, 15 * minute)), 'late 15m', 'a quarter of an hour, too, where real-time is said');
});

test('delayed that is later than its delay is late, and delayed that is seconds old is not delayed', (t) => {
  t.is(badge(now, quote(now, 35 * minute, { tier: 'delayed' })), 'late 35m');
  t.is(badge(now, quote(now, 4 * second, { tier: 'delayed' })), 'real-time');
  t.is(badge(now, quote(now, 5 * minute, { tier: 'delayed' })), 'delayed 5m');
});

test('where nothing is said, what is measured is shown', (t) => {
  t.is(badge(now, quote(now, second, { tier: 'unknown' })), 'real-time');
  t.is(badge(now, quote(now, 16 * minute, { tier: 'unknown' })), 'delayed 15m');
  t.is(badge(now, quote(now, 25 * minute, { tier: 'unknown' })), 'late 25m');
});

test('in a halt the last trade is old and the feed is not', (t) => {
  for (const tier of ['real-time', 'delayed', 'unknown'] as const) {
    const halt = seen(now, quote(now, 20 * minute, { tier, quotedAt: now - 2 * second }));
    t.is(badgeText(halt.badge), 'real-time');
    t.true(halt.isQuiet);
    t.is(halt.ageMs, 20 * minute);
    t.false(isLate(halt));
  }
  t.false(seen(now, quote(now, 20 * second, { quotedAt: now - second })).isQuiet);
  const slow = seen(now, quote(now, 40 * minute, { tier: 'delayed', quotedAt: now - 15 * minute }));
  t.is(badgeText(slow.badge), 'delayed 15m', 'a halt on a delayed plan is told by its bid and ask, too');
  t.true(slow.isQuiet);
});

test('a closing price is no late one, and says when it was made', (t) => {
  const close = quote(now, 18 * 60 * minute, { priceKind: 'close' });
  t.like(seen(now, close), { behindMs: null, isAtRest: true });
  t.is(badge(now, close), 'last close');
  t.is(badge(now, quote(now, 18 * 60 * minute, { tier: 'end-of-day' })), 'end of day');
});

test('while the market is closed nothing is measured, and the age is that of the last trade', (t) => {
  const saturday = at('11:00', '2026-11-21');
  const friday = quote(saturday, 0, { timestamp: at('20:00', '2026-11-20') });
  const rest = seen(saturday, friday);
  t.like(rest, { at: at('20:00', '2026-11-20'), isAtRest: true, behindMs: null });
  t.is(rest.ageMs, 15 * 60 * minute);
  t.is(badgeText(rest.badge), 'real-time');
});

test('before the bell a price of the day before is not late, and after it only by as much', (t) => {
  const friday = (receivedAt: number, given: Partial<Quote> = {}) =>
    quote(receivedAt, 0, { timestamp: at('20:00', '2026-11-20'), ...given });
  t.is(badge(at('09:00'), friday(at('09:00'))), 'real-time');
  t.is(badge(at('09:32'), friday(at('09:32'))), 'real-time');
  t.is(badge(at('09:36'), friday(at('09:36'))), 'late 6m');
  t.is(seen(at('09:36'), friday(at('09:36'))).behindMs, null, 'which is the least that it can be');
  t.is(badge(at('09:40'), friday(at('09:40'), { tier: 'delayed' })), 'delayed 15m');
});

test('a late feed shows itself in the pre-market and after the close', (t) => {
  for (const time of ['08:00', '16:10', '18:00']) {
    t.is(badge(at(time), quote(at(time), 20 * minute)), 'late 20m', time);
  }
});

const contract = (given: Partial<OptionQuote>): OptionQuote => ({
  ...withoutValues({ symbol: 'SPY261123C00670000', strike: 670, optionType: 'call' }),
  ...given,
});
const chain = (contracts: OptionQuote[], given: Partial<Chain> = {}): Chain => ({
  ...{ underlying: 'SPY', expiration: '2026-11-23', contracts, underlyingPrice: null },
  ...{ underlyingPriceSource: null, underlyingPriceAt: null, timestamp: now, slotAt: null },
  ...{ tier: 'real-time', source: 'simulator', rejectedRows: 0, adjustedRows: 0 },
  ...given,
});
const quoted = (agoMs: number) => contract({ bid: 1, ask: 1.02, quotedAt: now - agoMs });

test('a chain is as old as its quotes, whenever it was polled', (t) => {
  const fresh = freshnessOf(timesOfChain(chain([quoted(second), quoted(4 * minute)])), hoursAt(now), now);
  t.like(fresh, { ageMs: second, behindMs: second, badge: { kind: 'real-time' } });
  const late = freshnessOf(timesOfChain(chain([quoted(20 * minute)])), hoursAt(now), now + 30 * second);
  t.like(late, { ageMs: 20 * minute + 30 * second, behindMs: 20 * minute });
  t.is(badgeText(late.badge), 'late 20m');
});

test('one contract that is quoted, or stamped, later than all others does not make a chain fresh', (t) => {
  const contracts = [quoted(0), ...Array.from({ length: 399 }, () => quoted(20 * minute))];
  t.is(freshnessOf(timesOfChain(chain(contracts)), hoursAt(now), now).behindMs, 20 * minute);
});

test('without quotes the trades count, and without either nothing is known but when it was polled', (t) => {
  const trades = [contract({ last: 1, tradedAt: now - 16 * minute, quotedAt: now - 16 * minute })];
  t.is(timesOfChain(chain(trades)).valueAt, now - 16 * minute);
  // The smallest plan's only stamp is that of the day.
  const days = chain([contract({ last: 1, quotedAt: at('00:00') })], { tier: 'delayed' });
  t.like(freshnessOf(timesOfChain(days), hoursAt(now), now + second), {
    ...{ at: now, isTimeKnown: false, ageMs: second, behindMs: null },
    badge: { kind: 'delayed', minutes: 15 },
  });
});

test('options are at rest outside of their hours, and after the bell a delayed chain is still Friday’s', (t) => {
  const friday = at('16:14', '2026-11-20');
  const seenAt = (time: string, tier: Chain['tier']) =>
    freshnessOf(timesOfOptions({ tier, timestamp: at(time), quotedAt: friday }), hoursAt(at(time)), at(time));
  t.like(seenAt('09:00', 'real-time'), { isAtRest: true, at: friday });
  t.is(badgeText(seenAt('09:40', 'delayed').badge), 'delayed 15m');
  t.is(badgeText(seenAt('09:40', 'real-time').badge), 'late 10m');
});

test('what an alert says of an old value', (t) => {
  t.is(lateNote(now, now - 3 * second, 'real-time'), '');
  t.is(lateNote(now, now - 20 * minute, 'real-time'), ' (20 min late)');
  t.is(lateNote(now, now - 15 * minute - second, 'delayed'), ' (15 min late)');
  t.is(lateNote(now, null, 'delayed'), ' (delayed)');
  t.is(lateNote(now, null, 'real-time'), '');
});
