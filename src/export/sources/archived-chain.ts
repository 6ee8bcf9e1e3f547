import type { ChainColumns } from '../../archive/open/chain-columns.ts';
import type { ContractCells } from '../../recordings/poll-rows.ts';
import type { SessionPoll } from '../../recordings/session-rows.ts';
import { contractCells, type ReadPoll } from './database-chain.ts';

/** The polls of a chain on one date, from the archive, whose rows lie by contract. */
export function archivedChain(columns: ChainColumns, polls: readonly SessionPoll[]): ReadPoll {
  const { rows, starts } = byPoll(columns, polls);
  const places = new Map(polls.map(({ timestamp }, place) => [timestamp, place]));
  return async ({ timestamp }) => {
    const place = places.get(timestamp);
    if (place === undefined) return [];
    const stored: ContractCells[] = [];
    for (let index = starts[place]!; index < starts[place + 1]!; index++) {
      const state = columns.state(rows[index]!);
      stored.push(contractCells(state, state.isListed));
    }
    return stored;
  };
}

/** The numbers of all rows, poll by poll, those of one poll by symbol as they lie; and where each poll's begin. */
function byPoll(
  { timestamps, rows: count }: ChainColumns,
  polls: readonly SessionPoll[],
): { rows: Uint32Array; starts: Uint32Array } {
  const places = new Map(polls.map(({ timestamp }, place) => [timestamp, place]));
  const starts = new Uint32Array(polls.length + 1);
  for (let row = 0; row < count; row++) {
    const place = places.get(timestamps[row]!);
    if (place !== undefined) starts[place + 1]! += 1;
  }
  for (let place = 0; place < polls.length; place++) starts[place + 1]! += starts[place]!;
  const next = starts.slice();
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const place = places.get(timestamps[row]!);
    if (place === undefined) continue;
    rows[next[place]!] = row;
    next[place]! += 1;
  }
  return { rows, starts };
}
