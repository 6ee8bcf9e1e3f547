import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type { PlannedPoll, RecordedUnderlying } from '../../../src/protocol/recorded.ts';
import type { JobCoverage, JobState } from '../../../src/protocol/state.ts';
import { sampleQuote } from './sample-chain.ts';
import { sampleLevels } from './sample-levels.ts';
import { sampleDate, sampleNow } from './sample-times.ts';
import { sampleCoverage, sampleJobs } from './sample-usage.ts';

/** Levels with numbers of their own: a new version of the model changes nothing in them. */
export function levelsAround(
  symbol: string,
  spot: number,
  given: Partial<RecordedLevels> & { iv?: number; used?: number; net?: number } = {},
): RecordedLevels {
  const { iv = 0.162, used = 0.41, net = 1.34e9, ...rest } = given;
  const { profile: _, ...levels } = sampleLevels();
  const at = (share: number) => Math.round(spot * share);
  const exposure: RecordedLevels['byOpenInterest'] = {
    ...levels.byOpenInterest!,
    ...{ gamma: { call: net * 3, put: net * -2, net }, callWall: at(1.006), putWall: at(0.991) },
    ...{ gammaFlip: spot * 0.9965, gammaFlips: 1 },
  };
  return {
    ...levels,
    ...{ underlying: symbol, spot, byOpenInterest: exposure, byVolume: exposure },
    expectedMove: { ...levels.expectedMove, straddle: spot * 0.0039, used },
    volatility: { day: null, atTheMoney: iv, put25: iv + 0.005, call25: iv - 0.005, skew: 0.01 },
    putCallRatio: { volume: 1.1, openInterest: 0.88 },
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
  const at = (agoMs: number) => ({ timestamp: sampleNow - agoMs, quotedAt: sampleNow - agoMs });
  return [
    {
      symbol: 'SPY',
      quote: sampleQuote(),
      levels: levelsAround('SPY', 671.2, { ...at(12_000), used: 0.68, iv: 0.128 }),
      expirations,
    },
    {
      symbol: 'QQQ',
      quote: quoteOf('QQQ', 618.22, 621.4),
      levels: levelsAround('QQQ', 618.2, { ...at(41_000), iv: 0.2114, used: 1.12, net: -2.9e8 }),
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

/** How much of the session the jobs of three symbols have recorded; the options of the index stop earlier. */
export function sampleSeveralCoverage(): JobCoverage[] {
  const [quote, chain] = sampleCoverage() as [JobCoverage, JobCoverage];
  const whole = { ratio: 1, missingMs: 0, gaps: 0, open: null, latest: [] };
  const index = { symbol: 'I:SPX', until: quote.until - 15 * 60_000 };
  return [
    { ...quote, symbol: 'SPY' },
    { ...chain, ...whole, symbol: 'SPY' },
    { ...quote, ...whole, job: 'quote QQQ', symbol: 'QQQ' },
    { ...chain, job: 'chain QQQ', symbol: 'QQQ' },
    { ...quote, ...whole, ...index, job: 'quote I:SPX' },
    { ...chain, ...whole, ...index, job: 'chain I:SPX', ratio: null },
  ];
}

/** How the jobs of three symbols fit into few calls: the last chain is given up. */
export function samplePlan(): PlannedPoll[] {
  const wanted = { quote: 15_000, chain: 60_000 } as const;
  const planned = (kind: 'quote' | 'chain', symbol: string, intervalMs: number | null, calls: number) => ({
    ...{
      job: symbol === 'SPY' ? kind : `${kind} ${symbol}`,
      symbol,
      wantedMs: wanted[kind],
      intervalMs,
      calls,
    },
    reason:
      intervalMs === null
        ? 'not recorded: 5 calls a minute are too few'
        : intervalMs > wanted[kind]
          ? 'stretched to fit 5 calls a minute'
          : null,
  });
  return [
    planned('quote', 'SPY', 15_000, 1),
    planned('chain', 'SPY', 60_000, 2),
    planned('quote', 'QQQ', 90_000, 1),
    planned('chain', 'QQQ', 270_000, 2),
    planned('quote', 'I:SPX', 120_000, 1),
    planned('chain', 'I:SPX', null, 4),
  ];
}

/** Their jobs; one that is given up is not in the schedule. */
export function sampleSeveralJobs(): JobState[] {
  const [quote, chain, bars] = sampleJobs() as [JobState, JobState, JobState];
  const others = samplePlan().filter(({ symbol, intervalMs }) => symbol !== 'SPY' && intervalMs !== null);
  return [
    quote,
    chain,
    ...others.map(({ job, intervalMs }) => ({ ...quote, name: job, intervalMs, reason: 'every so often' })),
    bars,
  ];
}
