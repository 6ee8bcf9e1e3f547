import type { Random } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { Contract } from './option-listing.ts';
import { distanceOutOfTheMoney, type PricingMoment, theoreticalOption } from './option-price.ts';
import type { TradedDay } from './print-series.ts';
import type { SessionPrints } from './option-prints.ts';
import { type OptionQuoteState, quoteOf } from './option-quote.ts';
import { quoteTime } from './quote-times.ts';
import type { EndedSession } from './session-before.ts';

/** One contract at an instant. Dollars a share, whole cents; instants epoch ms. */
export interface ContractState extends OptionQuoteState {
  contract: Contract;
  quotedAt: number;
  /** Annualized, as a fraction; `null` where the price is all intrinsic value, or no sane volatility gives it. */
  volatility: number | null;
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
  openInterest: number;
  /** What it traded in its newest session with trades; `null` if in neither this one nor the one before. */
  day: TradedDay | null;
  /** Date of that session. */
  dayDate: string | null;
  previousClose: number;
}

/** Above this the simulated vendor's solver gives up and the row carries no volatility; real rows reach about 10. */
const largestVolatility = 12;

/** What the states of one series' contracts are made of at an instant. */
export interface ContractStateInputs {
  at: number;
  session: Session;
  previousDate: string;
  /** What options were priced with, and the generator of quotes, at the instant of a quote. */
  momentOf: (quotedAt: number) => PricingMoment;
  drawOf: (quotedAt: number) => Random;
  traded: SessionPrints;
  /** `null` on the first day of the simulated market. */
  before: EndedSession | null;
  /** Open interest by the contract's index. */
  interests: Float64Array;
}

/** One contract as the vendor would show it: quoted when it last changed, priced by the model, with the day's trades. */
export function contractStateOf(
  contract: Contract,
  { at, session, previousDate, momentOf, drawOf, traded, before, interests }: ContractStateInputs,
): ContractState {
  const { optionType, strike, index } = contract;
  const quotedAt = quoteTime({
    ...{ at, open: session.open, index },
    distance: (instant) => distanceOutOfTheMoney(momentOf(instant), optionType, strike),
  });
  const value = theoreticalOption(momentOf(quotedAt), optionType, strike);
  // The quotes of one instant are drawn together; one that has stood since must come out the same each time.
  const draw = quotedAt === at ? drawOf(at) : drawOf(quotedAt).fork(`${index}`);
  const today = traded.contractSoFar(index, at);
  const last = before?.days[index] ?? null;
  const hasTimeValue = value.price - value.floor >= 0.005 || value.floor === 0;
  return {
    contract,
    ...quoteOf(draw, contract.series.root.tick, value.price, value.floor),
    quotedAt,
    volatility: hasTimeValue && value.volatility <= largestVolatility ? value.volatility : null,
    delta: value.greeks.delta,
    gamma: value.greeks.gamma,
    theta: value.greeks.theta,
    vega: value.greeks.vega,
    openInterest: interests[index]!,
    day: today ?? last,
    dayDate: today ? session.date : last ? previousDate : null,
    previousClose: before?.closes[index] ?? 0.01,
  };
}
