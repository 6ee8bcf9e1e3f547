import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import type { Chain, OptionQuote } from '../../src/market/quotes/chain.ts';
import { formatOptionSymbol } from '../../src/market/symbols/option-symbol.ts';
import { seededRandom } from '../../src/base/random.ts';

export const contractsPerChain = 400;

/** Polls of a chain in which every contract differs from the poll before: the most that there can be to write. */
export function createPolls(seed: string) {
  const random = seededRandom(seed);
  return (expiration: string, timestamp: number): Chain => ({
    underlying: 'SPY',
    expiration,
    contracts: Array.from({ length: contractsPerChain }, (_, index) => contractOf(expiration, index)).map(
      (contract): OptionQuote => {
        const bid = random.integer(1, 2000) / 100;
        return {
          ...contract,
          bid,
          ask: bid + 0.02,
          bidSize: random.integer(1, 400),
          askSize: random.integer(1, 400),
          last: bid + 0.01,
          tradedAt: timestamp - random.integer(1, 900),
          previousClose: 2.31,
          volume: random.integer(0, 50_000),
          openInterest: 2210,
          impliedVolatility: 0.1 + random.next() / 10,
          delta: random.next(),
          gamma: random.next() / 10,
          theta: -random.next(),
          vega: random.next() / 10,
          greeksSource: 'vendor',
          quotedAt: timestamp - random.integer(1, 900),
          sharesPerContract: 100,
        };
      },
    ),
    underlyingPrice: 671.25,
    underlyingPriceSource: 'chain',
    underlyingPriceAt: timestamp - 200,
    timestamp,
    slotAt: timestamp,
    tier: 'real-time',
    source: 'simulator',
    rejectedRows: 0,
    adjustedRows: 0,
  });
}

function contractOf(expiration: string, index: number) {
  const strike = 572 + Math.floor(index / 2);
  const optionType = index % 2 === 0 ? ('call' as const) : ('put' as const);
  const symbol = formatOptionSymbol(
    { root: 'SPY', expiration, optionType, strikeMills: strike * 1000 },
    'compact',
  );
  return { symbol, strike, optionType };
}

/** Instants of polls, so many seconds apart, through as many sessions as it takes; each with its session's expiration. */
export function* pollTimes(from: string, seconds: number): Generator<{ expiration: string; at: number }> {
  const calendar = createCalendar();
  for (let session = calendar.sessionOn(from)!; ; session = calendar.nextSession(session.postClose)) {
    for (let at = session.open; at < session.optionClose; at += seconds * 1000) {
      yield { expiration: session.date, at };
    }
  }
}

/** A new directory; `remove` takes it away. */
export function scratch(): { path: (name: string) => string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'spyglass-bench-'));
  return {
    path: (name) => join(dir, name),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
