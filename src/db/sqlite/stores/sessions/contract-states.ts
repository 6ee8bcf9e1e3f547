import { tradeDateSpan } from '../../../../market/calendar/trade-date.ts';
import type { ContractState, SessionKey } from '../../../../recordings/session-rows.ts';
import { readColumns, readContract, type ReadRow, symbolBounds } from '../../../rows/contract-rows.ts';
import type { NativeDatabase } from '../../connection.ts';

/** The symbols of one root and expiration, from one bound up to another, and its chain's first poll of the date. */
interface SymbolRange {
  low: string;
  high: string;
  expiration: string;
  firstPoll: number;
}

type StateRow = [...ReadRow, timestamp: number, isListed: 0 | 1];

/** The states of contracts on a trade date, contract by contract. */
export function prepareContractStates(native: NativeDatabase) {
  const firstPolls = native.prepare<
    { underlying: string; from: number; to: number },
    { expiration: string; firstPoll: number }
  >(`
    select expiration_date as expiration, min(timestamp) as firstPoll from chain_polls
    where underlying = :underlying and timestamp > :from and timestamp <= :to group by expiration_date`);
  const nextSymbol = native
    .prepare<[string, string], string | null>(
      'select min(symbol) from option_contracts where symbol > ? and symbol < ?',
    )
    .pluck();
  const columns = `${readColumns}, timestamp, is_listed`;
  const within = native
    .prepare<[string, number, number], StateRow>(
      `select ${columns} from option_contracts where symbol = ? and timestamp >= ? and timestamp <= ? order by timestamp`,
    )
    .raw();
  const lastBefore = native
    .prepare<[string, number], StateRow>(
      `select ${columns} from option_contracts where symbol = ? and timestamp < ? order by timestamp desc limit 1`,
    )
    .raw();

  /** In the order of symbols: no range of one chain lies within another's. */
  const rangesOf = ({ underlying, date }: SessionKey): SymbolRange[] =>
    firstPolls
      .all({ underlying, ...tradeDateSpan(date) })
      .flatMap(({ expiration, firstPoll }) =>
        symbolBounds(underlying, expiration).map(([low, high]) => ({
          ...{ low, high, expiration, firstPoll },
        })),
      )
      .sort((one, other) => (one.low < other.low ? -1 : 1));

  const statesOf = (symbol: string, { expiration, firstPoll }: SymbolRange, to: number): ContractState[] => {
    const states = within.all(symbol, firstPoll, to).map((row) => toState(row, expiration));
    if (states[0]?.timestamp === firstPoll) return states;
    // Recorded before the first poll of a day stated every contract, or the rows of that poll were refused.
    const before = lastBefore.get(symbol, firstPoll);
    if (before === undefined || before[21] === 0) return states;
    return [{ ...toState(before, expiration), timestamp: firstPoll }, ...states];
  };

  return (key: SessionKey, after: string | null, limit: number): ContractState[][] => {
    const { to } = tradeDateSpan(key.date);
    const found: ContractState[][] = [];
    for (const range of rangesOf(key)) {
      const next = (symbol: string) => nextSymbol.get(symbol, range.high) ?? null;
      const start = after !== null && after > range.low ? after : range.low;
      for (let symbol = next(start); symbol !== null; symbol = next(symbol)) {
        if (found.length >= limit) return found;
        const states = statesOf(symbol, range, to);
        if (states.length > 0) found.push(states);
      }
    }
    return found;
  };
}

function toState(row: StateRow, expiration: string): ContractState {
  return { ...readContract(row), expiration, timestamp: row[20], isListed: row[21] === 1 };
}
