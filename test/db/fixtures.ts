import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { prepareLevelsWrite } from '../../src/db/sqlite/stores/levels-store.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import type { Alert } from '../../src/market/alerts/alert.ts';
import type { Bar } from '../../src/market/quotes/bar.ts';
import type { Chain, OptionQuote, OptionType } from '../../src/market/quotes/chain.ts';
import { wholeMoveOf } from '../../src/market/levels/opening-move.ts';
import { expiryClocks, timeConvention } from '../../src/market/pricing/expiry-clocks.ts';
import type { RecordedLevels } from '../../src/market/levels/levels.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { putEmptyDatabase } from '../support/empty-database.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A Monday in regular hours. */
export const monday = Date.parse('2026-11-23T15:00:00Z');
export const minute = 60_000;
export const day = 86_400_000;

/** A new database on a clock of its own, closed when the test is over. */
export async function newDatabase(t: ExecutionContext, clock: ManualClock = manualClock(monday)) {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  await putEmptyDatabase(path);
  const db: Recording = await openDatabase({ path, clock });
  t.teardown(() => db.close());
  return { db, path, clock };
}

/** Stores levels with a chain of theirs, which has no contracts. */
export async function recordLevels(db: Pick<Recording, 'chains'>, levels: RecordedLevels): Promise<void> {
  const { underlying, expiration, timestamp } = levels;
  await db.chains.record(aChain({ underlying, expiration, timestamp, contracts: [] }), () => levels);
}

/** Puts levels into a database whose chain is gone, as retention leaves them. */
export function putLevels(path: string, levels: RecordedLevels): void {
  const raw = new SqliteDatabase(path);
  try {
    prepareLevelsWrite(raw)(levels);
  } finally {
    raw.close();
  }
}

/** Rows of `option_contracts` counted one by one, on a connection of its own. */
export function countContractRows(path: string): number {
  const raw = new SqliteDatabase(path, { readonly: true });
  try {
    return Number(raw.prepare('select count(*) from option_contracts').pluck().get());
  } finally {
    raw.close();
  }
}

/** Spoils the pages of a closed database that hold the rows of a table. */
export function spoilPages(path: string, table: string): void {
  const raw = new SqliteDatabase(path, { readonly: true });
  const pages = raw
    .prepare<[string], { pageno: number; pgsize: number }>(
      `select pageno, pgsize from dbstat where name = ? and pagetype = 'leaf'`,
    )
    .all(table);
  raw.close();
  const file = openSync(path, 'r+');
  // A page's type, at its start, stays: what its cells hold goes, and where they lie is told by the same bytes.
  for (const { pageno, pgsize } of pages) {
    writeSync(file, Buffer.alloc(pgsize - 8, 0xee), 0, pgsize - 8, (pageno - 1) * pgsize + 8);
  }
  closeSync(file);
}

/** Rows of `option_contracts` as the status says. */
export async function statedContractRows(db: Recording): Promise<number | undefined> {
  return (await db.status()).tables.find(({ table }) => table === 'option_contracts')?.rows;
}

export function aQuote(changes: Partial<Quote> = {}): Quote {
  return {
    symbol: 'SPY',
    price: 671.25,
    priceKind: 'trade',
    bid: 671.24,
    ask: 671.26,
    quotedAt: monday - 400,
    dayOpen: 669,
    dayHigh: 672.5,
    dayLow: 668.75,
    previousClose: 668.4,
    volume: 31_250_000.5,
    vwap: 670.9312,
    timestamp: monday - 500,
    receivedAt: monday,
    slotAt: monday - 700,
    tier: 'real-time',
    source: 'polygon',
    ...changes,
  };
}

export function optionSymbol(expiration: string, optionType: OptionType, strike: number): string {
  const date = expiration.slice(2).replaceAll('-', '');
  return `SPY${date}${optionType === 'call' ? 'C' : 'P'}${String(Math.round(strike * 1000)).padStart(8, '0')}`;
}

export function aContract(changes: Partial<OptionQuote> = {}, expiration = '2026-11-23'): OptionQuote {
  const strike = changes.strike ?? 671;
  const optionType = changes.optionType ?? 'call';
  return {
    symbol: optionSymbol(expiration, optionType, strike),
    strike,
    optionType,
    bid: 1.21,
    ask: 1.23,
    bidSize: 40,
    askSize: 12,
    last: 1.22,
    tradedAt: monday - 350,
    previousClose: 0.87,
    volume: 15_320,
    openInterest: 2210,
    impliedVolatility: 0.1432,
    delta: 0.52,
    gamma: 0.081,
    theta: -1.92,
    vega: 0.097,
    greeksSource: 'vendor',
    quotedAt: monday - 250,
    sharesPerContract: 100,
    ...changes,
  };
}

export function aChain(changes: Partial<Chain> = {}): Chain {
  const expiration = changes.expiration ?? '2026-11-23';
  return {
    underlying: 'SPY',
    expiration,
    contracts: [
      aContract({ strike: 670, optionType: 'call' }, expiration),
      aContract({ strike: 670, optionType: 'put', delta: -0.41 }, expiration),
      aContract({ strike: 671, optionType: 'call' }, expiration),
      aContract({ strike: 671, optionType: 'put', bid: null, ask: null, bidSize: null }, expiration),
    ],
    underlyingPrice: 671.25,
    underlyingPriceSource: 'chain',
    underlyingPriceAt: monday - 300,
    timestamp: monday,
    slotAt: monday - 700,
    tier: 'delayed',
    source: 'polygon',
    rejectedRows: 0,
    adjustedRows: 0,
    ...changes,
  };
}

export function aBar(changes: Partial<Bar> = {}): Bar {
  return {
    symbol: 'SPY',
    date: '2026-11-23',
    timeframe: '15min',
    start: monday,
    open: 670,
    high: 671.5,
    low: 669.75,
    close: 671.25,
    volume: 1_250_000.25,
    vwap: 670.81,
    source: 'polygon',
    ...changes,
  };
}

/** Levels with every value there is, each one different. */
export function someLevels(changes: Partial<RecordedLevels> = {}): RecordedLevels {
  const timestamp = changes.timestamp ?? monday;
  const closes = { regular: monday + 6 * 3_600_000, option: monday + 6.25 * 3_600_000 };
  return {
    underlying: 'SPY',
    expiration: '2026-11-23',
    timestamp,
    spot: 671.25,
    spotSource: 'chain',
    spotAt: timestamp - 300,
    quotedAt: timestamp - 250,
    modelVersion: 3,
    tier: 'real-time',
    source: 'polygon',
    ...expiryClocks(closes, timestamp, timestamp - 250),
    byOpenInterest: {
      gamma: { call: 1_234_567_890.5, put: -987_654_321.25, net: 246_913_569.25 },
      delta: -45_000_000.125,
      vega: 31_000.5,
      callWall: 675,
      putWall: 665,
      absoluteGammaStrike: 670,
      gammaFlip: 668.4321,
      gammaFlips: 3,
    },
    byVolume: {
      gamma: { call: 2_234_567_890.5, put: -3_987_654_321.25, net: -1_753_086_430.75 },
      delta: 85_000_000.125,
      vega: 91_000.5,
      callWall: 672,
      putWall: 669,
      absoluteGammaStrike: 671,
      gammaFlip: null,
      gammaFlips: 0,
    },
    maxPain: 669.5,
    putCallRatio: { volume: 0.78, openInterest: 1.31 },
    expectedMove: {
      straddle: 2.31,
      straddleSpread: 0.03,
      oneSigma: 2.894_321,
      opening: {
        straddle: 4.12,
        oneSigma: wholeMoveOf(671.25 - 669.05, 0.425),
        reference: 669.05,
        since: timestamp - 1_800_000,
      },
      used: 0.534,
      oneSigmaUsed: 0.425,
    },
    volatility: { atTheMoney: 0.1432, day: 0.0643, put25: 0.1611, call25: 0.1299, skew: 0.1611 - 0.1299 },
    pricedWith: { forward: 671.285, rate: 0.0369, dividends: 0, exercise: 'european' },
    atTheMoney: {
      strike: 671,
      call: {
        thetaDollarsPerMinute: 0.61,
        thetaPercentPerMinute: 0.42,
        spreadPercent: 0.87,
        market: 'two-sided',
      },
      put: {
        thetaDollarsPerMinute: 0.59,
        thetaPercentPerMinute: null,
        spreadPercent: null,
        market: 'one-sided',
      },
    },
    counts: {
      contracts: 412,
      vendor: 380,
      model: 20,
      refused: 12,
      old: 9,
      crossed: 1,
      oneSided: 40,
      extended: 33,
      dropped: 2,
    },
    assumptions: {
      dealerSign: 'naive',
      openInterest: 'previous day',
      timeConvention: timeConvention(changes.closes === null ? null : closes),
    },
    ...changes,
  };
}

export function anAlert(changes: Partial<Alert> = {}): Alert {
  return {
    at: monday,
    kind: 'rule',
    symbol: 'SPY',
    message: 'SPY price > 671: 671.25',
    direction: 'up',
    value: 671.25,
    valueAt: monday - 200,
    level: 671,
    source: 'polygon',
    rule: 'price > 671',
    ...changes,
  };
}
