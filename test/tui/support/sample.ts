import { fillChain, rates } from '../../../src/daemon/underlyings/chain-greeks.ts';
import { levelsOf } from '../../../src/daemon/underlyings/compute-levels.ts';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import { optionGreeks, optionPrice } from '../../../src/market/pricing/black-scholes.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { Chain, OptionQuote, OptionType } from '../../../src/market/quotes/chain.ts';
import type { Levels } from '../../../src/market/levels/levels.ts';
import { type LevelsPoint, pointOf } from '../../../src/market/levels/levels-history.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { formatOptionSymbol } from '../../../src/market/symbols/option-symbol.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import { seededRandom } from '../../../src/base/random.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type {
  Hello,
  SessionPriceLine,
  JobCoverage,
  JobState,
  PhaseState,
  Status,
  Usage,
} from '../../../src/protocol/state.ts';
import { protocolVersion } from '../../../src/protocol/version.ts';
import type { ChainSubscriptionState } from '../../../src/protocol/chain-subscription.ts';
import type { PruneReport } from '../../../src/recordings/reports.ts';

/** A Monday in the regular session, where the tests' pictures are taken. */
export const sampleDate = '2026-11-23';
export const sampleNow = newYorkInstant(sampleDate, '13:45:55');
const open = newYorkInstant(sampleDate, '09:30');
const close = newYorkInstant(sampleDate, '16:00');
const optionClose = newYorkInstant(sampleDate, '16:15');

export function sampleHello(given: Partial<Hello> = {}): Hello {
  return {
    protocolVersion,
    appVersion: '0.1.0',
    pid: 4242,
    epoch: 'epoch-1',
    mode: 'demo',
    symbol: 'SPY',
    databasePath: '/tmp/spyglass/demo.db',
    now: sampleNow,
    clockSpeed: 1,
    isVirtualClock: true,
    ...given,
  };
}

export function samplePhase(given: Partial<PhaseState> = {}): PhaseState {
  return {
    phase: 'regular',
    nextChangeAt: close,
    nextPhase: 'options-late',
    session: {
      ...{ date: sampleDate, overnightOpen: null, preOpen: open - 5.5 * 3_600_000 },
      ...{ open, close, optionClose, isEarlyClose: false },
    },
    expiration: sampleDate,
    standardExpiration: null,
    closedBecause: null,
    ...given,
  };
}

export function sampleQuote(given: Partial<Quote> = {}): Quote {
  return {
    symbol: 'SPY',
    price: 671.2,
    priceKind: 'trade',
    bid: 671.19,
    ask: 671.21,
    quotedAt: sampleNow - 3000,
    dayOpen: 668.4,
    dayHigh: 672.8,
    dayLow: 667.31,
    previousClose: 667.75,
    volume: 54_321_987,
    vwap: 670.11,
    timestamp: sampleNow - 3000,
    receivedAt: sampleNow - 3000,
    slotAt: null,
    tier: 'real-time',
    source: 'simulator',
    ...given,
  };
}

/** A session so far that ends at `price`. */
export function sampleIntraday(price = 671.2, until = sampleNow - 3000): SessionPriceLine {
  const random = seededRandom('intraday');
  const minutes = Math.floor((until - open) / 60_000);
  const walk: number[] = [0];
  for (let minute = 1; minute <= minutes; minute++) walk.push(walk.at(-1)! + random.normal() * 0.17);
  const drift = price - 668.4 - walk.at(-1)!;
  const points = walk.map((step, minute) => ({
    at: open + minute * 60_000,
    price: Math.round((668.4 + step + (drift * minute) / Math.max(1, minutes)) * 100) / 100,
  }));
  return { symbol: 'SPY', date: sampleDate, from: open, until: close, points };
}

const cents = (value: number) => Math.round(value * 100) / 100;

function sampleContract(optionType: OptionType, strike: number, spot: number, at: number): OptionQuote {
  const years = Math.max(optionClose - at, 60_000) / (365 * 86_400_000);
  const distance = (strike - spot) / spot;
  const volatility = 0.128 - 0.9 * distance + 60 * distance * distance;
  const terms = { optionType, spot, strike, years, volatility, rate: 0.04, dividendYield: 0.012 };
  const price = optionPrice(terms) ?? 0;
  const greeks = optionGreeks(terms);
  const random = seededRandom(`${optionType}${strike}`);
  const near = Math.exp(-((Math.abs(strike - spot) / 9) ** 1.4)) * (strike % 5 === 0 ? 2.4 : 1);
  const volume = Math.round(near * 96_000 * (0.6 + random.next()));
  const half = Math.max(0.005, price * 0.006);
  const bid = cents(Math.max(0, price - half));
  return {
    symbol: formatOptionSymbol(
      { root: 'SPY', expiration: sampleDate, optionType, strikeMills: Math.round(strike * 1000) },
      'compact',
    ),
    strike,
    optionType,
    bid,
    ask: Math.max(cents(bid + 0.01), cents(price + half)),
    bidSize: 12,
    askSize: 30,
    last: volume > 0 ? cents(Math.max(0.01, price)) : null,
    tradedAt: volume > 0 ? at : null,
    previousClose: 1.2,
    volume,
    openInterest: Math.round(near * 21_000 * (0.4 + random.next())),
    impliedVolatility: bid > 0 ? volatility : null,
    delta: greeks?.delta ?? null,
    gamma: greeks?.gamma ?? null,
    theta: greeks?.theta ?? null,
    vega: greeks?.vega ?? null,
    greeksSource: greeks ? 'vendor' : null,
    quotedAt: at,
    sharesPerContract: 100,
  };
}

export function sampleChain(spot = 671.2, given: Partial<Chain> = {}): Chain {
  const at = given.timestamp ?? sampleNow - 12_000;
  const strikes = Array.from({ length: 181 }, (_, index) => 581 + index);
  return {
    underlying: 'SPY',
    expiration: sampleDate,
    contracts: strikes.flatMap((strike) => [
      sampleContract('call', strike, spot, at),
      sampleContract('put', strike, spot, at),
    ]),
    underlyingPrice: spot,
    underlyingPriceSource: 'chain',
    underlyingPriceAt: at,
    timestamp: at,
    slotAt: null,
    tier: 'real-time',
    source: 'simulator',
    rejectedRows: 0,
    adjustedRows: 0,
    ...given,
  };
}

export function sampleUsage(given: Partial<Usage> = {}): Usage {
  const call = (
    agoMs: number,
    endpoint: string,
    statusCode: number | null,
    ms: number,
    error: string | null = null,
  ) => ({
    endpoint,
    method: 'GET',
    statusCode,
    responseTimeMs: ms,
    error,
    timestamp: sampleNow - agoMs,
  });
  const quoteEndpoint = '/v2/snapshot/locale/us/markets/stocks/tickers/{ticker}';
  const chainEndpoint = '/v3/snapshot/options/{underlying}';
  const random = seededRandom('usage');
  return {
    budget: { callsPerMinute: 100, used: 8, reserve: 5, nextFreeAt: sampleNow + 12_000 },
    calls: 362,
    errors: 2,
    p50Ms: 143,
    p95Ms: 410,
    callsPerMinute: Array.from({ length: 30 }, () => random.integer(4, 9)),
    errorsPerMinute: Array.from({ length: 30 }, (_, minute) => (minute === 8 || minute === 28 ? 1 : 0)),
    medianMsPerMinute: Array.from({ length: 30 }, (_, minute) =>
      minute === 3 ? null : 95 + ((minute * 37) % 90),
    ),
    endpoints: [
      { endpoint: quoteEndpoint, calls: 240, errors: 1, p50Ms: 98, p95Ms: 210 },
      { endpoint: chainEndpoint, calls: 122, errors: 1, p50Ms: 180, p95Ms: 440 },
    ],
    lastCalls: [
      call(3000, quoteEndpoint, 200, 143),
      call(12_000, chainEndpoint, 200, 388),
      call(12_400, chainEndpoint, 200, 412),
      call(18_000, quoteEndpoint, 200, 96),
      call(33_000, quoteEndpoint, 429, 41, 'Too many requests: retried after 1 s'),
      call(48_000, quoteEndpoint, 200, 121),
      call(63_000, quoteEndpoint, 200, 104),
      call(72_000, chainEndpoint, null, 10_000, 'No answer within 10 s'),
      call(78_000, quoteEndpoint, 200, 99),
      call(93_000, quoteEndpoint, 200, 101),
      call(108_000, quoteEndpoint, 200, 95),
      call(123_000, quoteEndpoint, 200, 117),
    ],
    cache: { entries: 14, hits: 61, misses: 362 },
    rejectedRows: { count: 0, reasons: [] },
    errorsByKind: [
      { kind: 'rate-limited', count: 1 },
      { kind: 'timeout', count: 1 },
    ],
    lastSuccessAt: sampleNow - 3000,
    callsToday: 1204,
    projectedCalls: 845,
    allowedCalls: 14_908,
    ...given,
  };
}

export function sampleJobs(given: Record<string, Partial<JobState>> = {}): JobState[] {
  const job = (name: string, intervalMs: number | null, nextInMs: number, reason: string): JobState => ({
    name,
    intervalMs,
    nextAt: sampleNow + nextInMs,
    lastStartedAt: sampleNow - 3000,
    lastSucceededAt: sampleNow - 3000,
    lastError: null,
    isRunning: false,
    reason,
    ...given[name],
  });
  return [
    job('quote', 15_000, 11_000, 'every 15 s'),
    job('chain', 60_000, 48_000, 'every 60 s'),
    job('bars', null, close + 1_800_000 - sampleNow, 'once, after the close'),
  ];
}

export function sampleView(given: Partial<ChainSubscriptionState> = {}): ChainSubscriptionState {
  return {
    symbol: 'SPY',
    expiration: null,
    expirations: [sampleDate, '2026-11-24', '2026-11-25', '2026-11-27', '2026-11-30'],
    jobs: { quote: 'quote', chain: 'chain', bars: 'bars' },
    ...given,
  };
}

export function sampleSnapshot(given: Partial<Snapshot> = {}): Snapshot {
  return {
    quote: sampleQuote(),
    chain: sampleChain(),
    priceLine: sampleIntraday(),
    usage: sampleUsage(),
    phase: samplePhase(),
    health: { problems: [] },
    jobs: sampleJobs(),
    coverage: [],
    levels: sampleLevels(),
    levelsHistory: sampleLevelsHistory(),
    alerts: { rules: [], recent: [] },
    subscription: sampleView(),
    watch: [{ symbol: 'SPY', quote: sampleQuote() }],
    seq: 100,
    ...given,
  };
}

export function samplePrune(given: Partial<PruneReport> = {}): PruneReport {
  const table = (name: string, rows: number, total: number, bytes: number, days: number | null) => ({
    table: name,
    rows,
    bytes,
    cutoff: days === null ? null : sampleNow - days * 86_400_000,
    oldest: rows > 0 && days !== null ? sampleNow - (days + 3) * 86_400_000 : null,
    total,
  });
  return {
    isDryRun: true,
    at: sampleNow,
    tables: [
      table('market_data_cache', 12, 26, 48_000, 1),
      table('spy_quotes', 0, 98_112, 0, 90),
      table('option_contracts', 12_300, 1_204_551, 3_300_000, 30),
      table('historical_prices', 0, 4410, 0, null),
      table('api_requests_log', 33, 40_211, 5200, 30),
    ],
    rows: 12_345,
    bytes: 3_353_200,
    freedBytes: 0,
    durationMs: 18,
    ...given,
  };
}

const calendar = createCalendar();

/** As the daemon makes them of the chain. */
export function sampleLevels(given: Partial<Levels> = {}, chain = sampleChain()): Levels {
  const opening = { straddle: 4.12, reference: 668.4, since: open + 60_000 };
  const terms = { session: { open, close, optionClose }, ...rates, dealerSign: 'naive', opening } as const;
  return { ...levelsOf(fillChain(chain, calendar), terms), quotedAt: chain.timestamp, ...given };
}

/** A poll of the levels every five minutes of the session so far. */
export function sampleLevelsHistory(): LevelsPoint[] {
  const random = seededRandom('levels');
  const polls = Math.floor((sampleNow - open) / 300_000);
  const newest = pointOf(sampleLevels());
  let spot = 668.4;
  return Array.from({ length: polls + 1 }, (_, poll): LevelsPoint => {
    spot = Math.round((spot + random.normal() * 0.4 + 0.05) * 100) / 100;
    return {
      ...newest,
      at: open + 60_000 + poll * 300_000,
      spot,
      netGamma: (spot - 669.5) * 9e7,
      gammaFlip: 669.1 + Math.round(random.normal() * 30) / 100,
      callWall: poll < 20 ? 672 : 675,
      putWall: poll < 34 ? 665 : 670,
      volatility: 0.15 - poll * 0.0004,
      moveUsed: Math.abs(spot - 668.4) / 4.12,
      putCallRatio: 0.9 + random.normal() * 0.05,
    };
  });
}

/** Minutes of the session so far, as the vendor gives them. */
export function sampleMinuteBars(): Bar[] {
  const { points } = sampleIntraday();
  const random = seededRandom('bars');
  return points.slice(0, -1).map((point, minute): Bar => {
    const end = points[minute + 1]!.price;
    const share = Math.abs(minute - 195) / 195;
    return {
      symbol: 'SPY',
      date: sampleDate,
      timeframe: '1min',
      start: point.at,
      open: point.price,
      high: Math.max(point.price, end),
      low: Math.min(point.price, end),
      close: end,
      volume: Math.round((60_000 + 300_000 * share ** 2) * (0.6 + random.next() * 0.8)),
      vwap: (point.price + end) / 2,
      source: 'simulator',
    };
  });
}

/** Bars of the sessions before and of today, `everyMinutes` long. */
export function sampleBars(timeframe: '15min' | '1hour', dates: readonly string[]): Bar[] {
  const random = seededRandom(timeframe);
  const everyMinutes = timeframe === '15min' ? 15 : 60;
  let price = 655;
  return dates.flatMap((date) => {
    const open = newYorkInstant(date, '09:30');
    const first = newYorkInstant(date, timeframe === '15min' ? '09:30' : '09:00');
    return Array.from({ length: Math.ceil(390 / everyMinutes) }, (_, index): Bar => {
      const before = price;
      price = Math.round((price + random.normal() * 0.6 + 0.1) * 100) / 100;
      return {
        symbol: 'SPY',
        date,
        timeframe,
        start: Math.max(open, first + index * everyMinutes * 60_000),
        open: before,
        high: Math.max(before, price) + 0.2,
        low: Math.min(before, price) - 0.2,
        close: price,
        volume: Math.round(everyMinutes * 150_000 * (0.6 + random.next() * 0.8)),
        vwap: (before + price) / 2,
        source: 'simulator',
      };
    });
  });
}

export function sampleStatus(given: Partial<Status> = {}): Status {
  const table = (
    name: string,
    rows: number,
    oldestDays: number | null,
  ): Status['database']['tables'][number] => ({
    table: name,
    rows,
    oldest: oldestDays === null ? null : sampleNow - oldestDays * 86_400_000,
    newest: oldestDays === null ? null : sampleNow - 3000,
  });
  return {
    hello: sampleHello(),
    startedAt: sampleNow - 15_000_000,
    uptimeMs: 15_000_000,
    phase: samplePhase(),
    jobs: sampleJobs(),
    health: { problems: [] },
    budget: sampleUsage().budget,
    rejectedRows: { count: 0, reasons: [] },
    database: {
      path: '/tmp/spyglass/demo.db',
      bytes: 84_300_000,
      schemaVersion: '2026-11-23',
      tables: [
        table('market_data_cache', 26, 1),
        table('spy_quotes', 98_112, 88),
        table('option_contracts', 1_204_551, 30),
        table('historical_prices', 4410, 31),
        table('api_requests_log', 40_211, 29),
        table('chain_polls', 11_730, 30),
        table('poll_gaps', 41, 60),
        table('chain_metrics', 0, null),
        table('exchange_days', 1, 12),
        table('alerts', 208, 55),
      ],
    },
    coverage: sampleCoverage(),
    alerts: { rules: 0, met: 0, idle: 0, lastAt: null },
    clients: 2,
    ...given,
  };
}

export function sampleCoverage(): JobCoverage[] {
  const session = { date: sampleDate, from: open, until: close + 15 * 60_000 };
  const reason = 'upstream: no answer within 10 s';
  const since = sampleNow - 300_000;
  const earlier = {
    from: open + 92 * 60_000,
    to: open + 92 * 60_000 + 283_000,
    reason: 'machine was asleep',
  };
  return [
    { ...session, job: 'quote', ratio: 0.99991, missingMs: 0, gaps: 0, open: null, latest: [] },
    {
      ...session,
      job: 'chain',
      ratio: 0.962,
      missingMs: 583_000,
      gaps: 2,
      open: { since, reason },
      latest: [earlier, { from: since, to: null, reason }],
    },
  ];
}
