import type { Calendar } from '../market/calendar/calendar.ts';
import { newYorkDate, newYorkInstant } from '../market/calendar/new-york-time.ts';
import type { Answer } from './answer.ts';
import type { ChainModel } from './options/chain-model.ts';
import type { MarketModel } from './market/market-model.ts';
import { type PlanClass, type Profile, type Tier, tierOf } from './profiles.ts';

/** What endpoints read. */
export interface SimulatedMarket {
  calendar: Calendar;
  market: MarketModel;
  chains: ChainModel;
}

/** One request on its way through the server. Faults may change `now`, `profile` and `query` before it is answered. */
export interface Exchange {
  simulated: SimulatedMarket;
  /** Scheme and host as the client wrote them: what `next_url` starts with. */
  origin: string;
  path: string;
  query: URLSearchParams;
  /** Epoch ms by the simulator's clock. */
  now: number;
  profile: Profile;
  requestId: string;
  /** Requests since the fault at work began, this one included: 1 for the first. */
  faultyRequest: number;
}

/** The tickers and dates in an endpoint's path, by name. */
export type PathValues = Record<string, string>;

/** One endpoint of the API. */
export interface Endpoint {
  /** With placeholders: `/v2/last/trade/{ticker}`. */
  path: string;
  /** What the plan must include; unset when every plan does. */
  needs?: 'hasSnapshots' | 'hasTrades' | 'hasQuotes';
  /** Whose plan counts; by default the class that the ticker in the path belongs to. */
  assetClass?: PlanClass;
  answer: (exchange: Exchange, values: PathValues) => Answer;
}

/** Which plan a ticker belongs to: contracts begin with `O:`, indices with `I:`. */
export function assetClassOf(ticker: string): PlanClass {
  if (ticker.startsWith('O:')) return 'options';
  return ticker.startsWith('I:') ? 'indices' : 'stocks';
}

/** The tier of the account’s plan for an asset class. */
export function tierFor(exchange: Exchange, assetClass: PlanClass): Tier {
  return tierOf(exchange.profile, assetClass);
}

/** The instant that the plan may see: now, fifteen minutes ago, or the end of yesterday in New York. */
export function asOf(exchange: Exchange, assetClass: PlanClass): number {
  const tier = tierFor(exchange, assetClass);
  if (tier.isEndOfDay) return newYorkInstant(newYorkDate(exchange.now), '00:00') - 1;
  return exchange.now - tier.delayMs;
}
