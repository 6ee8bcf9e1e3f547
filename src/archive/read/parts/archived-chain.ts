import { inChainOrder, type OptionQuote } from '../../../market/quotes/chain.ts';
import type { ContractState } from '../../../recordings/session-rows.ts';
import type { ChainColumns, ContractRows } from '../../open/chain-columns.ts';

/** The contracts of one expiration on one date, at each of its polls. */
export interface ArchivedChain {
  /** Those that were listed at the last poll up to an instant, in the order of `inChainOrder`. */
  contractsAt(at: number): OptionQuote[];
  /** The states that the poll of an instant stored, by symbol. */
  storedAt(at: number): ContractState[];
  /** Memory that it takes. */
  readonly bytes: number;
}

/** Memory of a contract beside its rows, with the state that was read last. */
const contractBytes = 500;

/** @returns the chain of a file's columns */
export function archivedChain(columns: ChainColumns): ArchivedChain {
  const { timestamps, listed, bytes } = columns;
  const inOrder = columns.contracts
    .filter(({ from, to }) => to > from)
    .map((contract) => ({ ...contract, ...columns.state(contract.from) }))
    .sort(inChainOrder)
    .map(({ symbol, from, to }): ContractRows => ({ symbol, from, to }));

  /** The state of each contract that was read last: from one poll to the next many hold. */
  const latest: { row: number; quote: OptionQuote }[] = [];

  /** The row that holds at an instant; -1 before the first. `near` may be it, or the one before it. */
  const rowAt = ({ from, to }: ContractRows, at: number, near = -1): number => {
    for (const row of [near, near + 1]) {
      const isIn = row >= from && row < to && timestamps[row]! <= at;
      if (isIn && (row + 1 === to || timestamps[row + 1]! > at)) return row;
    }
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timestamps[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low > from ? low - 1 : -1;
  };
  return {
    bytes: bytes + inOrder.length * contractBytes,
    contractsAt: (at) =>
      inOrder.flatMap((contract, index) => {
        const last = latest[index];
        const row = rowAt(contract, at, last?.row);
        if (row < 0 || listed[row] === 0) return [];
        if (last?.row === row) return last.quote;
        const quote = columns.quote(row);
        latest[index] = { row, quote };
        return quote;
      }),
    storedAt: (at) =>
      columns.contracts.flatMap((contract) => {
        const row = rowAt(contract, at);
        return row >= 0 && timestamps[row] === at ? [columns.state(row)] : [];
      }),
  };
}
