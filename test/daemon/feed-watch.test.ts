import test from 'ava';
import { createEventBus } from '../../src/daemon/event-bus.ts';
import { watchFeeds } from '../../src/daemon/feed-watch.ts';
import { createHealthTracker } from '../../src/daemon/health.ts';
import { createMarketDays, phaseState } from '../../src/daemon/market-days/market-hours.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { manualClock } from '../support/manual-clock.ts';
import { daysWith } from '../support/market-days.ts';
import { sampleChain, sampleQuote } from '../tui/support/sample-chain.ts';

const minute = 60_000;
const at = (time: string) => newYorkInstant('2026-11-23', time);

function openWatch(time: string) {
  const clock = manualClock(at(time));
  const bus = createEventBus();
  const health = createHealthTracker(clock, bus);
  const hours = createMarketDays(daysWith());
  const end = watchFeeds({ symbol: 'SPY', isFirst: true, health, hours, bus });
  return {
    bus,
    clock,
    end,
    quote(agoMs: number, given: Partial<Quote> = {}) {
      const timestamp = clock.now() - agoMs;
      bus.emit('quote', sampleQuote({ timestamp, quotedAt: timestamp, receivedAt: clock.now(), ...given }));
    },
    chain(agoMs: number, expiration: string | null = null) {
      const chain = sampleChain(671.2, { timestamp: clock.now() });
      const contracts = chain.contracts.map((each) => ({ ...each, quotedAt: clock.now() - agoMs }));
      bus.emit('chain', { ...chain, contracts }, { symbol: 'SPY', expiration });
    },
    phase: () => bus.emit('phase', phaseState(hours, clock.now())),
    problems: () => health.current().problems.map(({ subject, message }) => `${subject}: ${message}`),
  };
}

const late = (minutes: number) => [
  `feed: The API goes on answering with a price that is ${minutes} min old.`,
];

test('a feed that is late from the first quote on is a problem at once', (t) => {
  const { quote, problems } = openWatch('10:30');
  quote(20 * minute);
  t.deepEqual(problems(), late(20));
  quote(1000);
  t.deepEqual(problems(), [], 'and over with the first fresh one');
});

test('a plan that is a quarter of an hour late is none, and one that stops on top of it is', (t) => {
  const { clock, quote, problems } = openWatch('10:30');
  quote(15 * minute, { tier: 'delayed', quotedAt: null });
  t.deepEqual(problems(), []);
  clock.set(at('10:34'));
  quote(19 * minute, { tier: 'delayed', quotedAt: null });
  t.deepEqual(problems(), late(19));
});

test('a feed that was younger in this session has stopped, whatever is said of it now', (t) => {
  const { clock, quote, problems } = openWatch('10:30');
  quote(1000, { tier: 'unknown' });
  clock.set(at('10:40'));
  quote(10 * minute, { tier: 'delayed' });
  t.deepEqual(problems(), late(10));
});

test('a halt is no late feed: bid and ask go on', (t) => {
  const { clock, quote, problems } = openWatch('10:30');
  quote(20 * minute, { quotedAt: clock.now() - 2000 });
  t.deepEqual(problems(), []);
});

test('only regular hours of the recorded symbol count, and the problem ends with them', (t) => {
  const { clock, quote, chain, phase, problems } = openWatch('08:30');
  quote(20 * minute);
  t.deepEqual(problems(), []);
  clock.set(at('15:59'));
  quote(20 * minute, { symbol: 'XYZ' });
  t.deepEqual(problems(), []);
  quote(20 * minute);
  chain(20 * minute);
  t.is(problems().length, 2);
  clock.set(at('16:00'));
  phase();
  t.deepEqual(problems(), []);
});

test('the options’ feed is watched by the times of their quotes', (t) => {
  const { chain, quote, problems, end } = openWatch('10:30');
  quote(1000);
  chain(20 * minute, '2026-11-24');
  t.deepEqual(problems(), [], 'chains that somebody looks at besides are not');
  chain(20 * minute);
  t.deepEqual(problems(), ['chain feed: The API goes on answering with option quotes that are 20 min old.']);
  chain(1000);
  t.deepEqual(problems(), []);
  end();
  chain(20 * minute);
  t.deepEqual(problems(), []);
});

test('a price of the day before is late some minutes after the bell', (t) => {
  const { clock, quote, problems } = openWatch('09:32');
  const friday = newYorkInstant('2026-11-20', '20:00');
  quote(0, { timestamp: friday, quotedAt: null });
  t.deepEqual(problems(), []);
  clock.set(at('09:34'));
  quote(0, { timestamp: friday, quotedAt: null });
  t.is(problems().length, 1);
  quote(1000);
  quote(0, { timestamp: friday, priceKind: 'close', quotedAt: null });
  t.is(problems().length, 1, 'also where it is said to be a close');
  quote(0, { timestamp: friday, tier: 'end-of-day', quotedAt: null });
  t.deepEqual(problems(), [], 'of a plan that has nothing else it is not');
});
