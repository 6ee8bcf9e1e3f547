import { type Random, seededRandom } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import { yearsToExpiry } from '../../market/pricing/years-to-expiry.ts';
import type { Aggregate } from '../market/aggregate.ts';
import type { MarketModel } from '../market/market-model.ts';
import { atTheMoneyVolatility } from '../market/volatility-surface.ts';
import { createNewest } from '../newest.ts';
import {
  emptyPrintSeries,
  minutesOver,
  print,
  type PrintSeries,
  type TradedDay,
  tradedUntil,
} from './print-series.ts';
import type { OptionListing } from './option-listing.ts';
import { tickAbove, tradeNoise } from './option-quote.ts';
import { expiryOf, type OptionSeries, tradingEnd } from './option-series.ts';
import { theoreticalOption } from './option-price.ts';
import { drawAppetites, drawSize, nearness } from './trade-demand.ts';

/** Trades of one series' contracts in one session. */
export interface SessionPrints {
  /** `null` if the contract has not traded by then. */
  contractSoFar(index: number, at: number): TradedDay | null;
  /** Minutes in which the contract traded and that are over by then. */
  minutesUntil(index: number, at: number): Aggregate[];
  /** Minutes of all contracts in which there was a trade, as far as they have been dealt. */
  entries(): number;
}

/** Trades of options, by series and session. */
export interface OptionPrints {
  of(series: OptionSeries, session: Session): SessionPrints;
}

const minuteMs = 60_000;

/**
 * Sessions are kept up to so many entries of 130 bytes each, and what a session takes without any: the last days of ten
 * expirations, or a month of one, so that bars of several days for one contract after another are dealt once.
 */
const keptEntries = 300_000;
const emptyEntries = 2000;

/** Trades follow from the seed and the session alone: a session is dealt minute by minute and kept. */
export function createOptionPrints(model: MarketModel, listing: OptionListing, seed: number): OptionPrints {
  const sessions = createNewest<string, SessionPrints>(
    keptEntries,
    (prints) => emptyEntries + prints.entries(),
  );
  return {
    of: (series, session) =>
      sessions.get(`${series.label} ${session.date}`, () => {
        const random = seededRandom(seed).fork(`prints ${series.label} ${session.date}`);
        return createSessionPrints({ model, listing, series, session, random });
      }),
  };
}

/** What the trades of one series in one session follow from. */
export interface SessionPrintsOptions {
  model: MarketModel;
  listing: OptionListing;
  series: OptionSeries;
  session: Session;
  random: Random;
}

function createSessionPrints(options: SessionPrintsOptions): SessionPrints {
  const { model, listing, series: of, session, random } = options;
  const { instrument, root } = of;
  const contracts = listing.contracts(of);
  const underlying = model.day(instrument, session.date);
  if (!underlying) throw new RangeError(`No session of ${instrument.ticker} on ${session.date}`);
  const previousClose = model.underlyingAt(instrument, session.open).previous.close;
  const expiry = expiryOf(model.calendar, of) ?? tradingEnd(of, session);
  const lastMinute = (tradingEnd(of, session) - session.open) / minuteMs;
  const appetites = drawAppetites(random.fork('appetite'), contracts, options);
  const series: PrintSeries[] = contracts.map(() => emptyPrintSeries());
  let dealt = 0;
  let entries = 0;

  /** Deals every minute that begins before an instant. */
  function dealUntil(at: number) {
    const wanted = Math.min(lastMinute, Math.floor((at - session.open) / minuteMs) + 1);
    for (; dealt < wanted; dealt++) dealMinute(dealt);
  }

  function dealMinute(minute: number) {
    const draw = random.fork(`${minute}`);
    const share = minute * minuteMs < session.close - session.open ? underlying!.volumeShare(minute) : 0.0004;
    const spotAtStart = underlying!.priceAtSecond(minute, 0);
    const endOfMinute = session.open + (minute + 1) * minuteMs - 1000;
    const atTheMoney = atTheMoneyVolatility(model, instrument, {
      date: session.date,
      open: session.open,
      spot: spotAtStart,
      previousClose,
      at: endOfMinute,
    });
    const scale = share * instrument.busiestStrikeVolume;
    for (const contract of contracts) {
      const { optionType, strike, index } = contract;
      const outOfTheMoney =
        (optionType === 'call' ? strike - spotAtStart : spotAtStart - strike) / instrument.strikeStep;
      const expected = scale * appetites[index]! * nearness(outOfTheMoney);
      if (expected < 2e-4) continue;
      const size = drawSize(draw, expected);
      if (size === 0) continue;
      const second = draw.integer(0, 59);
      const at = session.open + minute * minuteMs + second * 1000;
      const years = yearsToExpiry(at, expiry);
      if (years === null) continue;
      const spot = underlying!.priceAtSecond(minute, second);
      const { dividendYield } = instrument;
      const moment = { spot, years, atTheMoney, dividendYield, exercise: root.exercise };
      const { price, greeks, floor } = theoreticalOption(moment, optionType, strike);
      const traded = tickAbove(root.tick, price + (draw.next() - 0.5) * tradeNoise[root.tick], floor);
      const opened =
        size < 20 ? traded : tickAbove(root.tick, price + greeks.delta * (spotAtStart - spot), 0);
      print(series[index]!, minute * 60 + second, opened, traded, size);
      entries++;
    }
  }

  return {
    entries: () => entries,
    contractSoFar(index, at) {
      dealUntil(at);
      const prints = series[index];
      return prints ? tradedUntil(prints, session.open, at) : null;
    },
    minutesUntil(index, at) {
      dealUntil(at);
      const prints = series[index];
      return prints ? minutesOver(prints, session.open, at) : [];
    },
  };
}
