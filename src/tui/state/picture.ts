import type { Chain, OptionQuote } from '../../market/chain.ts';
import type { Quote } from '../../market/quote.ts';
import type { Snapshot } from '../../protocol/events.ts';
import type { Health, Intraday, JobState, PhaseState, Usage } from '../../protocol/state.ts';

/** The two contracts of one strike. */
export interface StrikeRow {
  strike: number;
  call: OptionQuote | null;
  put: OptionQuote | null;
}

export interface ChainSlice {
  chain: Chain;
  /** By strike, ascending. */
  strikes: readonly StrikeRow[];
}

/** What the daemon has told us, one slice an event. `null` until it has. */
export interface Picture {
  quote: Quote | null;
  chain: ChainSlice | null;
  intraday: Intraday | null;
  usage: Usage | null;
  phase: PhaseState | null;
  health: Health;
  jobs: readonly JobState[];
}

export const emptyPicture: Picture = {
  quote: null,
  chain: null,
  intraday: null,
  usage: null,
  phase: null,
  health: { problems: [] },
  jobs: [],
};

/** Everything that arrived since the last frame: the newest of what replaces, each of what adds up. */
export interface EventBatch {
  quotes: readonly Quote[];
  chain: Chain | null;
  bars: Intraday | null;
  usage: Usage | null;
  phase: PhaseState | null;
  health: Health | null;
  jobs: JobState[] | null;
}

export function reduceQuote(current: Quote | null, quotes: readonly Quote[]): Quote | null {
  return quotes.reduce<Quote | null>(
    (newest, quote) => (newest === null || quote.receivedAt >= newest.receivedAt ? quote : newest),
    current,
  );
}

export function chainSlice(chain: Chain): ChainSlice {
  const rows = new Map<number, StrikeRow>();
  for (const contract of chain.contracts) {
    const row = rows.get(contract.strike) ?? { strike: contract.strike, call: null, put: null };
    row[contract.optionType] = contract;
    rows.set(contract.strike, row);
  }
  return { chain, strikes: [...rows.values()].sort((a, b) => a.strike - b.strike) };
}

/** A point further along than the line's last one; a quote that says nothing new adds none. */
export function reduceIntraday(
  current: Intraday | null,
  bars: Intraday | null,
  quotes: readonly Quote[],
): Intraday | null {
  const line = bars ?? current;
  if (!line) return null;
  const points = [...line.points];
  for (const quote of quotes) {
    const last = points.at(-1);
    if (quote.symbol !== line.symbol || (last && quote.timestamp <= last.at)) continue;
    points.push({ at: quote.timestamp, price: quote.price });
  }
  return points.length === line.points.length ? line : { ...line, points };
}

export function pictureOf(snapshot: Snapshot): Picture {
  const { quote, chain, intraday, usage, phase, health, jobs } = snapshot;
  return { quote, chain: chain && chainSlice(chain), intraday, usage, phase, health, jobs };
}

/** Slices that nothing arrived for stay the very same objects, so that their panes are not drawn again. */
export function reducePicture(picture: Picture, batch: EventBatch): Picture {
  return {
    quote: reduceQuote(picture.quote, batch.quotes),
    chain: batch.chain ? chainSlice(batch.chain) : picture.chain,
    intraday: reduceIntraday(picture.intraday, batch.bars, batch.quotes),
    usage: batch.usage ?? picture.usage,
    phase: batch.phase ?? picture.phase,
    health: batch.health ?? picture.health,
    jobs: batch.jobs ?? picture.jobs,
  };
}
