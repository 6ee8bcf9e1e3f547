import type { ContractCells } from '../../recordings/poll-rows.ts';
import type { Cell, RowBatch } from '../columns/column.ts';
import type { ChainDay, PollFacts, Provenance } from './chain-day.ts';
import type { ChainRequest } from '../export-request.ts';
import { sampledPolls } from './sampled-polls.ts';
import { strikeFilter } from './strikes.ts';

/** Values of `pollColumns`. */
export function pollCells(date: string, poll: PollFacts, provenance: Provenance): Cell[] {
  return [
    date,
    poll.underlying,
    poll.expiration,
    poll.timestamp,
    poll.underlyingPrice,
    poll.underlyingPriceSource,
    poll.underlyingPriceAt,
    poll.tier,
    poll.source,
    provenance,
  ];
}

/** Of the other contracts nothing new is known at the end of a rebuilt minute. */
const hasTraded = (cells: ContractCells) => cells[7] !== null;

/** A chain's rows of one date, as they were recorded or sampled; a batch is of one poll. */
export async function* chainBatches(
  day: ChainDay,
  { from, to, sampleMs, strikes }: Pick<ChainRequest, 'from' | 'to' | 'sampleMs' | 'strikes'>,
): AsyncGenerator<RowBatch> {
  const isWanted = strikeFilter(strikes, day.polls);
  const wanted = (rows: readonly ContractCells[]) =>
    isWanted ? rows.filter((cells) => isWanted(cells[2])) : rows;
  if (sampleMs === null) {
    for await (const { poll, provenance, rows } of day.read(from, to)) {
      const shared = pollCells(day.date, poll, provenance);
      yield { shared, rows: wanted(provenance === 'rebuilt' ? rows.filter(hasTraded) : rows) };
    }
    return;
  }
  for await (const { at, poll, provenance, rows } of sampledPolls(day, { from, to, sampleMs })) {
    const shared = [at, at - poll.timestamp, ...pollCells(day.date, poll, provenance)];
    yield { shared, rows: wanted(rows) };
  }
}
