import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { ContractCells } from '../../recordings/poll-rows.ts';
import type { ChainDay, StoredPoll } from './chain-day.ts';

/** The whole chain as of an instant of the grid. */
export interface SampledPoll extends StoredPoll {
  /** Of the grid; epoch ms. The poll is the last one up to it, its rows are every listed contract. */
  at: number;
}

/**
 * A chain of one date at the instants of a grid, which counts from midnight in New York: at each instant that is in the range and
 * had a poll in the step before it. Where there was none, nothing is carried over.
 */
export async function* sampledPolls(
  day: Pick<ChainDay, 'polls' | 'read'>,
  { from, to, sampleMs }: { from: number; to: number; sampleMs: number },
): AsyncGenerator<SampledPoll> {
  const first = day.polls[0];
  if (!first) return;
  const chain = createChainState();
  let last: (StoredPoll & { at: number }) | null = null;
  const isDue = (next: number) => last !== null && last.at < next && last.at >= from && last.at <= to;
  // What a contract is at an instant, its rows since the first poll of the date say.
  // A rebuilt minute is a chain of its own: nothing of it goes on in the polls after it.
  const sampled = (poll: SampledPoll): SampledPoll =>
    poll.provenance === 'rebuilt' ? poll : { ...poll, rows: chain.listed() };
  for await (const poll of day.read(first.timestamp, to) as AsyncIterable<StoredPoll>) {
    const at = gridInstant(poll.poll.timestamp, sampleMs);
    if (isDue(at)) yield sampled(last!);
    if (poll.provenance === 'recorded') chain.take(poll.rows);
    last = { ...poll, at };
  }
  if (isDue(Number.POSITIVE_INFINITY)) yield sampled(last!);
}

/** The first instant of the grid that is not before an instant. */
function gridInstant(at: number, stepMs: number): number {
  const midnight = newYorkInstant(newYorkDate(at), '00:00');
  return midnight + Math.ceil((at - midnight) / stepMs) * stepMs;
}

/** The chain as of the last poll that was taken. */
function createChainState() {
  const contracts = new Map<string, ContractCells>();
  let symbols: string[] | null = null;
  return {
    take(rows: readonly ContractCells[]): void {
      for (const cells of rows) {
        if (!contracts.has(cells[0])) symbols = null;
        contracts.set(cells[0], cells);
      }
    },
    listed(): ContractCells[] {
      symbols ??= [...contracts.keys()].toSorted();
      return symbols.map((symbol) => contracts.get(symbol)!).filter((cells) => cells[20] === 1);
    },
  };
}
