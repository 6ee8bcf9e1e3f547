import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { type Database, openDatabase } from '../../src/db/open-database.ts';
import type { Bar } from '../../src/market/bar.ts';
import type { Chain, OptionQuote, OptionType } from '../../src/market/chain.ts';
import type { Quote } from '../../src/market/quote.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A Monday in regular hours. */
export const monday = Date.parse('2026-11-23T15:00:00Z');
export const minute = 60_000;
export const day = 86_400_000;

/** A new database on a clock of its own, closed when the test is over. */
export async function newDatabase(t: ExecutionContext, clock: ManualClock = manualClock(monday)) {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const db: Database = await openDatabase({ path, clock });
  t.teardown(() => db.close());
  return { db, path, clock };
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

/** Rows of `option_contracts` as the status says. */
export function statedContractRows(db: Database): number | undefined {
  return db.status().tables.find(({ table }) => table === 'option_contracts')?.rows;
}

export function aQuote(changes: Partial<Quote> = {}): Quote {
  return {
    symbol: 'SPY',
    price: 671.25,
    bid: 671.24,
    ask: 671.26,
    dayOpen: 669,
    dayHigh: 672.5,
    dayLow: 668.75,
    previousClose: 668.4,
    volume: 31_250_000.5,
    vwap: 670.9312,
    timestamp: monday - 500,
    receivedAt: monday,
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
    timestamp: monday,
    tier: 'delayed',
    source: 'polygon',
    rejectedRows: 0,
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
