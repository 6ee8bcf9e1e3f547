import type { Chain, OptionQuote } from '../../market/quotes/chain.ts';
import type { Levels } from '../../market/levels/levels.ts';
import { type LevelsPoint, withPoint } from '../../market/levels/levels-history.ts';
import { withQuote } from '../../market/quotes/price-line.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import { midOf } from '../../market/quotes/spread.ts';
import type { Snapshot } from '../../protocol/events.ts';
import type { Health, Intraday, JobCoverage, JobState, PhaseState, Usage } from '../../protocol/state.ts';
import type { ListedExpirations, ViewState, Watched } from '../../protocol/chain-subscription.ts';

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

type Move = 'up' | 'down';

/** Which prices of a contract moved with the last poll. */
export interface PriceMoves {
  bid?: Move;
  ask?: Move;
  mid?: Move;
  last?: Move;
}

export interface Flash {
  /** By contract. */
  moves: ReadonlyMap<string, PriceMoves>;
  /** Whether the clock has ticked since. */
  hasTicked: boolean;
}

/** What the daemon has told us, one slice an event. `null` until it has. */
export interface Picture {
  /** What quote, chain, line and levels are of. */
  view: ViewState | null;
  watch: readonly Watched[];
  quote: Quote | null;
  chain: ChainSlice | null;
  intraday: Intraday | null;
  usage: Usage | null;
  phase: PhaseState | null;
  health: Health;
  jobs: readonly JobState[];
  /** How much of the session each job has recorded. */
  coverage: readonly JobCoverage[];
  levels: Levels | null;
  /** What moved with the newest chain, for a moment. */
  flash: Flash | null;
  /** The levels of the session, poll by poll, oldest first. */
  levelsHistory: readonly LevelsPoint[];
}

const noHistory: readonly LevelsPoint[] = [];

export const emptyPicture: Picture = {
  view: null,
  watch: [],
  quote: null,
  chain: null,
  intraday: null,
  usage: null,
  phase: null,
  health: { problems: [] },
  jobs: [],
  coverage: [],
  levels: null,
  flash: null,
  levelsHistory: noHistory,
};

/** The same without anything of what is looked at. */
export function withoutView(picture: Picture): Picture {
  return {
    ...picture,
    quote: null,
    chain: null,
    intraday: null,
    levels: null,
    flash: null,
    levelsHistory: noHistory,
  };
}

/** Everything that arrived since the last frame: the newest of what replaces, each of what adds up. */
export interface EventBatch {
  quotes: readonly Quote[];
  chain: Chain | null;
  bars: Intraday | null;
  usage: Usage | null;
  phase: PhaseState | null;
  health: Health | null;
  jobs: JobState[] | null;
  coverage: JobCoverage[] | null;
  /** Each poll of the levels, oldest first: the history needs them all. */
  levels: readonly Levels[];
  /** Of any symbol, oldest first. */
  expirations: readonly ListedExpirations[];
}

/** Values that moved are marked for one whole tick. */
export function tickFlash(flash: Flash | null): Flash | null {
  return flash === null || flash.hasTicked ? null : { ...flash, hasTicked: true };
}

export function reduceQuote(current: Quote | null, quotes: readonly Quote[]): Quote | null {
  return quotes.reduce<Quote | null>(
    (newest, quote) => (newest === null || quote.receivedAt >= newest.receivedAt ? quote : newest),
    current,
  );
}

/** The watch list with its newest quotes; those of other symbols are somebody else's. */
function reduceWatch(watch: readonly Watched[], quotes: readonly Quote[]): readonly Watched[] {
  if (!quotes.some(({ symbol }) => watch.some((watched) => watched.symbol === symbol))) return watch;
  return watch.map((watched) => {
    const quote = reduceQuote(
      watched.quote,
      quotes.filter(({ symbol }) => symbol === watched.symbol),
    );
    return quote === watched.quote ? watched : { ...watched, quote };
  });
}

/** The view with what is listed of its symbol now. */
function reduceView(view: ViewState | null, listed: readonly ListedExpirations[]): ViewState | null {
  const own = listed.findLast(({ symbol }) => symbol === view?.symbol);
  return view && own ? { ...view, expirations: own.dates } : view;
}

/** What is about the view: what was on its way when it changed, or is of another symbol, must not be taken for it. */
function ofView(batch: EventBatch, view: ViewState | null): EventBatch {
  if (!view) return batch;
  const isOf = ({ underlying, expiration }: { underlying: string; expiration: string }) =>
    underlying === view.symbol && (view.expiration === null || view.expiration === expiration);
  return {
    ...batch,
    quotes: batch.quotes.filter(({ symbol }) => symbol === view.symbol),
    chain: batch.chain && isOf(batch.chain) ? batch.chain : null,
    bars: batch.bars?.symbol === view.symbol ? batch.bars : null,
    levels: batch.levels.filter(isOf),
  };
}

const moveOf = (before: number | null, now: number | null): Move | null => {
  if (before === null || now === null || before === now) return null;
  return now > before ? 'up' : 'down';
};

/** What moved since the chain before, by contract; nothing where that was another expiry's. */
export function movesSince(before: Chain | null, now: Chain): ReadonlyMap<string, PriceMoves> {
  const moved = new Map<string, PriceMoves>();
  if (before?.expiration !== now.expiration) return moved;
  const earlier = new Map(before.contracts.map((contract) => [contract.symbol, contract]));
  for (const contract of now.contracts) {
    const was = earlier.get(contract.symbol);
    if (!was) continue;
    const moves: PriceMoves = {};
    for (const field of ['bid', 'ask', 'last'] as const) {
      const move = moveOf(was[field], contract[field]);
      if (move) moves[field] = move;
    }
    const mid = moveOf(midOf(was), midOf(contract));
    if (mid) moves.mid = mid;
    if (Object.keys(moves).length > 0) moved.set(contract.symbol, moves);
  }
  return moved;
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

/** The line with what has come since; the very same one if that says nothing new. */
export function reduceIntraday(
  current: Intraday | null,
  bars: Intraday | null,
  quotes: readonly Quote[],
): Intraday | null {
  const line = bars ?? current;
  return line && quotes.reduce(withQuote, line);
}

export function pictureOf(snapshot: Snapshot): Picture {
  const { quote, chain, intraday, usage, phase, health, jobs, coverage, levels, levelsHistory } = snapshot;
  const { view, watch } = snapshot;
  return {
    ...{ view, watch },
    ...{ quote, intraday, usage, phase, health, jobs, coverage, levels, levelsHistory },
    chain: chain && chainSlice(chain),
    flash: null,
  };
}

/** Slices that nothing arrived for stay the very same objects, so that their panes are not drawn again. */
export function reducePicture(picture: Picture, arrived: EventBatch): Picture {
  const batch = ofView(arrived, picture.view);
  const phase = batch.phase ?? picture.phase;
  return {
    view: reduceView(picture.view, arrived.expirations),
    watch: reduceWatch(picture.watch, arrived.quotes),
    quote: reduceQuote(picture.quote, batch.quotes),
    chain: batch.chain ? chainSlice(batch.chain) : picture.chain,
    flash: batch.chain
      ? { moves: movesSince(picture.chain?.chain ?? null, batch.chain), hasTicked: false }
      : picture.flash,
    intraday: reduceIntraday(picture.intraday, batch.bars, batch.quotes),
    usage: batch.usage ?? picture.usage,
    phase,
    health: batch.health ?? picture.health,
    jobs: batch.jobs ?? picture.jobs,
    coverage: batch.coverage ?? picture.coverage,
    levels: batch.levels.at(-1) ?? picture.levels,
    levelsHistory: batch.levels.reduce(
      (history, levels) => withPoint(history, levels, phase?.session ?? null),
      picture.levelsHistory,
    ),
  };
}
