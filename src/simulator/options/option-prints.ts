import { type Random, seededRandom } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import { yearsToExpiry } from '../../market/pricing/years-to-expiry.ts';
import type { Aggregate } from '../market/aggregate.ts';
import type { Instrument } from '../market/instruments.ts';
import type { MarketModel } from '../market/market-model.ts';
import { createNewest } from '../newest.ts';
import type { Contract, OptionListing } from './option-listing.ts';
import { theoreticalOption } from './option-price.ts';
import {
  averageOf,
  emptyLastTradeReport,
  lastEntry,
  print,
  type LastTradeReport,
} from './option-last-trade.ts';
import { atTheMoneyVolatility } from '../market/volatility-surface.ts';

/** What one contract traded in one session up to an instant. */
export interface ContractDay {
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
  contractSoFar(index: number, at: number): ContractDay | null;
  /** Minutes in which the contract traded and that are over by then. */
  minutesUntil(index: number, at: number): Aggregate[];
}

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

interface SessionPrintsOptions {
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
  const tapes: LastTradeReport[] = contracts.map(() => emptyLastTradeReport());
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
      print(tapes[index]!, minute * 60 + second, opened, traded, size);
    }
  }

  return {
    contractSoFar(index, at) {
      dealUntil(at);
      const tape = tapes[index];
      const last = tape ? lastEntry(tape, Math.floor((at - session.open) / 1000)) : -1;
      if (!tape || last < 0) return null;
      const volume = tape.dayVolumes[last]!;
      return {
        open: tape.opens[0]!,
        high: tape.dayHighs[last]!,
        low: tape.dayLows[last]!,
        close: tape.prices[last]!,
        volume,
        vwap: Math.round((tape.dayTurnovers[last]! / volume) * 1e4) / 1e4,
        tradedAt: session.open + tape.seconds[last]! * 1000,
        tradeSize: Math.max(1, Math.min(tape.volumes[last]!, 1 + (tape.volumes[last]! % 17))),
      };
    },
    minutesUntil(index, at) {
      dealUntil(at);
      const tape = tapes[index];
      if (!tape) return [];
      const bars: Aggregate[] = [];
      for (let entry = 0; entry < tape.seconds.length; entry++) {
        const start = session.open + Math.floor(tape.seconds[entry]! / 60) * minuteMs;
        if (start + minuteMs > at) break;
        const volume = tape.volumes[entry]!;
        bars.push({
          start,
          open: tape.opens[entry]!,
          high: tape.highs[entry]!,
          low: tape.lows[entry]!,
          close: tape.prices[entry]!,
          volume,
          vwap: averageOf(tape, entry),
          trades: Math.ceil(volume / 7),
        });
      }
      return bars;
    },
  };
}

/**
 * How much each contract is wanted relative to the busiest: more at round strikes, at random otherwise, and less the
 * further its expiration is off.
 */
function drawAppetites(
  random: Random,
  instrument: Instrument,
  contracts: readonly Contract[],
  { model, session, expiration }: SessionPrintsOptions,
): Float64Array {
  const sessionsLeft = model.calendar.tradingDays(session.date, expiration).length - 1;
  const term = sessionsLeft === 0 ? 1 : 0.24 / (1 + 0.9 * (sessionsLeft - 1));
  return Float64Array.from(
    contracts,
    ({ strike }) => term * roundness(strike / instrument.strikeStep) * Math.exp(0.35 * random.normal()),
  );
}

/** Strikes that end in 0, and less so those in 5, draw trades and open positions. */
export function roundness(level: number): number {
  if (level % 10 === 0) return 1;
  return level % 5 === 0 ? 0.78 : 0.48;
}

/** Relative wish to trade a strike so many steps out of the money (negative: in the money). */
function nearness(outOfTheMoney: number): number {
  if (outOfTheMoney >= 0) return Math.exp(-outOfTheMoney / 3.4) + 0.004 * Math.exp(-outOfTheMoney / 11);
  return Math.exp(outOfTheMoney / 2.1) + 0.0006 * Math.exp(outOfTheMoney / 14);
}

/** Contracts traded in a minute in which so many are expected: rarely a few where little is wanted. */
function drawSize(draw: Random, expected: number): number {
  if (expected < 4) return draw.next() < expected / 4 ? draw.integer(1, 7) : 0;
  return Math.max(1, Math.round(expected * Math.exp(0.5 * draw.normal() - 0.125)));
}

/** In whole cents, at least one and at least the floor. */
function centsAbove(price: number, floor: number): number {
  return Math.max(1, Math.round(price * 100), Math.ceil(floor * 100 - 1e-6)) / 100;
}
