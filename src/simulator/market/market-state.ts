import type { Session } from '../../market/calendar/session.ts';
import type { Aggregate } from './aggregate.ts';

/** What a symbol shows at an instant. Dollars a share; instants epoch ms. */
export interface MarketState {
  /** The session whose values are shown: the one at hand, else the last one that began. */
  session: Session;
  /** When the values were last true: the whole second, never after the session's end. */
  at: number;
  price: number;
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
  /** `null` before the opening bell. */
  day: Aggregate | null;
  minute: Aggregate;
  /** Shares since 4:00, pre- and post-market included. */
  volume: number;
  previous: Aggregate;
}
