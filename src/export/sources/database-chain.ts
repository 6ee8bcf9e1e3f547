import type { OptionQuote } from '../../market/quotes/chain.ts';
import type { ContractCells } from '../../recordings/poll-rows.ts';
import type { SessionPoll } from '../../recordings/session-rows.ts';
import type { ExportReader } from './export-sources.ts';

/** Reads what a poll stored. */
export type ReadPoll = (poll: SessionPoll) => Promise<readonly ContractCells[]>;

/**
 * The polls of a chain on one date, from the database. The first states every contract: what was recorded before that was the rule
 * is completed, as `SessionRows.contracts` does for the archive.
 */
export function databaseChain(
  db: Pick<ExportReader, 'chains' | 'pollRows'>,
  polls: readonly SessionPoll[],
): ReadPoll {
  const [first] = polls;
  return async (poll) => {
    const rows = await db.pollRows.stored(poll);
    return poll === first ? await completed(db, poll, rows) : rows;
  };
}

async function completed(
  { chains }: Pick<ExportReader, 'chains'>,
  poll: SessionPoll,
  rows: ContractCells[],
): Promise<ContractCells[]> {
  const listed = rows.filter((cells) => cells[20] === 1).length;
  if (listed >= poll.contracts) return rows;
  const stated = new Set(rows.map(([symbol]) => symbol));
  const chain = await chains.at(poll.underlying, poll.expiration, poll.timestamp);
  const missing = (chain?.contracts ?? []).filter(({ symbol }) => !stated.has(symbol));
  return [...rows, ...missing.map((contract) => contractCells(contract, true))].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
}

/** A contract's state as an array. */
export function contractCells(contract: OptionQuote, isListed: boolean): ContractCells {
  return [
    contract.symbol,
    contract.optionType,
    contract.strike,
    contract.bid,
    contract.ask,
    contract.bidSize,
    contract.askSize,
    contract.last,
    contract.tradedAt,
    contract.previousClose,
    contract.volume,
    contract.openInterest,
    contract.impliedVolatility,
    contract.delta,
    contract.gamma,
    contract.theta,
    contract.vega,
    contract.greeksSource,
    contract.quotedAt,
    contract.sharesPerContract,
    isListed ? 1 : 0,
  ];
}
