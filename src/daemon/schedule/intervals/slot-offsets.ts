import type { PolledJob, RecordedPoll } from './recorded-polls.ts';

/** `main`: what is recorded. `secondary`: what else is watched or looked at. */
export type Polled = 'main' | 'secondary';

/** Where calls are short, slots of different kinds lie apart by these parts of an underlying's share of the interval. */
const parts: Record<Polled, Record<PolledJob, number>> = {
  main: { quote: 0, chain: 1 / 2 },
  secondary: { quote: 1 / 4, chain: 3 / 4 },
};

/** What slots are spread over. */
export interface SpreadOver {
  /** Time between two quotes, and between two chains, of the first underlying, ms. */
  quoteMs: number;
  chainMs: number;
  /** Whether calls are short. */
  isTight: boolean;
}

/**
 * By how much a job's slots lie after the start of each stretch of a session. Each underlying has its share of the
 * interval between quotes, the first one the beginning; later expirations lie over the interval between chains. No minute
 * is busier than another one then, and no answer waits for another underlying's to be read.
 * @param polls all that are recorded
 */
export function offsetOf(poll: RecordedPoll, polls: readonly RecordedPoll[], spread: SpreadOver): number {
  const { quoteMs, chainMs } = spread;
  const symbols = symbolsOf(polls);
  const share = quoteMs / symbols.length;
  const own = symbols.indexOf(poll.symbol) * share + partOf('main', poll.kind, share, spread);
  const chains = polls.filter(({ symbol, kind }) => symbol === poll.symbol && kind === 'chain');
  const later = poll.kind === 'chain' ? Math.max(chains.indexOf(poll), 0) / chains.length : 0;
  return later === 0 ? own : Math.round((later * chainMs + own) % chainMs);
}

/** The same of all recorded jobs, by their names, at these intervals. */
export function usualOffsets(
  polls: readonly RecordedPoll[],
  intervals: Readonly<Record<string, number>>,
  isTight: boolean,
): Record<string, number> {
  const spread = spreadOver(polls, intervals, isTight);
  return Object.fromEntries(polls.map((poll) => [poll.name, offsetOf(poll, polls, spread)]));
}

/** What slots are spread over at these intervals of the recorded jobs. */
export function spreadOver(
  polls: readonly RecordedPoll[],
  intervals: Readonly<Record<string, number>>,
  isTight: boolean,
): SpreadOver {
  const ofFirst = (of: PolledJob) => polls.find(({ kind, rank }) => kind === of && rank === 'first');
  const quote = ofFirst('quote');
  return {
    quoteMs: intervals[quote?.name ?? ''] ?? 15_000,
    chainMs: intervals[ofFirst('chain')?.name ?? ''] ?? 60_000,
    isTight: isTight && (quote?.calls() ?? 0) > 0,
  };
}

/** The same for secondary slots, which lie between those of the first underlying. */
export function secondaryOffset(kind: PolledJob, polls: readonly RecordedPoll[], spread: SpreadOver): number {
  return partOf('secondary', kind, spread.quoteMs / Math.max(1, symbolsOf(polls).length), spread);
}

function partOf(polled: Polled, kind: PolledJob, share: number, { isTight }: SpreadOver): number {
  return isTight ? parts[polled][kind] * share : 0;
}

function symbolsOf(polls: readonly RecordedPoll[]): string[] {
  return [...new Set(polls.map(({ symbol }) => symbol))];
}
