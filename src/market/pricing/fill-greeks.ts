import type { OptionQuote } from '../quotes/chain.ts';
import { extendSmile, type SmileStrike } from './extend-smile.ts';
import { type Pricer, yieldPricer } from './model/pricer.ts';
import { type QuoteUses, quoteUses } from '../quotes/quote-use.ts';
import type { SmilePoint } from '../levels/skew.ts';
import { strikePairs } from '../quotes/strike-pairs.ts';
import { type ModelTerms, strikeVolatility } from './strike-volatility.ts';
import { type Greeks, vendorGreeks } from './vendor-greeks.ts';

/** What the contracts of one chain are priced with. */
export interface GreeksTerms extends Omit<ModelTerms, 'years' | 'pricer'> {
  /** `null` once the contracts have expired; see `yearsToExpiry`. */
  years: number | null;
  /** That of a European option with the yield, where it is not given. */
  pricer?: Pricer;
}

/** A contract, and why something was not done or taken for it. */
export interface Refusal {
  symbol: string;
  reason: string;
}

/** A chain with its greeks filled in. */
export interface FilledGreeks {
  /** In the order given; the same objects where nothing had to change. */
  contracts: OptionQuote[];
  /** Contracts that are left without greeks. */
  refusals: Refusal[];
  /** Contracts whose volatility of the vendor's is not that of their strike, so that they have the model's. */
  dropped: Refusal[];
  /** Contracts whose volatility is that of the extended smile. */
  extended: number;
  /** Every listed strike, lowest first, with the volatility that its quotes or the vendor give it. */
  smile: SmilePoint[];
}

const noGreeks: Greeks = {
  impliedVolatility: null,
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
  greeksSource: null,
};

/**
 * How far the vendor's volatility may be from the strike's, as a part of that: as far as the quotes leave open, at least
 * the first, since the vendor looked a moment earlier, and no further than the second, which is what an extended smile
 * leaves open.
 */
const nearEnough = { min: 0.02, max: 0.1 };

/**
 * Gives every contract volatility and greeks where that is possible. Each strike has one volatility
 * (`strikeVolatility`, `extendSmile`), and both its contracts have the greeks that follow from it. The vendor's stay
 * where they say the same; else they are dropped. `greeksSource` tells them apart. Contracts without either, and all
 * after expiry, have `null`.
 */
export function fillGreeks(
  contracts: readonly OptionQuote[],
  terms: GreeksTerms,
  quotes: QuoteUses = quoteUses(contracts),
): FilledGreeks {
  const { years } = terms;
  const refusals: Refusal[] = [];
  const dropped: Refusal[] = [];
  const refuse = (contract: OptionQuote, reason: string) => {
    refusals.push({ symbol: contract.symbol, reason });
    return withGreeks(contract, noGreeks);
  };
  if (years === null || !(years > 0)) {
    const expired = contracts.map((contract) => refuse(contract, 'the contract has expired'));
    return { contracts: expired, refusals, dropped, extended: 0, smile: [] };
  }
  const model = { ...terms, years, pricer: terms.pricer ?? yieldPricer({ ...terms, years }) };
  const strikes = smileOf(contracts, model, quotes);
  const byStrike = new Map(strikes.map((entry) => [entry.strike, entry]));
  let extended = 0;
  const filled = contracts.map((contract) => {
    const { volatility, tolerance, isExtended, reason } = byStrike.get(contract.strike)!;
    if (volatility === null) return refuse(contract, reason ?? 'nothing is known of its strike');
    const vendor = vendorGreeks(contract);
    const open = isExtended ? nearEnough.max : tolerance / volatility;
    const apart = vendor && Math.abs(vendor.impliedVolatility / volatility - 1);
    if (apart !== null && apart <= Math.min(Math.max(open, nearEnough.min), nearEnough.max)) {
      return withGreeks(contract, vendor!);
    }
    const greeks = greeksAt(contract, model.pricer, volatility);
    if (!greeks) return refuse(contract, 'spot, strike or rates are not sensible numbers');
    if (vendor) {
      const said = `${percent(vendor.impliedVolatility)} where the strike has ${percent(volatility)}`;
      dropped.push({ symbol: contract.symbol, reason: `the vendor’s volatility is ${said}` });
    }
    if (isExtended) extended++;
    return withGreeks(contract, greeks);
  });
  const smile = strikes.map(({ strike, volatility, isExtended }) => ({
    strike,
    volatility: isExtended ? null : volatility,
  }));
  return { contracts: filled, refusals, dropped, extended, smile };
}

function smileOf(
  contracts: readonly OptionQuote[],
  terms: ModelTerms,
  { uses, hasQuotes }: QuoteUses,
): SmileStrike[] {
  const useByContract = new Map(contracts.map((contract, index) => [contract, uses[index]!]));
  const access = { quoteUse: (contract: OptionQuote) => useByContract.get(contract)!, hasQuotes };
  return extendSmile(
    strikePairs(contracts).map((pair) => strikeVolatility(pair, terms, access)),
    terms,
  );
}

const percent = (volatility: number) => `${(volatility * 100).toFixed(1)} %`;

function greeksAt(contract: OptionQuote, pricer: Pricer, volatility: number): Greeks | null {
  const greeks = pricer.greeks(contract, volatility);
  if (!greeks) return null;
  const { delta, gamma, theta, vega } = greeks;
  return { impliedVolatility: volatility, delta, gamma, theta, vega, greeksSource: 'model' };
}

function withGreeks(contract: OptionQuote, greeks: Greeks): OptionQuote {
  const isSame = (Object.keys(greeks) as (keyof Greeks)[]).every((name) => contract[name] === greeks[name]);
  return isSame ? contract : { ...contract, ...greeks };
}
