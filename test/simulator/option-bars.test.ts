import test, { type ExecutionContext } from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { stockOf } from '../../src/simulator/instruments/instruments.ts';
import { optionSeries } from '../../src/simulator/options/option-series.ts';
import type { Profile } from '../../src/simulator/profiles.ts';
import { sharedMarket } from '../support/shared-market.ts';
import { chain, type Json, monday, ms, type Rig, startRig, tuesday } from './support.ts';

const barsOf = (ticker: string, from: string, to = from, more = '') =>
  `/v2/aggs/ticker/${ticker}/range/1/minute/${from}/${to}?limit=50000${more}`;
const friday = '2026-11-20';
const market = sharedMarket();
const { calendar, chains } = market;
const spy = stockOf('SPY')!;
const seriesOn = (expiration: string) => optionSeries(spy, spy.optionRoots[0]!, expiration);

/** Every second contract's day in the chain is what its bars come to, and its last price that of the last one. */
async function agree(t: ExecutionContext, { get, pages, at }: Rig, times: { chain: string; bars: string }) {
  at(monday, times.chain);
  const rows: Json[] = (await pages(chain(monday))).flatMap(({ results }) => results);
  at(monday, times.bars);
  const midnight = newYorkInstant(monday, '00:00');
  let traded = 0;
  for (const { details, day } of rows.filter((_, index) => index % 2 === 0)) {
    const { json } = await get(barsOf(details.ticker, monday));
    if (!('close' in day) || ms(day.last_updated) !== midnight) {
      t.false('results' in json, `${details.ticker} has not traded`);
      t.is(json.resultsCount, 0);
      continue;
    }
    traded++;
    const bars: Json[] = json.results;
    const sum = (of: (bar: Json) => number) => bars.reduce((total, bar) => total + of(bar), 0);
    t.deepEqual(
      [day.open, day.high, day.low, day.close, day.volume],
      [
        bars[0].o,
        Math.max(...bars.map(({ h }) => h)),
        Math.min(...bars.map(({ l }) => l)),
        bars.at(-1).c,
        sum(({ v }) => v),
      ],
      details.ticker,
    );
    t.true(Math.abs(sum(({ v, vw }) => v * vw) / day.volume - day.vwap) < 2e-4, details.ticker);
  }
  t.true(traded > 40, `${traded} traded`);
}

test('the chain at an instant shows what the bars up to then come to', async (t) => {
  const rig = await startRig(t, monday, '09:31', { market });
  await agree(t, rig, { chain: '09:31:59', bars: '09:32:00' });
  await agree(t, rig, { chain: '11:07:59', bars: '11:08:00' });
  await agree(t, rig, { chain: '15:59:59', bars: '16:00:00' });
});

test('the same holds fifteen minutes later on a plan that is delayed', async (t) => {
  const rig = await startRig(t, monday, '11:00', { market, profile: 'starter' });
  await agree(t, rig, { chain: '11:22:59', bars: '11:23:00' });
  const { json } = await rig.get(barsOf('O:SPY261123C00716000', monday));
  t.is(json.status, 'DELAYED');
  t.is(json.results.at(-1).t, newYorkInstant(monday, '11:07'), 'the last minute that was over then');
});

test('an expired contract has the bars that it had while it traded', async (t) => {
  const { get, at, pages } = await startRig(t, monday, '16:15', { market });
  const tickers: string[] = (await pages(chain(monday)))
    .flatMap(({ results }) => results.map((row: Json) => row.details.ticker))
    .filter((_, index) => index % 3 === 0);
  const bars = async () => {
    const found: Json[] = [];
    for (const ticker of tickers) found.push((await get(barsOf(ticker, monday))).json.results ?? null);
    return found;
  };
  const then = await bars();
  at('2027-03-01', '11:00');
  t.deepEqual(await bars(), then);
  const traded = then.filter((results) => results !== null);
  t.true(traded.length > 60 && traded.length < then.length, 'some never trade');
  for (const results of traded) {
    const times: number[] = results.map((bar: Json) => bar.t);
    t.true(times.every((time, index) => time % 60_000 === 0 && (index === 0 || time > times[index - 1]!)));
    t.true(times[0]! >= newYorkInstant(monday, '09:30') && times.at(-1)! < newYorkInstant(monday, '16:15'));
    t.true(
      results.every(
        ({ l, o, c, h, v, n }: Json) => l > 0 && l <= o && l <= c && o <= h && c <= h && v > 0 && n > 0,
      ),
    );
  }
});

test('near the money every minute has trades, in the wings hardly any', (t) => {
  for (const date of [friday, monday, '2025-03-12']) {
    const session = calendar.sessionOn(date)!;
    const prints = chains.prints.of(seriesOn(date), session);
    const spot = sharedMarket()
      .market.day(spy, date)!
      .priceAt(session.open + 3 * 3_600_000);
    const traded = (offset: number) => {
      const near = chains.listing
        .contracts(seriesOn(date))
        .filter(({ strike, optionType }) => optionType === 'call' && Math.abs(strike - spot - offset) <= 0.5);
      return prints.minutesUntil(near[0]!.index, session.postClose).length;
    };
    t.true(traded(0) >= 395 && traded(2) >= 390, `${date}: ${traded(0)} minutes at the money`);
    t.true(traded(35) < 60 && traded(50) < 30, `${date}: ${traded(35)} minutes five per cent out`);
  }
});

/** What a plan answers when asked for the minutes of a day: a status, or the text that refuses. */
type Window = Record<'today' | 'yesterday' | 'lastYear' | 'threeYears' | 'fiveYears', string>;
const all: Window = { today: '200', yesterday: '200', lastYear: '200', threeYears: '200', fiveYears: '200' };
const tooEarly = "Attempted to request today's data before end of day";
const tooOld = "Your plan doesn't include this data timeframe";
const windows: Partial<Record<Profile, Window>> = {
  basic: { ...all, today: tooEarly, threeYears: tooOld, fiveYears: tooOld },
  starter: { ...all, threeYears: tooOld, fiveYears: tooOld },
  developer: { ...all, fiveYears: tooOld },
  advanced: all,
};

for (const [profile, window] of Object.entries(windows) as [Profile, Window][]) {
  test(`the ${profile} plan gives minutes of options as far back as it reaches`, async (t) => {
    const rig = await startRig(t, monday, '12:00', { market, profile });
    const dates = {
      today: monday,
      yesterday: friday,
      lastYear: '2025-03-12',
      threeYears: '2023-11-22',
      fiveYears: '2021-11-23',
    };
    for (const [name, date] of Object.entries(dates) as [keyof Window, string][]) {
      const list = await rig.get(
        `/v3/reference/options/contracts?underlying_ticker=SPY&expiration_date=${date}&as_of=${date}&limit=1000`,
      );
      const contracts: Json[] = list.json.results;
      if (contracts.length === 0) {
        t.fail(`${date} is not listed`);
        continue;
      }
      const { status, json } = await rig.get(
        barsOf(contracts[Math.floor(contracts.length / 4)].ticker, date),
      );
      t.is(status, window[name] === '200' ? 200 : 403, `${name} of ${profile}`);
      if (status === 403) t.true(json.message.startsWith(window[name]), json.message);
      else t.true(json.resultsCount > 50, `${name} of ${profile}: ${json.resultsCount}`);
    }
  });
}

test('the free plan has today’s minutes from midnight in New York on', async (t) => {
  const { get, at } = await startRig(t, monday, '23:59', { market, profile: 'basic' });
  const path = barsOf('O:SPY261123C00716000', monday);
  t.is((await get(path)).status, 403);
  at(tuesday, '00:00');
  t.true((await get(path)).json.results.length > 350);
});

test('the underlying’s minutes are there as they were traded, without adjustment', async (t) => {
  const { get } = await startRig(t, tuesday, '10:00', { market, profile: 'basic' });
  const { json } = await get(barsOf('SPY', monday, monday, '&adjusted=false'));
  t.false(json.adjusted);
  const regular = json.results.filter(
    (bar: Json) => bar.t >= newYorkInstant(monday, '09:30') && bar.t < newYorkInstant(monday, '16:00'),
  );
  t.is(regular.length, 390);
});

test('several days of one contract are one call, each day as by itself', async (t) => {
  const { get } = await startRig(t, tuesday, '10:00', { market, profile: 'basic' });
  const ticker = 'O:SPY261123C00716000';
  const days: Json[] = [];
  for (const date of ['2026-11-18', '2026-11-19', friday, monday])
    days.push(...((await get(barsOf(ticker, date))).json.results ?? []));
  t.deepEqual((await get(barsOf(ticker, '2026-11-18', monday))).json.results, days);
});

test('bars are the same from another market of the seed, whatever was asked before', async (t) => {
  const rigs = [await startRig(t, tuesday, '10:00', { market }), await startRig(t, tuesday, '10:00')];
  const tickers = ['O:SPY261123C00716000', 'O:SPY261123P00700000', 'O:SPY261123C00735000'];
  const answers = await Promise.all(
    rigs.map(async ({ get }, order) => {
      const found: Json[] = [];
      for (const ticker of order === 0 ? tickers : tickers.toReversed())
        found.push((await get(barsOf(ticker, monday))).json.results ?? null);
      return order === 0 ? found : found.reverse();
    }),
  );
  t.deepEqual(answers[0], answers[1]);
});

test('the trades of a month of one expiration are kept, of many expirations only the newest', (t) => {
  const { prints } = chains;
  const monthly = seriesOn('2026-12-18');
  const month = calendar.tradingDays('2026-11-19', '2026-12-18').map((date) => calendar.sessionOn(date)!);
  const dealt = (session: (typeof month)[number], series = monthly) => {
    const found = prints.of(series, session);
    found.contractSoFar(0, session.postClose);
    return found;
  };
  const first = month.map((session) => dealt(session));
  t.true(month.every((session, index) => dealt(session) === first[index]));
  for (const date of calendar.tradingDays('2026-09-01', '2026-09-30'))
    dealt(calendar.sessionOn(date)!, seriesOn(date));
  t.not(dealt(month[0]!), first[0]);
  t.deepEqual(
    dealt(month[0]!).contractSoFar(90, month[0]!.postClose),
    first[0]!.contractSoFar(90, month[0]!.postClose),
  );
});
