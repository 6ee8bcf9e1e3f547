import { type Random, seededRandom } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import { yearsToExpiry } from '../../market/pricing/years-to-expiry.ts';
import type { Aggregate } from '../market/aggregate.ts';
import type { Instrument } from '../market/instruments.ts';
import type { MarketModel } from '../market/market-model.ts';
import { atTheMoneyVolatility } from '../market/volatility-surface.ts';
import { createNewest } from '../newest.ts';
import { averageOf, emptyPrintSeries, lastEntry, type PrintSeries, print } from './print-series.ts';
import type { OptionListing } from './option-listing.ts';
import { theoreticalOption } from './option-price.ts';
import { centsAbove, drawAppetites, drawSize, nearness } from './trade-demand.ts';

/** What one contract traded in one session up to an instant. */
export interface TradedDay {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  vwap: number;
  /** Epoch ms of the last trade, and how many contracts it was for. */
  tradedAt: number;
  tradeSize: number;
}

/** Trades of one expiration's contracts in one session. */
export interface SessionPrints {
  /** `null` if the contract has not traded by then. */
  contractSoFar(index: number, at: number): TradedDay | null;
  /** Minutes in which the contract traded and that are over by then. */
  minutesUntil(index: number, at: number): Aggregate[];
}

/** Trades of options, by expiration and session. */
export interface OptionPrints {
  of(instrument: Instrument, expiration: string, session: Session): SessionPrints;
}

const minuteMs = 60_000;

/** Trades follow from the seed and the session alone: a session is dealt minute by minute and kept. */
export function createOptionPrints(model: MarketModel, listing: OptionListing, seed: number): OptionPrints {
  const sessions = createNewest<string, SessionPrints>(10);
  return {
    of: (instrument, expiration, session) =>
      sessions.get(`${instrument.ticker} ${expiration} ${session.date}`, () => {
        const label = `prints ${instrument.ticker} ${expiration} ${session.date}`;
        const random = seededRandom(seed).fork(label);
        return createSessionPrints({ model, listing, instrument, expiration, session, random });
      }),
  };
}

/** What the trades of one expiration in one session follow from. */
export interface SessionPrintsOptions {
  model: MarketModel;
  listing: OptionListing;
  instrument: Instrument;
  expiration: string;
  session: Session;
  random: Random;
}

function createSessionPrints(options: SessionPrintsOptions): SessionPrints {
  const { model, listing, instrument, expiration, session, random } = options;
  const contracts = listing.contracts(instrument, expiration);
  const underlying = model.day(instrument, session.date);
  if (!underlying) throw new RangeError(`No session of ${instrument.ticker} on ${session.date}`);
  const previousClose = model.stateAt(instrument, session.open).previous.close;
  const expiry = model.calendar.sessionOn(expiration)?.optionClose ?? session.optionClose;
  const lastMinute = (session.optionClose - session.open) / minuteMs;
  const appetites = drawAppetites(random.fork('appetite'), instrument, contracts, options);
  const series: PrintSeries[] = contracts.map(() => emptyPrintSeries());
  let dealt = 0;

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
      const moment = { spot, years, atTheMoney, dividendYield: instrument.dividendYield };
      const { price, greeks, intrinsic } = theoreticalOption(moment, optionType, strike);
      const traded = centsAbove(price + (draw.next() - 0.5) * 0.012, intrinsic);
      const opened = size < 20 ? traded : centsAbove(price + greeks.delta * (spotAtStart - spot), 0);
      print(series[index]!, minute * 60 + second, opened, traded, size);
    }
  }

  return {
    contractSoFar(index, at) {
      dealUntil(at);
      const prints = series[index];
      const last = prints ? lastEntry(prints, Math.floor((at - session.open) / 1000)) : -1;
      if (!prints || last < 0) return null;
      const volume = prints.dayVolumes[last]!;
      return {
        open: prints.opens[0]!,
        high: prints.dayHighs[last]!,
        low: prints.dayLows[last]!,
        close: prints.prices[last]!,
        volume,
        vwap: Math.round((prints.dayTurnovers[last]! / volume) * 1e4) / 1e4,
        tradedAt: session.open + prints.seconds[last]! * 1000,
        tradeSize: Math.max(1, Math.min(prints.volumes[last]!, 1 + (prints.volumes[last]! % 17))),
      };
    },
    minutesUntil(index, at) {
      dealUntil(at);
      const prints = series[index];
      if (!prints) return [];
      const bars: Aggregate[] = [];
      for (let entry = 0; entry < prints.seconds.length; entry++) {
        const start = session.open + Math.floor(prints.seconds[entry]! / 60) * minuteMs;
        if (start + minuteMs > at) break;
        const volume = prints.volumes[entry]!;
        bars.push({
          start,
          open: prints.opens[entry]!,
          high: prints.highs[entry]!,
          low: prints.lows[entry]!,
          close: prints.prices[entry]!,
          volume,
          vwap: averageOf(prints, entry),
          trades: Math.ceil(volume / 7),
        });
      }
      return bars;
    },
  };
}
