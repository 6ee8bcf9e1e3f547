import type { Random } from '../../base/random.ts';
import type { OptionRoot } from '../instruments/instrument.ts';

/** A quote of one contract. Dollars a share, contracts, and the API's identifiers of exchanges. */
export interface OptionQuoteState {
  /** 0 where nobody bids. */
  bid: number;
  ask: number;
  bidSize: number;
  askSize: number;
  /** 0 where nobody bids. */
  bidExchange: number;
  askExchange: number;
  tradeExchange: number;
}

/** Options exchanges by the API's identifiers. */
const optionExchangeIds = [300, 301, 302, 303, 304, 307, 309, 312, 313, 316, 318, 319, 322, 323, 325];

/** Smallest step of a price, and how far apart quotes and trades are around a value; in cents. */
interface TickRule {
  /** Step of prices that begin at a price. */
  stepAt(cents: number): number;
  /** Between bid and ask. `wobble` is uniform in [0, 1). */
  spread(cents: number, wobble: number): number;
}

const ticks: Record<OptionRoot['tick'], TickRule> = {
  cent: {
    stepAt: () => 1,
    spread: (cents, wobble) =>
      Math.min(60, 1 + Math.floor(cents * 0.0028 * (0.6 + wobble) + wobble * wobble * 1.05)),
  },
  nickel: {
    stepAt: nickelOrDime,
    spread(cents, wobble) {
      const step = nickelOrDime(cents);
      return step * Math.min(40, 1 + Math.floor((cents * 0.005 * (0.6 + wobble)) / step + wobble));
    },
  },
};

function nickelOrDime(cents: number): number {
  return cents < 300 ? 5 : 10;
}

/** Dollars over which trades are spread around the value. */
export const tradeNoise: Record<OptionRoot['tick'], number> = { cent: 0.012, nickel: 0.1 };

/** A price of the rule's steps: at least one of them, and at least the floor. */
export function tickAbove(tick: OptionRoot['tick'], price: number, floor: number): number {
  const step = ticks[tick].stepAt(price * 100);
  const steps = Math.max(1, Math.round((price * 100) / step), Math.ceil((floor * 100) / step - 1e-6));
  return (steps * step) / 100;
}

/**
 * Bid and ask around the value: a step or two near the money, wider with the price, no bid where the value is below half a
 * step. The middle is never below the floor.
 */
export function quoteOf(
  draw: Random,
  tick: OptionRoot['tick'],
  price: number,
  floor: number,
): OptionQuoteState {
  const wobble = draw.next();
  const depth = draw.next();
  const wing = draw.next();
  const exchanges = optionExchangeIds.length;
  const at = Math.floor(draw.next() * exchanges * exchanges);
  const cents = price * 100;
  const rule = ticks[tick];
  const spread = rule.spread(cents, wobble);
  const step = rule.stepAt(cents - spread / 2);
  let bid = Math.round((cents - spread / 2) / step) * step;
  let ask = bid + spread;
  if (bid <= 0) {
    bid = 0;
    ask = step * Math.max(1, Math.round(cents / step) + (wing < 0.8 ? 1 : Math.floor(wing * 20) - 14));
  }
  const short = Math.ceil((floor * 100 - (bid + ask) / 2) / step - 1e-6) * step;
  if (short > 0) {
    bid += short;
    ask += short;
  }
  const size = 1 + 900 / (1 + cents / 40);
  return {
    bid: bid / 100,
    ask: ask / 100,
    bidSize: bid === 0 ? 0 : Math.ceil(size * (0.1 + depth)),
    askSize: Math.ceil(size * (0.1 + wobble)),
    bidExchange: bid === 0 ? 0 : optionExchangeIds[at % exchanges]!,
    askExchange: optionExchangeIds[Math.floor(at / exchanges)]!,
    tradeExchange: optionExchangeIds[Math.floor(depth * exchanges)]!,
  };
}
