import type { Random } from '../../base/random.ts';

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

/**
 * Bid and ask in cents around the value: a cent or two near the money, wider with the price, no bid where the value is
 * below half a cent. The middle is never below the intrinsic value.
 */
export function quoteOf(draw: Random, price: number, intrinsic: number): OptionQuoteState {
  const wobble = draw.next();
  const depth = draw.next();
  const wing = draw.next();
  const exchanges = optionExchangeIds.length;
  const at = Math.floor(draw.next() * exchanges * exchanges);
  const cents = price * 100;
  const spread = Math.min(60, 1 + Math.floor(cents * 0.0028 * (0.6 + wobble) + wobble * wobble * 1.05));
  let bid = Math.round(cents - spread / 2);
  let ask = bid + spread;
  if (bid <= 0) {
    bid = 0;
    ask = Math.max(1, Math.round(cents) + (wing < 0.8 ? 1 : Math.floor(wing * 20) - 14));
  }
  const short = Math.ceil(intrinsic * 100 - (bid + ask) / 2 - 1e-6);
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
