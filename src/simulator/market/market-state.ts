import type { Random } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { Aggregate } from './aggregate.ts';
import type { Stock } from '../instruments/instrument.ts';
import type { SymbolDay } from './symbol-day.ts';

/** What a stock or an index shows at an instant. Dollars a share, or points; instants epoch ms. */
export interface PriceState {
  /** The session whose values are shown: the one at hand, else the last one that began. */
  session: Session;
  /** When the values were last true: the whole second, never after the session's end. */
  at: number;
  price: number;
  /** `null` before the opening bell. */
  day: Aggregate | null;
  minute: Aggregate;
  previous: Aggregate;
}

/** What a stock shows at an instant. */
export interface MarketState extends PriceState {
  bid: number;
  ask: number;
  /** Round lots. */
  bidSize: number;
  askSize: number;
  tradeSize: number;
  /** Identifiers that the API gives to exchanges. */
  tradeExchange: number;
  bidExchange: number;
  askExchange: number;
  /** Nanoseconds before `at`, below one second: when trade and quote happened. */
  tradeAgeNs: number;
  quoteAgeNs: number;
  /** Shares since 4:00, pre- and post-market included. */
  volume: number;
}

/** What a state is drawn from. */
export interface StateInputs {
  instrument: Stock;
  today: SymbolDay;
  /** The newest minute with a trade. */
  minute: Aggregate;
  /** The session before. */
  previous: Aggregate;
  at: number;
  draw: Random;
}

/** The state of a symbol within a session: quote and trade are drawn around the price. */
export function drawState({ instrument, today, minute, previous, at, draw }: StateInputs): MarketState {
  const { session } = today;
  const price = today.priceAt(at);
  const isRegular = at >= session.open && at < session.close;
  const spread = isRegular
    ? instrument.spreadCents + (draw.next() < 0.15 ? 1 : 0)
    : instrument.spreadCents + draw.integer(1, 4);
  const paidAsk = draw.next() < 0.5;
  const cents = Math.round(price * 100);
  return {
    session,
    at,
    price,
    bid: (paidAsk ? cents - spread : cents) / 100,
    ask: (paidAsk ? cents : cents + spread) / 100,
    bidSize: draw.integer(1, 14),
    askSize: draw.integer(1, 14),
    tradeSize: draw.next() < 0.4 ? 100 : draw.integer(1, 600),
    tradeExchange: pick(lastTradeExchanges, draw.next()),
    bidExchange: pick(quoteExchanges, draw.next()),
    askExchange: pick(quoteExchanges, draw.next()),
    tradeAgeNs: Math.floor(draw.next() * 9e8),
    quoteAgeNs: Math.floor(draw.next() * 3e8),
    day: today.regularSoFar(at),
    minute,
    volume: today.volumeSoFar(at),
    previous,
  };
}

/** Exchange identifiers of the API: 4 is the trade reporting facility, where off-exchange trades are printed. */
const lastTradeExchanges = [4, 4, 4, 8, 10, 11, 12, 15, 19, 21];
const quoteExchanges = [8, 10, 11, 12, 15, 19, 21];

function pick(exchanges: readonly number[], share: number): number {
  return exchanges[Math.floor(share * exchanges.length)]!;
}
