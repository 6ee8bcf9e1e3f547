import { ownPhase } from '../../present/own-phase.ts';
import { withPoint } from '../../../market/levels/levels-history.ts';
import { withQuote } from '../../../market/quotes/price-line.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { SessionPriceLine } from '../../../protocol/state.ts';
import type {
  ChainSubscriptionState,
  ListedExpirations,
  Watched,
} from '../../../protocol/chain-subscription.ts';
import { chainSlice } from '../chain/chain-slice.ts';
import { movesSince } from '../chain/price-moves.ts';
import { reduceQuote, reduceRecorded } from './recorded.ts';
import type { Picture } from './picture.ts';
import type { EventBatch } from './event-batch.ts';

/** The watch list with its latest quotes. */
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

/** The subscription with the expirations that its symbol has now. */
function reduceSubscription(
  subscription: ChainSubscriptionState | null,
  listed: readonly ListedExpirations[],
): ChainSubscriptionState | null {
  const own = listed.findLast(({ symbol }) => symbol === subscription?.symbol);
  return subscription && own ? { ...subscription, expirations: own.dates } : subscription;
}

/** The events of this subscription. Events of another one may still arrive after a switch, and are dropped. */
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
    levelsHistory:
      batch.levelsHistory?.symbol === subscription.symbol && subscription.expiration === null
        ? batch.levelsHistory
        : null,
    levels: batch.levels.filter(isOf),
  };
}

/** The price line with the latest quotes; the same object if nothing changed. */
export function reducePriceLine(
  current: SessionPriceLine | null,
  priceLine: SessionPriceLine | null,
  quotes: readonly Quote[],
): SessionPriceLine | null {
  const line = priceLine ?? current;
  return line && quotes.reduce(withQuote, line);
}

/** Slices without new values stay the same objects, so that their panes are not drawn again. */
export function reducePicture(picture: Picture, arrived: EventBatch): Picture {
  const batch = ofSubscription(arrived, picture.subscription);
  const phase = batch.phase ? ownPhase(batch.phase, picture.subscription?.optionsEnd) : picture.phase;
  return {
    subscription: reduceSubscription(picture.subscription, arrived.expirations),
    watch: reduceWatch(picture.watch, arrived.quotes),
    recorded: reduceRecorded(picture.recorded, arrived),
    quote: reduceQuote(picture.quote, batch.quotes),
    chain: batch.chain ? chainSlice(batch.chain) : picture.chain,
    flash: batch.chain
      ? { moves: movesSince(picture.chain?.chain ?? null, batch.chain), hasTicked: false }
      : picture.flash,
    priceLine: reducePriceLine(picture.priceLine, batch.priceLine, batch.quotes),
    usage: batch.usage ?? picture.usage,
    marketPhase: batch.phase ?? picture.marketPhase,
    phase,
    health: batch.health ?? picture.health,
    jobs: batch.jobs ?? picture.jobs,
    coverage: batch.coverage ?? picture.coverage,
    archive: batch.archive ?? picture.archive,
    rebuild: batch.rebuild ?? picture.rebuild,
    levels: batch.levels.at(-1) ?? picture.levels,
    levelsHistory: batch.levels.reduce(
      (history, levels) => withPoint(history, levels, phase?.session ?? null),
      batch.levelsHistory?.points ?? picture.levelsHistory,
    ),
  };
}
