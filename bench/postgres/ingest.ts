import { virtualClock } from '../../src/base/clock.ts';
import { ensurePartitions } from '../../src/db/postgres/partitions.ts';
import type { PostgresConnection, SqlValue } from '../../src/db/postgres/connection/sql.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { tradeDateOf } from '../../src/market/calendar/trade-date.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import { scratch } from '../store/polls.ts';
import { createBenchStore } from './bench-store.ts';

export interface IngestFigures {
  /** Contracts of polled chains a second, from parsed rows to committed. */
  rowsPerSecond: { recorded: number; raw: number; sqlite: number };
  ratioToRaw: number;
}

const ways = ['recorded', 'raw', 'sqlite'] as const;
type Way = (typeof ways)[number];

/** Each of the writes so many blocks of so many polls; the median block counts. */
const blocks = 12;
const blockPolls = 10;

/** The ways take turns block by block, each on a database of its own, so that what slows one slows all. */
export async function benchIngest(serverUrl: string, nextChain: () => Chain): Promise<IngestFigures> {
  const files = scratch();
  const store = await createBenchStore(serverUrl);
  const raw = await createBenchStore(serverUrl);
  const clock = virtualClock(Date.UTC(2100, 0));
  const sqlite = await openDatabase({ path: files.path('recorded'), clock });
  const write: Record<Way, (chain: Chain) => Promise<unknown>> = {
    recorded: (chain) => store.db.chains.record(chain),
    raw: (chain) => insertRaw(raw.connection, chain),
    sqlite: (chain) => sqlite.chains.record(chain),
  };
  const rates: Record<Way, number[]> = { recorded: [], raw: [], sqlite: [] };
  for (let index = 0; index < blocks + 1; index++) {
    const block = Array.from({ length: blockPolls }, nextChain);
    const contracts = block.reduce((sum, chain) => sum + chain.contracts.length, 0);
    // Each begins as often as the others.
    for (let turn = 0; turn < ways.length; turn++) {
      const way = ways[(turn + index) % ways.length]!;
      const startedAt = performance.now();
      for (const chain of block) await write[way](chain);
      // The first block warms up.
      if (index > 0) rates[way].push((contracts * 1000) / (performance.now() - startedAt));
    }
  }
  await Promise.all([store.close(), raw.close(), sqlite.close()]);
  files.remove();
  const middle = (way: Way) => rates[way].sort((a, b) => a - b)[blocks >> 1] ?? 0;
  const rowsPerSecond = { recorded: middle('recorded'), raw: middle('raw'), sqlite: middle('sqlite') };
  return { rowsPerSecond, ratioToRaw: rowsPerSecond.recorded / rowsPerSecond.raw };
}

const columns = `trade_date, symbol, underlying, strike, option_type, expiration_date, bid, ask, last_price, volume,
  open_interest, timestamp, created_at, bid_size, ask_size, previous_close, implied_volatility, delta, gamma, theta, vega,
  greeks_source, underlying_price, underlying_price_source, quoted_at, is_listed`;
const columnCount = 26;

/** One statement with a row of parameters for each contract, in a transaction of its own. */
async function insertRaw(connection: PostgresConnection, chain: Chain): Promise<void> {
  const date = tradeDateOf(chain.timestamp);
  const rows = chain.contracts.map(
    (_, row) =>
      `(${Array.from({ length: columnCount }, (__, column) => `$${row * columnCount + column + 1}`).join(', ')})`,
  );
  await connection.transaction(async (sql) => {
    await ensurePartitions(sql, date);
    await sql.run(
      `insert into option_contracts (${columns}) values ${rows.join(', ')}`,
      chain.contracts.flatMap((contract) => rowOf(chain, contract, date)),
    );
  });
}

function rowOf(chain: Chain, contract: Chain['contracts'][number], date: string): SqlValue[] {
  return [
    ...[date, contract.symbol, chain.underlying, contract.strike, contract.optionType, chain.expiration],
    ...[contract.bid, contract.ask, contract.last, contract.volume, contract.openInterest],
    ...[chain.timestamp, chain.timestamp, contract.bidSize, contract.askSize, contract.previousClose],
    ...[contract.impliedVolatility, contract.delta, contract.gamma, contract.theta, contract.vega],
    ...[contract.greeksSource, chain.underlyingPrice, chain.underlyingPriceSource, contract.quotedAt, 1],
  ];
}
