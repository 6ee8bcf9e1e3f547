import { type StrikePair, strikePairs } from '../../market/quotes/strike-pairs.ts';
import type { Chain, OptionQuote } from '../../market/quotes/chain.ts';
import type { Levels } from '../../market/levels/levels.ts';
import { type LevelsPoint, withPoint } from '../../market/levels/levels-history.ts';
import { withQuote } from '../../market/quotes/price-line.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import { midOf } from '../../market/quotes/spread.ts';
import type { Snapshot } from '../../protocol/events.ts';
import type {
  Health,
  SessionPriceLine,
  JobCoverage,
  JobState,
  PhaseState,
  Usage,
} from '../../protocol/state.ts';
import type {
  ListedExpirations,
  ChainSubscriptionState,
  Watched,
} from '../../protocol/chain-subscription.ts';

/** The two contracts of one strike. */
export type StrikeRow = StrikePair<OptionQuote>;

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
  subscription: ChainSubscriptionState | null;
  watch: readonly Watched[];
  quote: Quote | null;
  chain: ChainSlice | null;
  priceLine: SessionPriceLine | null;
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
  subscription: null,
  watch: [],
  quote: null,
  chain: null,
  priceLine: null,
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
export function withoutSubscription(picture: Picture): Picture {
  return {
    ...picture,
    quote: null,
    chain: null,
    priceLine: null,
    levels: null,
    flash: null,
    levelsHistory: noHistory,
  };
}

/** Everything that arrived since the last frame: the newest of what replaces, each of what adds up. */
export interface EventBatch {
  quotes: readonly Quote[];
  chain: Chain | null;
  priceLine: SessionPriceLine | null;
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

/** The subscription with what is listed of its symbol now. */
function reduceSubscription(
  subscription: ChainSubscriptionState | null,
  listed: readonly ListedExpirations[],
): ChainSubscriptionState | null {
  const own = listed.findLast(({ symbol }) => symbol === subscription?.symbol);
  return subscription && own ? { ...subscription, expirations: own.dates } : subscription;
}

/** What is about the subscription: what was on its way when it changed, or is of another symbol, must not be taken for it. */
function ofSubscription(batch: EventBatch, subscription: ChainSubscriptionState | null): EventBatch {
  if (!subscription) return batch;
  const isOf = ({ underlying, expiration }: { underlying: string; expiration: string }) =>
    underlying === subscription.symbol &&
    (subscription.expiration === null || subscription.expiration === expiration);
  return {
    ...batch,
    quotes: batch.quotes.filter(({ symbol }) => symbol === subscription.symbol),
    chain: batch.chain && isOf(batch.chain) ? batch.chain : null,
    priceLine: batch.priceLine?.symbol === subscription.symbol ? batch.priceLine : null,
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
  return { chain, strikes: strikePairs(chain.contracts) };
}

/** The line with what has come since; the very same one if that says nothing new. */
export function reducePriceLine(
  current: SessionPriceLine | null,
  priceLine: SessionPriceLine | null,
  quotes: readonly Quote[],
): SessionPriceLine | null {
  const line = priceLine ?? current;
  return line && quotes.reduce(withQuote, line);
}

export function pictureOf(snapshot: Snapshot): Picture {
  const { quote, chain, priceLine, usage, phase, health, jobs, coverage, levels, levelsHistory } = snapshot;
  const { subscription, watch } = snapshot;
  return {
    ...{ subscription, watch },
    ...{ quote, priceLine, usage, phase, health, jobs, coverage, levels, levelsHistory },
    chain: chain && chainSlice(chain),
    flash: null,
  };
}

/** Slices that nothing arrived for stay the very same objects, so that their panes are not drawn again. */
export function reducePicture(picture: Picture, arrived: EventBatch): Picture {
  const batch = ofSubscription(arrived, picture.subscription);
  const phase = batch.phase ?? picture.phase;
  return {
    subscription: reduceSubscription(picture.subscription, arrived.expirations),
    watch: reduceWatch(picture.watch, arrived.quotes),
    quote: reduceQuote(picture.quote, batch.quotes),
    chain: batch.chain ? chainSlice(batch.chain) : picture.chain,
    flash: batch.chain
      ? { moves: movesSince(picture.chain?.chain ?? null, batch.chain), hasTicked: false }
      : picture.flash,
    priceLine: reducePriceLine(picture.priceLine, batch.priceLine, batch.quotes),
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
