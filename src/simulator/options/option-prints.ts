import { type Random, seededRandom } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import { yearsToExpiry } from '../../market/pricing/years-to-expiry.ts';
import type { Aggregate } from '../market/aggregate.ts';
import type { Instrument } from '../market/instruments.ts';
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
import { theoreticalOption } from './option-price.ts';
import { centsAbove, drawAppetites, drawSize, nearness } from './trade-demand.ts';

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
      return prints ? tradedUntil(prints, session.open, at) : null;
    },
    minutesUntil(index, at) {
      dealUntil(at);
      const prints = series[index];
      return prints ? minutesOver(prints, session.open, at) : [];
    },
  };
}
