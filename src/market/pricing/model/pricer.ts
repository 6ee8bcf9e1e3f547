import type { OptionQuote } from '../../quotes/chain.ts';
import { type AmericanOption, americanOptions } from '../american/american-option.ts';
import { americanVolatility } from '../american/american-volatility.ts';
import type { PutBoundaries } from '../american/put/put-boundaries.ts';
import { impliedVolatility, type OptionGreeks, optionGreeks, optionPrice } from '../black-scholes.ts';
import type { ChainModel } from './chain-model.ts';

/** Which option of a chain. */
export type PricedContract = Pick<OptionQuote, 'strike' | 'optionType'>;

/** Prices the options of one chain at one moment. */
export interface Pricer {
  /** Dollars a share; `null` where a term is no sensible number. */
  price(contract: PricedContract, volatility: number): number | null;
  /** Annualized, as a fraction; or why no volatility gives a price. */
  volatility(contract: PricedContract, price: number): { volatility: number } | { refused: string };
  greeks(contract: PricedContract, volatility: number): Omit<OptionGreeks, 'rho'> | null;
}

/** European options on a stock with a continuous dividend yield. */
export function yieldPricer(terms: {
  spot: number;
  years: number;
  rate: number;
  dividendYield: number;
}): Pricer {
  const of = ({ strike, optionType }: PricedContract) => ({ ...terms, strike, optionType });
  return {
    price: (contract, volatility) => optionPrice({ ...of(contract), volatility }),
    volatility: (contract, price) => impliedVolatility(of(contract), price),
    greeks: (contract, volatility) => optionGreeks({ ...of(contract), volatility }),
  };
}

/**
 * Options priced as a chain's model says; `escrowed` is the stock less the present value of its dividends, in dollars a
 * share. An American option in the money that ends today is priced as a European one, but has no volatility where
 * exercising brings more than that: the interest of a few hours would show as one of 66 %.
 * @param boundaries when the chain's puts are exercised
 */
export function chainPricer(model: ChainModel, escrowed: number, boundaries: PutBoundaries): Pricer {
  const { years, rate, dividends, dividendsValue, exercise, style } = model;
  const spot = escrowed + dividendsValue;
  const european = yieldPricer({ spot: escrowed, years, rate, dividendYield: 0 });
  const american =
    style === 'american' && rate >= 0 ? americanOptions({ spot, years, rate, dividends }, boundaries) : null;
  if (!american) return { ...european, greeks: lateTheta(european, rate * dividendsValue) };
  const options = new Map<string, AmericanOption>();
  const optionOf = ({ strike, optionType }: PricedContract) => {
    const key = `${optionType}${strike}`;
    const option = options.get(key) ?? american.option(optionType, strike);
    options.set(key, option);
    return option;
  };
  const isInTheMoney = ({ strike, optionType }: PricedContract) =>
    optionType === 'call' ? strike < escrowed : strike > escrowed;
  const volatility: Pricer['volatility'] = (contract, price) => {
    if (exercise === 'european' && !isInTheMoney(contract)) return european.volatility(contract, price);
    return americanVolatility(optionOf(contract), price);
  };
  if (exercise === 'european') return { ...european, volatility };
  return {
    price: (contract, sigma) => optionOf(contract).price(sigma),
    volatility,
    greeks: (contract, sigma) => optionOf(contract).greeks(sigma),
  };
}

/** Theta of the stock at its whole price: the present value of its dividends grows, by so much a year. */
function lateTheta(european: Pricer, growth: number): Pricer['greeks'] {
  return (contract, volatility) => {
    const greeks = european.greeks(contract, volatility);
    return greeks && { ...greeks, theta: greeks.theta - (growth * greeks.delta) / 365 };
  };
}
