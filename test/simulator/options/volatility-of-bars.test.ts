import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import {
  type Chain,
  inChainOrder,
  type OptionQuote,
  withoutValues,
} from '../../../src/market/quotes/chain.ts';
import type { Aggregate } from '../../../src/simulator/market/aggregate.ts';
import { stockOf } from '../../../src/simulator/instruments/instruments.ts';
import type { Contract } from '../../../src/simulator/options/option-listing.ts';
import { optionSeries } from '../../../src/simulator/options/option-series.ts';
import { sharedMarket } from '../../support/shared-market.ts';

const { calendar, market, chains } = sharedMarket();
const spy = stockOf('SPY')!;
const minuteMs = 60_000;

/** A day's bars: of the stock by minute, and of each contract by minute. */
function barsOf(date: string) {
  const session = calendar.sessionOn(date)!;
  const series = optionSeries(spy, spy.optionRoots[0]!, date);
  const byStart = (bars: Aggregate[]) => new Map(bars.map((bar) => [bar.start, bar]));
  const stock = byStart(market.day(spy, date)!.minutesUntil(session.postClose));
  const prints = chains.prints.of(series, session);
  const options = chains.listing
    .contracts(series)
    .map((contract) => ({ contract, bars: byStart(prints.minutesUntil(contract.index, session.postClose)) }));
  return { session, series, stock, options };
}

/** The last price of a minute in the place of bid and ask, which nobody knows afterwards. */
function quoteOf({ ticker, strike, optionType }: Contract, { close, start }: Aggregate): OptionQuote {
  const known = withoutValues({ symbol: ticker.slice(2), strike, optionType });
  return { ...known, bid: close, ask: close, last: close, quotedAt: start + minuteMs - 1000 };
}

/** Chain of what traded in one minute, at the stock's last price in it. */
function chainOf({ stock, options, series }: ReturnType<typeof barsOf>, start: number): Chain {
  const timestamp = start + minuteMs - 1000;
  const contracts = options.flatMap(({ contract, bars }) => {
    const bar = bars.get(start);
    return bar ? [quoteOf(contract, bar)] : [];
  });
  return {
    ...{ underlying: 'SPY', expiration: series.expiration, contracts: contracts.sort(inChainOrder) },
    ...{ underlyingPrice: stock.get(start)!.close, underlyingPriceSource: 'quote' },
    ...{ underlyingPriceAt: timestamp, timestamp, slotAt: null, tier: 'end-of-day', source: 'polygon' },
    ...{ rejectedRows: 0, adjustedRows: 0 },
  };
}

const medianOf = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

for (const date of ['2026-11-20', '2026-11-23', '2025-03-12']) {
  test(`bars of ${date} give the volatility at the money that the market was priced with`, (t) => {
    const day = barsOf(date);
    const errors: number[] = [];
    const parities: number[] = [];
    for (let start = day.session.open; start < newYorkInstant(date, '15:00'); start += 3 * minuteMs) {
      const chain = chainOf(day, start);
      const spot = chain.underlyingPrice!;
      const strike = Math.round(spot);
      const own = chains
        .statesAt(day.series, chain.timestamp)
        .find(({ contract }) => contract.strike === strike && contract.optionType === 'call')!.volatility!;
      const rows = fillChain(chain, { calendar, rate: null, dividends: [] }).chain.contracts;
      const [call, put] = rows.filter((row) => row.strike === strike);
      t.true(call && put && call.impliedVolatility !== null, `${strike} at ${new Date(start).toISOString()}`);
      errors.push(Math.abs(call!.impliedVolatility! - own) * 100);
      parities.push(Math.abs(call!.last! - put!.last! - (spot - strike)));
    }
    t.is(errors.length, 110);
    t.true(medianOf(errors) < 0.5, `${medianOf(errors).toFixed(2)} points`);
    // The last trades of call and put are of different seconds of a minute.
    t.true(medianOf(parities) > 0.02 && medianOf(parities) < 0.2, `${medianOf(parities).toFixed(2)} dollars`);
  });
}
