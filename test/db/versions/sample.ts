import type { ArchivedSession } from '../../../src/recordings/archived-sessions.ts';
import type { ExchangeDay } from '../../../src/recordings/exchange-days.ts';
import type { Gap } from '../../../src/recordings/gaps.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import { expiryClocks } from '../../../src/market/pricing/expiry-clocks.ts';
import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import type { ApiCall } from '../../../src/recordings/usage.ts';
import { aBar, aChain, aContract, someLevels, anAlert, aQuote, minute, monday } from '../fixtures.ts';

/** What the dumps of earlier versions hold: part of them, so never changed. */
export const quotes = [0, 1, 2].map((index) =>
  aQuote({
    price: 671 + index / 100,
    timestamp: monday + index * minute - 500,
    receivedAt: monday + index * minute,
  }),
);

export const chains = [0, 1, 2].map((index) => {
  const contracts = [670, 671].flatMap((strike) => [
    aContract({ strike, optionType: 'call', bid: 1 + index / 100 }),
    aContract({ strike, optionType: 'put', bid: null }),
  ]);
  // The last poll lacks a contract, so that a row says so.
  return aChain({
    timestamp: monday + index * minute,
    contracts: index === 2 ? contracts.slice(1) : contracts,
  });
});

export const bars = [aBar(), aBar({ timeframe: 'daily', vwap: null })];

export const body = '{"ticker":{"ticker":"SPY"}}';

export const calls: ApiCall[] = [
  {
    endpoint: '/v3/snapshot/options/{underlying}',
    method: 'GET',
    statusCode: 200,
    responseTimeMs: 87,
    error: null,
    timestamp: monday,
  },
  {
    endpoint: '/v3/snapshot',
    method: 'GET',
    statusCode: null,
    responseTimeMs: null,
    error: "the socket's gone",
    timestamp: monday + 1,
  },
];

export const gap: Gap = {
  underlying: 'SPY',
  job: 'chain',
  sessionDate: '2026-11-23',
  startedAt: monday - 10 * minute,
  endedAt: monday,
  reason: 'daemon was not running',
};

/** Not in the dump of the first version, which had no levels. */
export const metrics = someLevels();

/** Not in the dumps from before there were such days. */
export const exchangeDay: ExchangeDay = {
  ...{ date: '2026-11-24', kind: 'closed', name: 'Day of mourning', origin: 'announcement' },
};

/** Not in the dumps from before alerts were recorded, nor in the first one after. */
export const alert = anAlert();

/** Not in the dumps from before there was an archive. */
export const archivedSession: ArchivedSession = {
  ...{ underlying: 'SPY', date: '2026-11-20', bytes: 1_234_567, hash: 'ab01'.repeat(16) },
  counts: { polls: 405, contracts: 90_210, quotes: 1810, levels: 405, gaps: 2, alerts: 7 },
  ...{ archivedAt: monday, verifiedAt: monday + 1, problem: null },
  ...{ chainsRemovedAt: null, quotesRemovedAt: null },
};

/** What the versions before rates, dividends and exercise were recorded hold of levels. */
export const withoutModel = (row: RecordedLevels): RecordedLevels => ({
  ...row,
  modelVersion: 2,
  expectedMove: {
    ...row.expectedMove,
    ...{ straddleSpread: null, oneSigmaUsed: null },
    opening: row.expectedMove.opening && { ...row.expectedMove.opening, oneSigma: null },
  },
  volatility: { ...row.volatility, day: null },
  pricedWith: null,
});

/** What the versions before times and provenance were recorded hold of the above. */
export const withoutTimes = {
  quote: (quote: Quote): Quote => ({ ...quote, priceKind: null, quotedAt: null, slotAt: null }),
  chain: (chain: Chain): Chain => ({
    ...chain,
    underlyingPriceAt: null,
    slotAt: null,
    adjustedRows: null,
    contracts: chain.contracts.map((row) => ({ ...row, tradedAt: null, sharesPerContract: null })),
  }),
  metrics: (row: RecordedLevels): RecordedLevels => ({
    ...row,
    ...expiryClocks(row.closes, row.timestamp, row.timestamp),
    ...{ spotAt: null, quotedAt: null, modelVersion: 1 },
    byOpenInterest: row.byOpenInterest && { ...row.byOpenInterest, gammaFlips: null },
    byVolume: row.byVolume && { ...row.byVolume, gammaFlips: null },
    counts: { ...row.counts, old: null, crossed: null, oneSided: null, extended: null, dropped: null },
  }),
};

export async function recordSample(db: Recording): Promise<void> {
  for (const quote of quotes) await db.quotes.record(quote);
  for (const chain of chains) {
    await db.chains.record(chain, () => (chain.timestamp === metrics.timestamp ? metrics : null));
  }
  await db.bars.upsert(bars, monday);
  await db.cache.put('stockSnapshot:SPY', 'quote', body, monday, monday + minute);
  for (const call of calls) await db.apiLog.record(call);
  await db.gaps.record(gap);
  await db.exchangeDays.replace([exchangeDay], monday);
  await db.alerts.record(alert);
  await db.recomputedLevels.record([metrics], monday + minute);
  await db.archivedSessions.record(archivedSession);
}
