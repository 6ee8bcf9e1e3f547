import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type { RecordedUnderlying } from '../../../src/protocol/recorded.ts';
import { sampleQuote } from './sample-chain.ts';
import { sampleLevels } from './sample-levels.ts';
import { sampleDate, sampleNow } from './sample-times.ts';

/** Levels of another underlying: those of the sample chain, at another price. */
export function levelsAround(
  symbol: string,
  spot: number,
  given: Partial<RecordedLevels> & { iv?: number; used?: number } = {},
): RecordedLevels {
  const { iv = 0.162, used = 0.41, ...rest } = given;
  const scale = spot / 671.2;
  const { profile: _, ...levels } = sampleLevels();
  const scaled = (exposure: RecordedLevels['byOpenInterest']) =>
    exposure && {
      ...exposure,
      callWall: Math.round(675 * scale),
      putWall: Math.round(665 * scale),
      gammaFlip: (exposure.gammaFlip ?? 670) * scale,
    };
  return {
    ...levels,
    underlying: symbol,
    spot,
    byOpenInterest: scaled(levels.byOpenInterest),
    byVolume: scaled(levels.byVolume),
    expectedMove: { ...levels.expectedMove, straddle: 2.61 * scale, used },
    volatility: { ...levels.volatility, atTheMoney: iv },
    ...rest,
  };
}

const quoteOf = (symbol: string, price: number, previousClose: number, given: Partial<Quote> = {}) =>
  sampleQuote({ symbol, price, previousClose, bid: price - 0.01, ask: price + 0.01, ...given });

/** An index has a value, and neither quotes nor volume. */
export const sampleIndexQuote = (given: Partial<Quote> = {}): Quote =>
  quoteOf('I:SPX', 6721.14, 6690.2, {
    ...{ bid: null, ask: null, quotedAt: null, volume: null, vwap: null },
    ...{ dayOpen: 6694.1, dayHigh: 6731.4, dayLow: 6685.2 },
    ...given,
  });

/** Three symbols, each polled at its own time. */
export function sampleRecorded(): RecordedUnderlying[] {
  const expirations = [sampleDate];
  const { profile: _, ...levels } = sampleLevels();
  const at = (agoMs: number) => ({ timestamp: sampleNow - agoMs, quotedAt: sampleNow - agoMs });
  return [
    { symbol: 'SPY', quote: sampleQuote(), levels, expirations },
    {
      symbol: 'QQQ',
      quote: quoteOf('QQQ', 618.22, 621.4),
      levels: levelsAround('QQQ', 618.2, { ...at(41_000), iv: 0.2114, used: 1.12 }),
      expirations,
    },
    {
      symbol: 'I:SPX',
      quote: sampleIndexQuote({ receivedAt: sampleNow - 95_000, timestamp: sampleNow - 95_000 }),
      levels: levelsAround('I:SPX', 6721.2, { ...at(372_000), spotSource: 'quote' }),
      expirations,
    },
  ];
}

/** What a snapshot says where several symbols are recorded. */
export function sampleSeveral(recorded = sampleRecorded()): Partial<Snapshot> {
  return { recorded, watch: recorded.map(({ symbol, quote }) => ({ symbol, quote })) };
}
