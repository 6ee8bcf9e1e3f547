import { setTimeout } from 'node:timers/promises';
import { virtualClock } from '../../src/base/clock.ts';
import { connect } from '../../src/db/sqlite/connection.ts';
import { OptionContract } from '../../src/db/schema/option-contracts.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import { simulatedPolls } from '../../test/support/simulated-polls.ts';
import { createPolls, pollTimes, scratch } from './polls.ts';

export interface IngestFigures {
  /** Contracts of polled chains a second, from parsed rows to committed. */
  rowsPerSecond: { recorded: number; raw: number; orm: number };
  ratioToRaw: number;
  ratioToOrm: number;
}

/** Each of the three writes so many blocks of so many polls; the median block counts. */
const blocks = 12;
const blockPolls = 10;

/**
 * The three take turns block by block, each on a database of its own, so that what slows one slows all. What our own
 * write leaves to another thread has been done before the next turn begins.
 */
export async function benchIngest(nextChain: () => Chain): Promise<IngestFigures> {
  const files = scratch();
  const clock = virtualClock(Date.UTC(2100, 0));
  for (const name of ['raw', 'orm']) await (await openDatabase({ path: files.path(name), clock })).close();
  const db = await openDatabase({ path: files.path('recorded'), clock });
  const raw = await connect(files.path('raw'));
  const orm = await connect(files.path('orm'));
  const insert = raw.native.prepare(`
    insert into option_contracts (symbol, underlying, strike, option_type, expiration_date, bid, ask, last_price,
      volume, open_interest, timestamp, created_at, bid_size, ask_size, previous_close, implied_volatility, delta,
      gamma, theta, vega, greeks_source, underlying_price, underlying_price_source, quoted_at, is_listed)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertAll = raw.native.transaction((rows: unknown[][]) => {
    for (const row of rows) insert.run(...row);
  });

  const watch = await connect(files.path('recorded'));
  const logIsCopied = async () => {
    for (let tries = 0; tries < 400; tries++) {
      const [log] = watch.native.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
      if (!log || log.log - log.checkpointed < 4000) return;
      await setTimeout(5);
    }
  };

  const ways = {
    recorded: async (block: readonly Chain[]) => {
      for (const chain of block) await db.chains.record(chain);
    },
    raw(block: readonly Chain[]) {
      for (const chain of block) {
        insertAll(chain.contracts.map((contract) => rowOf(chain, contract, clock.now())));
      }
    },
    async orm(block: readonly Chain[]) {
      for (const chain of block) {
        const em = orm.orm.em.fork();
        for (const contract of chain.contracts) {
          em.create(OptionContract, entityOf(chain, contract, clock.now()));
        }
        await em.flush();
      }
    },
  };
  const names = ['recorded', 'raw', 'orm'] as const;
  const rates: Record<(typeof names)[number], number[]> = { recorded: [], raw: [], orm: [] };
  for (let index = 0; index < blocks + 1; index++) {
    const block = Array.from({ length: blockPolls }, nextChain);
    const contracts = block.reduce((sum, chain) => sum + chain.contracts.length, 0);
    // Each begins as often as the others, in case the one before leaves something to the disk.
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + index) % names.length]!;
      const startedAt = performance.now();
      await ways[name](block);
      const rate = (contracts * 1000) / (performance.now() - startedAt);
      // The first block warms up.
      if (index > 0) rates[name].push(rate);
      await setTimeout(1);
      await logIsCopied();
    }
  }
  await Promise.all([db.close(), raw.orm.close(true), orm.orm.close(true), watch.orm.close(true)]);
  files.remove();
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const rowsPerSecond = {
    recorded: middle(rates.recorded),
    raw: middle(rates.raw),
    orm: middle(rates.orm),
  };
  const { recorded, raw: rawRate, orm: ormRate } = rowsPerSecond;
  return { rowsPerSecond, ratioToRaw: recorded / rawRate, ratioToOrm: recorded / ormRate };
}

/** Chains of 400 contracts that all differ from the poll before: the most that there can be to write. */
export function changedChains(): () => Chain {
  const times = pollTimes('2026-11-23', 15);
  const poll = createPolls('ingest');
  return () => {
    const { expiration, at } = times.next().value!;
    return poll(expiration, at);
  };
}

/** Chains as polls of a simulated session bring them every 15 s, from an hour after the open on. */
export function sessionChains(): () => Chain {
  const polls = simulatedPolls();
  const date = '2026-11-23';
  const from = polls.calendar.sessionOn(date)!.open + 3_600_000;
  let index = 0;
  return () => polls.chain(date, from + index++ * 15_000);
}

type Contract = Chain['contracts'][number];

function rowOf(chain: Chain, contract: Contract, createdAt: number): unknown[] {
  return [
    ...[contract.symbol, chain.underlying, contract.strike, contract.optionType, chain.expiration],
    ...[contract.bid, contract.ask, contract.last, contract.volume, contract.openInterest],
    ...[chain.timestamp, createdAt, contract.bidSize, contract.askSize, contract.previousClose],
    ...[contract.impliedVolatility, contract.delta, contract.gamma, contract.theta, contract.vega],
    ...[contract.greeksSource, chain.underlyingPrice, chain.underlyingPriceSource, contract.quotedAt, 1],
  ];
}

function entityOf(chain: Chain, contract: Contract, createdAt: number) {
  const { symbol, strike, optionType, bid, ask, bidSize, askSize, previousClose, volume, openInterest } =
    contract;
  const { impliedVolatility, delta, gamma, theta, vega, greeksSource, quotedAt } = contract;
  return {
    ...{ symbol, strike, optionType, bid, ask, bidSize, askSize, previousClose, volume, openInterest },
    ...{ impliedVolatility, delta, gamma, theta, vega, greeksSource, quotedAt },
    underlying: chain.underlying,
    expirationDate: chain.expiration,
    lastPrice: contract.last,
    timestamp: chain.timestamp,
    createdAt,
    underlyingPrice: chain.underlyingPrice,
    underlyingPriceSource: chain.underlyingPriceSource,
    isListed: 1,
  };
}
