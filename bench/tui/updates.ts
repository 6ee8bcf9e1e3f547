import type { Chain, OptionQuote } from '../../src/market/quotes/chain.ts';
import { formatOptionSymbol } from '../../src/market/symbols/option-symbol.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { sampleDate } from '../../test/tui/support/sample-times.ts';
import { sampleChain, sampleQuote } from '../../test/tui/support/sample-chain.ts';

/** Around the spot of 671.2, so that they are on screen. */
const movingStrikes = new Set([668, 670, 673, 675]);

function atStrike(contract: OptionQuote, strike: number): OptionQuote {
  const { optionType } = contract;
  const terms = { root: 'SPY', expiration: sampleDate, optionType, strikeMills: Math.round(strike * 1000) };
  return { ...contract, strike, symbol: formatOptionSymbol(terms, 'compact') };
}

const sample = sampleChain();
const [lowCall, lowPut] = sample.contracts as [OptionQuote, OptionQuote];
const [highCall, highPut] = sample.contracts.slice(-2) as [OptionQuote, OptionQuote];
/** The sample's 362 and 38 more beyond its ends. */
const contracts: readonly OptionQuote[] = [
  ...Array.from({ length: 9 }, (_, index) => lowCall.strike - 9 + index).flatMap((strike) => [
    atStrike(lowCall, strike),
    atStrike(lowPut, strike),
  ]),
  ...sample.contracts,
  ...Array.from({ length: 10 }, (_, index) => highCall.strike + 1 + index).flatMap((strike) => [
    atStrike(highCall, strike),
    atStrike(highPut, strike),
  ]),
];

const moved = (price: number | null, cents: number) =>
  price === null ? null : Math.round(price * 100 + cents) / 100;

/** The chain of 400 as of poll `poll` at `at`: other prices at four strikes than the poll before, and everything else the same. */
export function chainOf(poll: number, at: number): Chain {
  const cents = 1 + (poll % 5);
  return sampleChain(undefined, {
    timestamp: at,
    contracts: contracts.map((contract) =>
      movingStrikes.has(contract.strike)
        ? {
            ...contract,
            bid: moved(contract.bid, cents),
            ask: moved(contract.ask, cents),
            last: moved(contract.last, cents),
          }
        : contract,
    ),
  });
}

/** A quote that moves by cents, and not the line between the strikes. */
export function quoteOf(poll: number, at: number): Quote {
  return sampleQuote({ price: 671.2 + (poll % 5) / 100, timestamp: at, receivedAt: at });
}
