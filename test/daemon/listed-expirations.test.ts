import test from 'ava';
import { calendarDays } from '../../src/config/settings/calendar-days.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { CachedFetch } from '../../src/sources/polygon/cache.ts';
import { createExpirations } from '../../src/daemon/underlyings/expirations/expirations.ts';
import { fetchNearest } from '../../src/daemon/underlyings/chains/nearest-chain.ts';
import { createMarketDays } from '../../src/daemon/market-days/market-hours.ts';
import type { PollRequest } from '../../src/sources/request.ts';
import type { ExpirationsQuery } from '../../src/sources/polygon/endpoints/queries.ts';
import { parseExpirations } from '../../src/sources/polygon/parse/options/parse-expirations.ts';
import { UpstreamError } from '../../src/sources/polygon/http/upstream-error.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { formatOptionSymbol } from '../../src/market/symbols/option-symbol.ts';
import type { ListedExpirations } from '../../src/protocol/chain-subscription.ts';
import { manualClock } from '../support/manual-clock.ts';
import { sampleChain, sampleQuote } from '../tui/support/sample-chain.ts';

const tuesday = newYorkInstant('2026-11-24', '10:30');
const { settings } = loadSettings({ env: {} });
const { signal } = new AbortController();
const request: PollRequest = { priority: 'scheduled', isForced: false, slotAt: null, signal };

const row = (root: string, expiration: string) => ({
  ticker: formatOptionSymbol({ root, expiration, optionType: 'call', strikeMills: 400_000 }, 'polygon'),
  expiration_date: expiration,
});

/** What is listed, by an API that answers as the test says. */
function setUp(answer: (query: ExpirationsQuery) => readonly object[], price: number | null = 400) {
  const clock = manualClock(tuesday);
  const asked: ExpirationsQuery[] = [];
  const told: ListedExpirations[] = [];
  const cached = (async (_, fetch, read) => ({
    value: read(await fetch(), clock.now()),
    createdAt: clock.now(),
    isFromCache: false,
  })) as CachedFetch;
  const expirations = createExpirations({
    ...{ clock, cached },
    hours: createMarketDays(calendarDays(settings)),
    quotes: { of: (symbol) => (price === null ? null : sampleQuote({ symbol, price })) },
    endpoints: {
      async expirations(query) {
        asked.push(query);
        return { results: answer(query) };
      },
    },
    onListed: (listed) => void told.push(listed),
  });
  return { clock, asked, told, expirations };
}

test('of a list only what was asked for counts', (t) => {
  const rows = [
    row('TSLA', '2026-11-27'),
    row('TSLA', '2026-11-25'),
    row('TSLA', '2026-11-25'),
    row('TSLA', '2026-11-23'),
    row('TSLA', '2027-11-26'),
    row('TSLA1', '2026-11-26'),
    row('QQQ', '2026-11-24'),
    { ...row('TSLA', '2026-12-04'), expiration_date: '2026-12-11' },
    { ticker: 'O:TSLA', expiration_date: '2026-11-30' },
    { ticker: null, expiration_date: '2026-02-30' },
    null,
    'a row',
  ];
  const range = { roots: ['TSLA'], from: '2026-11-24', to: '2027-01-23' };
  t.deepEqual(parseExpirations({ results: rows }, range), ['2026-11-25', '2026-11-27']);
  t.deepEqual(parseExpirations({}, range), []);
  t.throws(() => parseExpirations({ results: 'none' }, range), { message: /makes no sense/ });
});

test('the calendar’s word holds until the API has said what is listed, once a day', async (t) => {
  const { clock, asked, told, expirations } = setUp(() => [
    row('TSLA', '2026-11-25'),
    row('TSLA', '2026-11-27'),
  ]);
  t.is(expirations.nearest('TSLA'), '2026-11-27');
  await expirations.learn('TSLA', request);
  await expirations.learn('TSLA', request);
  t.is(expirations.nearest('TSLA'), '2026-11-25');
  t.deepEqual(told, [{ symbol: 'TSLA', dates: ['2026-11-25', '2026-11-27'] }]);
  t.is(asked.length, 1);
  t.like(asked[0], { symbol: 'TSLA', from: '2026-11-24', strikes: { low: 384, high: 416 } });
  await clock.advance(newYorkInstant('2026-11-25', '16:15') - tuesday);
  t.is(expirations.nearest('TSLA'), '2026-11-27', 'the list of yesterday is better than a rule');
  await expirations.learn('TSLA', request);
  t.is(asked.length, 2);
});

test('without a price the nearest dates are learnt from the first page, and the rest once there is one', async (t) => {
  const { asked, expirations } = setUp(() => [row('TSLA', '2026-11-25')], null);
  await expirations.learn('TSLA', request);
  await expirations.learn('TSLA', request);
  t.deepEqual(
    asked.map(({ strikes }) => strikes),
    [null],
  );
});

test('a price that no strike is near is no reason to know nothing', async (t) => {
  const { asked, expirations } = setUp(({ strikes }) => (strikes ? [] : [row('TSLA', '2026-11-25')]));
  await expirations.learn('TSLA', request);
  await expirations.learn('TSLA', request);
  t.is(expirations.nearest('TSLA'), '2026-11-25');
  t.is(asked.length, 2);
});

test('a symbol without options says so, and is not asked about at each poll', async (t) => {
  const { clock, asked, expirations } = setUp(() => []);
  for (let poll = 0; poll < 3; poll++) {
    await t.throwsAsync(expirations.learn('BRK.A', request), {
      message: 'The API lists no options on BRK.A.',
    });
  }
  t.is(asked.length, 2);
  await clock.advance(15 * 60_000);
  await t.throwsAsync(expirations.learn('BRK.A', request));
  t.is(asked.length, 4);
});

test('a list that does not come stops the first poll, and no later one', async (t) => {
  let isDown = false;
  const { clock, expirations } = setUp(() => {
    if (isDown) throw new UpstreamError('network', 'The API cannot be reached.');
    return [row('TSLA', '2026-11-25'), row('TSLA', '2026-11-27')];
  });
  isDown = true;
  await t.throwsAsync(expirations.learn('TSLA', request), { message: /cannot be reached/ });
  isDown = false;
  await expirations.learn('TSLA', request);
  isDown = true;
  await clock.advance(86_400_000);
  await expirations.learn('TSLA', request);
  t.is(expirations.nearest('TSLA'), '2026-11-25');
});

test('SPY is told otherwise: the chain is the one that is listed instead', async (t) => {
  const { clock, asked, expirations } = setUp(() => [row('SPY', '2026-11-25'), row('SPY', '2026-11-27')]);
  const polled: string[] = [];
  const fetch = async (expiration: string) => {
    polled.push(expiration);
    if (expiration === '2026-11-24') throw new UpstreamError('not-found', 'The API lists no contracts.');
    return sampleChain(671.2, { expiration });
  };
  const poll = () => fetchNearest({ symbol: 'SPY', expirations }, request, fetch);
  t.is((await poll()).expiration, '2026-11-25');
  t.is((await poll()).expiration, '2026-11-25');
  t.deepEqual(polled, ['2026-11-24', '2026-11-25', '2026-11-25']);
  t.is(asked.length, 1);
  // Another day is another matter.
  await clock.advance(newYorkInstant('2026-11-27', '09:30') - clock.now());
  t.is((await poll()).expiration, '2026-11-27');
  t.is(asked.length, 1);
});

test('an empty chain of a date that is listed stays an error, and the list is not asked for each time', async (t) => {
  const { asked, expirations } = setUp(() => [row('SPY', '2026-11-24')]);
  const fetch = async () => {
    throw new UpstreamError('not-found', 'The API lists no contracts of 2026-11-24 yet.');
  };
  for (let polls = 0; polls < 3; polls++) {
    await t.throwsAsync(fetchNearest({ symbol: 'SPY', expirations }, request, fetch), {
      message: /2026-11-24 yet/,
    });
  }
  t.is(asked.length, 1);
});
