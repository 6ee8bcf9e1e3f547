import { assumptionsOn } from '../../support/assumptions.ts';
import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { type AlertMemory, createAlertEngine } from '../../../src/daemon/alerts/alert-engine.ts';
import { type RecordedToday, readRecordedToday } from '../../../src/daemon/alerts/notified-today.ts';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import { inventedChain } from '../../support/invented-chain.ts';
import { phaseState } from '../../../src/daemon/market-days/market-hours.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { Alert } from '../../../src/market/alerts/alert.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import type { Levels } from '../../../src/market/levels/levels.ts';
import { calendarOf } from '../../../src/market/products/product-calendar.ts';
import { chainTimes } from '../../../src/market/products/series-times.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import type { RuleState } from '../../../src/protocol/alerts.ts';
import type { Usage } from '../../../src/protocol/state.ts';
import type { BudgetState } from '../../../src/recordings/usage.ts';
import { newDatabase, someLevels } from '../../db/fixtures.ts';
import { manualClock, settlePromises } from '../../support/manual-clock.ts';

const date = '2026-11-23';
const calendar = createCalendar();
const session = calendar.sessionOn(date)!;
const at = (time: string) => newYorkInstant(date, time);

const nothingKept: Pick<Recording, 'alerts'> = {
  alerts: {
    record: async () => {},
    latest: async () => [],
    between: async () => [],
    rulesNotified: async () => new Map(),
  },
};

/** An alert book on a bus that the test feeds, at 10:00. */
function openBook(
  rules: string[],
  time = '10:00',
  watched: string[] = ['SPY', 'QQQ'],
  db: Pick<Recording, 'alerts'> = nothingKept,
  recordedToday?: RecordedToday,
  continues?: AlertMemory,
) {
  const clock = manualClock(at(time), settlePromises);
  const bus = createEventBus();
  const alerts: Alert[] = [];
  const told: RuleState[][] = [];
  const logged: string[] = [];
  const errors: unknown[] = [];
  const log = (_: object, message: string) => logged.push(message);
  const settings = { ...loadSettings({ env: {} }).settings, alertRules: rules };
  const budget: BudgetState = { callsPerMinute: 5, used: 0, reserve: 1, nextFreeAt: null };
  bus.on('alert', (alert) => alerts.push(alert));
  bus.on('rules', (states) => told.push(states));
  const book = createAlertEngine({
    ...{ recorded: ['SPY'], settings, hours: { calendar }, db, clock, bus, source: 'simulator' },
    recordedToday,
    onStoreError: (error) => errors.push(error),
    continues,
    watched: () => watched,
    expirations: {
      nearest: (symbol) => calendarOf({ underlying: symbol }, calendar).zeroDteExpiry(clock.now()),
      endOf: (symbol, expiration) => chainTimes(symbol, expiration, calendar)?.tradingEnd ?? null,
    },
    budget: () => budget,
    log: { debug: log, info: log, warn: log, error: log },
  });
  const quote = (price: number, given: Partial<Quote> = {}, origin?: 'recorded') => {
    const now = clock.now();
    bus.emit(
      'quote',
      {
        ...{ symbol: 'SPY', price, bid: null, ask: null, dayOpen: null, dayHigh: null, dayLow: null },
        ...{ previousClose: 700, volume: null, vwap: null, timestamp: now - 1000, receivedAt: now },
        ...{ priceKind: 'trade', quotedAt: null, slotAt: null, tier: 'real-time', source: 'simulator' },
        ...given,
      },
      undefined,
      origin,
    );
  };
  const chain = (change: (chain: Chain) => Chain = (given) => given, given: Partial<Levels> = {}) => {
    const polled = change(inventedChain(session, clock.now(), 670));
    const terms = { session, dealerSign: 'naive', opening: null } as const;
    bus.emit('chain', polled);
    bus.emit('levels', { ...levelsOf(fillChain(polled, assumptionsOn(calendar)), terms), ...given });
  };
  const messages = () => alerts.splice(0).map(({ message }) => message);
  const state = (text: string) => book.report().rules.find((rule) => rule.text === text)!;
  const phase = () => bus.emit('phase', phaseState({ calendar }, clock.now()));
  return {
    ...{ clock, bus, book, settings, budget, alerts, told, logged, errors },
    ...{ quote, chain, messages, state, phase },
  };
}

test('what was recorded is evaluated no more when a client turns to it', (t) => {
  const { quote, bus, book } = openBook(['QQQ price > 700', 'iv > 1%']);
  const before = book.report();
  const terms = { session, dealerSign: 'naive', opening: null } as const;
  const levels = levelsOf(
    fillChain(inventedChain(session, at('10:00'), 670), assumptionsOn(calendar)),
    terms,
  );
  quote(701, { symbol: 'QQQ' }, 'recorded');
  bus.emit('levels', levels, { symbol: 'SPY', expiration: null }, 'recorded');
  t.deepEqual(book.report(), before);
  quote(701, { symbol: 'QQQ' });
  bus.emit('levels', levels);
  t.deepEqual(
    book.report().rules.map(({ isMet }) => isMet),
    [true, true],
  );
});

test('an alert says rule, value, direction and source, is logged, listed, and counted', async (t) => {
  const { clock, book, quote, alerts, logged, state, told } = openBook(['price > 700', 'price crosses 700']);
  t.deepEqual(book.summary(), { rules: 2, met: 0, idle: 0, lastAt: null });
  quote(699);
  await clock.advance(15_000);
  quote(700.5);
  t.deepEqual(alerts, [
    {
      ...{ at: at('10:00') + 15_000, kind: 'rule', symbol: 'SPY', source: 'simulator', direction: 'up' },
      ...{
        rule: 'price > 700',
        message: 'SPY price > 700: 700.50',
        value: 700.5,
        valueAt: clock.now() - 1000,
        level: 700,
      },
    },
    {
      ...{ at: at('10:00') + 15_000, kind: 'rule', symbol: 'SPY', source: 'simulator', direction: 'up' },
      ...{
        rule: 'price crosses 700',
        message: 'SPY price crossed 700 upwards: 700.50',
        value: 700.5,
        valueAt: clock.now() - 1000,
        level: 700,
      },
    },
  ]);
  t.deepEqual(logged, ['SPY price > 700: 700.50', 'SPY price crossed 700 upwards: 700.50']);
  t.deepEqual(state('price > 700'), {
    ...{
      text: 'price > 700',
      origin: 'settings',
      symbol: null,
      measure: 'price',
      comparison: '>',
      threshold: 700,
    },
    ...{ isMet: true, since: clock.now(), isArmed: false, value: 700.5, valueAt: clock.now() },
    ...{ lastFiredAt: clock.now(), idle: null },
  });
  t.deepEqual(told.at(-1), book.report().rules);
  t.deepEqual(book.report().recent, [...alerts].reverse());
  t.deepEqual(book.summary(), { rules: 2, met: 1, idle: 0, lastAt: clock.now() });
});

test('rules follow the symbol they name, and say what keeps them from being watched', (t) => {
  const rules = ['QQQ price > 600', 'IWM price > 200', 'QQQ iv > 40%', 'price > 700'];
  const { quote, messages, state, logged, book } = openBook(rules);
  t.deepEqual(logged, [
    'an alert rule cannot be watched: IWM is not watched',
    'an alert rule cannot be watched: only the chain of SPY is recorded',
  ]);
  quote(599, { symbol: 'QQQ' });
  quote(601, { symbol: 'QQQ' });
  quote(199, { symbol: 'IWM' });
  quote(201, { symbol: 'IWM' });
  t.deepEqual(messages(), ['QQQ price > 600: 601.00']);
  t.is(state('IWM price > 200').idle, 'IWM is not watched');
  t.is(state('IWM price > 200').value, null);
  t.is(state('price > 700').value, null);
  t.is(book.summary().idle, 2);
});

test('a stale price fires nothing and says why; the edge is told with the first fresh one', (t) => {
  const { quote, messages, state, clock } = openBook(['price > 700', 'change > 0.5%']);
  quote(699);
  const now = clock.now();
  quote(705, { timestamp: now - 31 * 60_000 });
  t.is(state('price > 700').idle, 'the vendor’s price is stale');
  quote(705, { tier: 'end-of-day' });
  t.is(state('price > 700').idle, 'this plan has closing prices only');
  quote(705, { timestamp: at('09:30') - 86_400_000 });
  t.is(state('price > 700').idle, 'no price of this session yet');
  t.deepEqual(messages(), []);
  t.is(state('price > 700').value, 699);
  quote(705, { tier: 'delayed', timestamp: now - 16 * 60_000 });
  t.deepEqual(messages(), [
    'SPY price > 700: 705.00 (16 min late)',
    'SPY change > 0.5%: +0.71% (16 min late)',
  ]);
  quote(690, { previousClose: null });
  t.is(state('change > 0.5%').idle, 'no previous close is known');
  t.is(state('change > 0.5%').isMet, true, 'what is not known does not change what was');
});

const wide =
  (cents: number) =>
  (chain: Chain): Chain => ({
    ...chain,
    contracts: chain.contracts.map((contract) => ({
      ...contract,
      bid: 2 - cents / 100,
      ask: 2 + cents / 100,
    })),
  });

test('spread, volatility and put/call ratio are read from each chain of the session', async (t) => {
  const { chain, messages, state, clock } = openBook(['spread > 5%', 'iv > 40%', 'put/call > 1.5']);
  const calm = { volatility: { atTheMoney: 0.2, day: null, put25: null, call25: null, skew: null } };
  chain(wide(4), { ...calm, putCallRatio: { volume: 1.2, openInterest: 9 } });
  t.is(state('spread > 5%').value?.toFixed(6), '4.000000');
  t.is(state('iv > 40%').value, 20);
  t.is(state('put/call > 1.5').value, 1.2);
  await clock.advance(60_000);
  const wild = { volatility: { ...calm.volatility, atTheMoney: 0.45 } };
  chain(wide(10), { ...wild, putCallRatio: { volume: 1.6, openInterest: 0 } });
  t.deepEqual(messages(), ['SPY spread > 5%: 10.0%', 'SPY iv > 40%: 45.0%', 'SPY put/call > 1.5: 1.60']);
});

test('a chain says nothing about what it lacks, after hours, and of volatility in the last half hour', async (t) => {
  const rules = ['spread > 5%', 'iv > 0%', 'put/call > 0'];
  const { chain, messages, state, clock, phase } = openBook(rules, '15:40');
  chain((given) => ({ ...given, contracts: given.contracts.map((one) => ({ ...one, bid: null })) }));
  t.is(state('spread > 5%').idle, 'no two-sided straddle at the money');
  await clock.advance(6 * 60_000);
  chain();
  t.is(state('iv > 0%').idle, 'not in the last half hour');
  clock.set(at('16:15'));
  chain();
  t.deepEqual(
    rules.map((rule) => state(rule).idle),
    Array(3).fill('options are not trading'),
  );
  chain(undefined, { tier: 'end-of-day', timestamp: at('16:00') });
  t.is(state('put/call > 0').idle, 'this plan has closing prices only');
  phase();
  t.is(state('put/call > 0').idle, 'options are not trading');
  t.deepEqual(messages(), []);
});

test('what a client looks at besides changes no rule, and its alerts are not of the list', (t) => {
  const { bus, state, chain, clock, book } = openBook(['put/call > 1.5']);
  chain(undefined, { putCallRatio: { volume: 1.2, openInterest: 1 } });
  const before = state('put/call > 1.5');
  const subscription = { symbol: 'SPY', expiration: '2026-11-25' };
  const beside = fillChain(inventedChain(session, clock.now(), 670), assumptionsOn(calendar));
  const terms = { session, dealerSign: 'naive', opening: null } as const;
  bus.emit('levels', { ...levelsOf(beside, terms), expiration: '2026-11-25' }, subscription);
  const level: Alert = {
    ...{ at: clock.now(), kind: 'gamma-flip', symbol: 'SPY', message: 'beside' },
    ...{ direction: 'up', value: 1, valueAt: null, level: 1, source: 'simulator' },
  };
  bus.emit('alert', level, subscription);
  t.deepEqual(state('put/call > 1.5'), before);
  t.deepEqual(book.report().recent, []);
});

test('an alert carries the vendor’s time of its value, and says how late that is', (t) => {
  const { quote, alerts, clock } = openBook(['price > 700']);
  quote(699);
  const timestamp = clock.now() - 20 * 60_000;
  quote(705, { timestamp });
  t.like(alerts.at(-1), {
    message: 'SPY price > 700: 705.00 (20 min late)',
    ...{ at: clock.now(), valueAt: timestamp },
  });
});

test('in a halt the last price still counts', (t) => {
  const { quote, state, clock } = openBook(['price > 700']);
  quote(699, { timestamp: clock.now() - 40 * 60_000, quotedAt: clock.now() - 1000 });
  t.is(state('price > 700').idle, null);
  t.is(state('price > 700').value, 699);
});

test('a quote is stale by the vendor’s time of it, however often it comes', async (t) => {
  const { quote, alerts, messages, state, clock } = openBook(['stale > 15m']);
  const timestamp = clock.now() - 5 * 60_000;
  quote(699, { timestamp });
  t.is(state('stale > 15m').value, 5 * 60_000);
  await clock.advance(9 * 60_000);
  quote(699, { timestamp });
  await clock.advance(59_000);
  t.deepEqual(alerts, []);
  await clock.advance(2000);
  t.like(alerts[0], { message: 'SPY stale > 15m: 15:00', valueAt: timestamp });
  t.deepEqual(messages(), ['SPY stale > 15m: 15:00']);
  quote(699, { timestamp, quotedAt: clock.now() - 1000 });
  t.is(state('stale > 15m').value, 1000, 'in a halt bid and ask are fresh');
});

test('a feed that is late from the first quote on is stale at once, once the day has come so far', (t) => {
  const { quote, messages } = openBook(['stale > 15m'], '10:30');
  quote(699, { timestamp: at('10:10') });
  t.deepEqual(messages(), ['SPY stale > 15m: 20:00']);
});

test('a quote is stale from its limit on, by the clock alone, and only while the stock trades', async (t) => {
  const { quote, messages, state, clock, phase } = openBook(['stale > 2m', 'QQQ stale > 5m'], '09:20');
  await clock.advance(9 * 60_000);
  t.is(state('stale > 2m').idle, 'the stock is not trading');
  await clock.advance(60_000);
  phase();
  await clock.advance(119_000);
  t.deepEqual(messages(), [], 'counted from the bell');
  await clock.advance(2000);
  t.deepEqual(messages(), ['SPY stale > 2m: 2:00']);
  await clock.advance(60_000);
  quote(700);
  t.false(state('stale > 2m').isMet);
  t.true(state('stale > 2m').isArmed);
  await clock.advance(121_000);
  t.deepEqual(messages().sort(), ['QQQ stale > 5m: 5:00', 'SPY stale > 2m: 2:00']);
  clock.set(at('16:00'));
  phase();
  t.is(state('stale > 2m').idle, 'the stock is not trading');
  t.is(clock.pendingTimers, 0, 'nothing wakes until the market does');
});

test('a day at the start is not taken for a stale quote', async (t) => {
  const { messages, clock } = openBook(['stale > 2m'], '14:00');
  t.deepEqual(messages(), []);
  await clock.advance(125_000);
  t.deepEqual(messages(), ['SPY stale > 2m: 2:00']);
});

test('the budget is told when a call uses it up, and is free again without a call', async (t) => {
  const { bus, budget, messages, state, clock, book } = openBook(['budget > 90%']);
  const use = (used: number, nextFreeInMs: number | null) => {
    Object.assign(budget, { used, nextFreeAt: nextFreeInMs === null ? null : clock.now() + nextFreeInMs });
  };
  use(5, 30_000);
  bus.emit('usage', {} as Usage);
  t.deepEqual(messages(), ['budget > 90%: 100%']);
  t.is(book.summary().met, 1);
  use(5, 30_000);
  await clock.advance(20_000);
  use(1, 10_000);
  await clock.advance(20_000);
  t.false(state('budget > 90%').isMet);
  t.is(state('budget > 90%').value, 20);
});

test('a price is held against a level where the chain has it at each poll', async (t) => {
  const { chain, messages, state, alerts, clock } = openBook(['price crosses flip', 'price > call wall']);
  t.is(state('price crosses flip').threshold, 0, 'not known yet');
  const poll = async (spot: number, gammaFlip: number | null) => {
    await clock.advance(120_000);
    const byOpenInterest = { ...someLevels().byOpenInterest!, gammaFlip, callWall: 675 };
    chain((given) => given, { spot, spotAt: clock.now(), byOpenInterest });
  };
  await poll(667, 668);
  t.deepEqual(messages(), []);
  t.is(state('price crosses flip').threshold, 668);
  await poll(669, 668.25);
  t.deepEqual(
    alerts.map(({ value, level }) => [value, level]),
    [[669, 668.25]],
  );
  t.deepEqual(messages(), ['SPY price crossed the gamma flip at 668.25 upwards: 669.00']);
  await poll(669, 671);
  t.deepEqual(messages(), ['SPY price crossed the gamma flip at 671.00 downwards: 669.00'], 'the flip moved');
  await poll(669, null);
  t.is(state('price crosses flip').idle, 'the chain has no gamma flip now');
  await poll(675.5, null);
  t.deepEqual(messages(), ['SPY price > the call wall at 675.00: 675.50']);
  t.true(state('price > call wall').isMet);
});

test('the time left to an expiration is told once it is as short as the rule says, each day anew', async (t) => {
  const rules = ['expiry < 30m', 'SPY expiry 2026-11-24 < 1h', 'SPY expiry 2026-11-26 < 1h'];
  const { messages, state, clock } = openBook(rules, '15:30');
  t.is(state('expiry < 30m').value, 45 * 60_000, 'SPY’s options trade until 16:15');
  t.true(state('expiry < 30m').isArmed);
  t.is(state('SPY expiry 2026-11-26 < 1h').idle, 'there is no session on 2026-11-26');
  await clock.advance(15 * 60_000 + 1000);
  t.deepEqual(messages(), ['SPY expiry < 30m: 30m 00s']);
  await clock.advance(31 * 60_000);
  t.is(state('expiry < 30m').isMet, false, 'tomorrow’s is the nearest now');
  await clock.advance(24 * 60 * 60_000);
  t.deepEqual(messages(), ['SPY expiry 2026-11-24 < 1h: 1h 00m', 'SPY expiry < 30m: 30m 00s']);
  t.is(state('SPY expiry 2026-11-24 < 1h').idle, '2026-11-24 has expired');
});

test('rules that stay keep what is known of them when the settings are read anew', async (t) => {
  const { quote, messages, state, settings, book, clock } = openBook(['price > 700', 'price > 800']);
  quote(699);
  quote(701);
  t.deepEqual(messages(), ['SPY price > 700: 701.00']);
  const before = state('price > 700');
  settings.alertRules = ['price > 700', 'price > 690', 'IWM price > 1'];
  book.configure();
  t.deepEqual(state('price > 700'), before);
  t.false(book.report().rules.some(({ text }) => text === 'price > 800'));
  await clock.advance(120_000);
  quote(702);
  t.deepEqual(messages(), [], 'neither the one told nor the one met before it was there');
  t.true(state('price > 690').isMet);
  t.is(book.report().recent.length, 1);
  settings.alertRules = [];
  book.configure();
  t.is(clock.pendingTimers, 0);
});

test('the list of the day ends with the day, and has a length', (t) => {
  const { bus, book, clock } = openBook([]);
  const alert = (index: number): Alert => ({
    ...{ at: clock.now() + index, kind: 'gamma-flip', symbol: 'SPY', message: `${index}` },
    ...{ direction: 'up', value: 1, valueAt: null, level: 1, source: 'simulator' },
  });
  for (let index = 0; index < 150; index++) bus.emit('alert', alert(index));
  t.is(book.report().recent.length, 100);
  t.is(book.report().recent[0]!.message, '149');
  clock.set(at('10:00') + 86_400_000);
  t.deepEqual(book.report().recent, []);
  t.is(book.summary().lastAt, null);
});

test('a restart keeps the list of the day, and tells nothing again that was told', async (t) => {
  const { db } = await newDatabase(t);
  const rules = ['price > 700', 'price > 710'];
  const first = openBook(rules, '10:00', ['SPY'], db);
  first.quote(699);
  first.quote(700.5);
  first.bus.emit('alert', {
    ...{ at: at('10:00'), kind: 'gamma-flip', symbol: 'SPY', message: 'a level' },
    ...{ direction: 'down', value: 1, valueAt: null, level: 2, source: 'simulator' },
  });
  const { recent } = first.book.report();
  t.is(recent.length, 2);
  first.book.close();

  const restart = async (time: string) => {
    await settlePromises();
    const clock = manualClock(at(time));
    const recordedToday = await readRecordedToday({
      db,
      clock,
      onStoreError: (error) => t.fail(String(error)),
    });
    return openBook(rules, time, ['SPY'], db, recordedToday);
  };
  const second = await restart('10:05');
  t.deepEqual(second.book.report().recent, recent);
  t.deepEqual(second.book.summary(), { rules: 2, met: 0, idle: 0, lastAt: at('10:00') });
  t.is(second.state('price > 700').lastFiredAt, at('10:00'));
  t.is(second.state('price > 710').lastFiredAt, null);
  second.quote(699.9);
  second.quote(700.2);
  t.deepEqual(second.messages(), [], 'it has not gone back by the margin');
  second.quote(711);
  t.deepEqual(second.messages(), ['SPY price > 710: 711.00']);
  second.book.close();

  const early = await restart('09:59');
  t.deepEqual(early.book.report().recent, [], 'a clock that was set back has no future');
  const tomorrow = await restart('10:00');
  tomorrow.clock.set(at('10:00') + 86_400_000);
  t.deepEqual(tomorrow.book.report().recent, []);
});

test('an alert is told also where it cannot be kept', async (t) => {
  const fail = async () => {
    throw new Error('no room');
  };
  const db = { alerts: { record: fail, latest: fail, between: async () => [], rulesNotified: fail } };
  const { quote, messages, book, errors, clock } = openBook(['price > 700'], '10:00', ['SPY'], db);
  quote(699);
  quote(701);
  t.deepEqual(messages(), ['SPY price > 700: 701.00']);
  t.is(book.report().recent.length, 1);
  await settlePromises();
  t.is(errors.length, 1);
  const onStoreError = (error: unknown) => void errors.push(error);
  t.deepEqual(await readRecordedToday({ db, clock, onStoreError }), { alerts: [], rules: new Map() });
  t.is(errors.length, 2);
});

test('nothing is left behind when it is closed', async (t) => {
  const { book, clock, quote, alerts } = openBook(['stale > 2m', 'price > 700', 'budget > 90%']);
  quote(699);
  book.close();
  t.is(clock.pendingTimers, 0);
  quote(701);
  t.deepEqual(alerts, []);
});

const main = { subscription: { symbol: 'SPY', expiration: null }, isMain: true, recorded: [] };
const levelsAt = (time: string, used: number) => {
  const levels = someLevels({ expiration: date, timestamp: at(time) });
  return { ...levels, expectedMove: { ...levels.expectedMove, used } };
};

test('what a daemon hands over holds the rules and the levels: neither fires again', (t) => {
  const first = openBook(['price > 700'], '10:00');
  const watch = first.book.follow(main);
  first.quote(699);
  first.quote(701);
  watch(levelsAt('10:00', 1.2));
  t.deepEqual(
    first.alerts.map(({ kind }) => kind),
    ['rule', 'expected-move'],
  );
  const memory = structuredClone(first.book.memory());

  const second = openBook(['price > 700'], '10:05', ['SPY'], nothingKept, undefined, memory);
  second.quote(702);
  const next = second.book.follow(main);
  next(levelsAt('10:05', 1.3));
  t.deepEqual(second.alerts, []);
  next(levelsAt('10:06', 0.8));
  next(levelsAt('10:07', 1.1));
  t.deepEqual(
    second.alerts.map(({ kind }) => kind),
    ['expected-move'],
    'and it is armed again once it has gone back',
  );
});

test('levels of a secondary subscription alert its clients only', (t) => {
  const { bus, book, alerts } = openBook([]);
  const subscription = { symbol: 'SPY', expiration: '2026-11-25' };
  const about: unknown[] = [];
  bus.on('alert', (_, of) => about.push(of));
  book.follow({ subscription, isMain: false, recorded: [] })(levelsAt('10:00', 1.2));
  t.is(alerts.length, 1);
  t.is(about[0], subscription);
  t.deepEqual(book.report().recent, []);
  t.is(book.memory().levels, null);
});
