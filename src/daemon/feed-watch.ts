import {
  freshnessOf,
  isLate,
  timesOfChain,
  timesOfQuote,
  type ValueTimes,
} from '../market/quotes/freshness.ts';
import type { EventPayloads } from '../protocol/events.ts';
import type { ChainSubscription } from '../protocol/chain-subscription.ts';
import type { EventBus } from './event-bus.ts';
import type { HealthTracker } from './health.ts';
import type { MarketHours } from './market-days/market-hours.ts';
import { UpstreamError } from '../sources/polygon/http/upstream-error.ts';

/** The symbol whose feed is watched, and where a stopped feed is reported. */
export interface FeedWatchOptions {
  /** What is always recorded; other symbols may just trade seldom. */
  symbol: string;
  /** Whether it is the one that is shown first: problems of others name their symbol. */
  isFirst: boolean;
  health: Pick<HealthTracker, 'raise' | 'clear'>;
  hours: MarketHours;
  bus: EventBus;
}

/** A feed that has been so much younger in the same session has stopped, whatever its plan promises. */
const frozenAfterMs = 3 * 60_000;

/** Notices feeds that go on answering with old values while the market trades. Returns how to end it. */
export function watchFeeds({ symbol, isFirst, health, hours, bus }: FeedWatchOptions): () => void {
  const subjectOf = (feed: string) => (isFirst ? feed : `${feed} ${symbol}`);
  const quotes = watchFeed(subjectOf('feed'), 'a price that is', health, hours);
  const chains = watchFeed(subjectOf('chain feed'), 'option quotes that are', health, hours);
  const onQuote = (quote: EventPayloads['quote']) => {
    if (quote.symbol !== symbol) return;
    // A close is all that some plans have; of the others it says that nothing of the session has come.
    quotes.seen({ ...timesOfQuote(quote), isClose: quote.tier === 'end-of-day' });
  };
  const onChain = (chain: EventPayloads['chain'], subscription?: ChainSubscription) => {
    if (chain.underlying === symbol && subscription?.expiration === null) chains.seen(timesOfChain(chain));
  };
  // After the close nothing may be polled that could say that it is over.
  const onPhase = ({ phase }: EventPayloads['phase']) => {
    if (phase === 'regular') return;
    quotes.clear();
    chains.clear();
  };
  bus.on('quote', onQuote);
  bus.on('chain', onChain);
  bus.on('phase', onPhase);
  return () => {
    bus.off('quote', onQuote);
    bus.off('chain', onChain);
    bus.off('phase', onPhase);
  };
}

function watchFeed(subject: string, what: string, health: FeedWatchOptions['health'], hours: MarketHours) {
  /** How little it was behind at best in a session. */
  let best = { date: '', behindMs: Number.POSITIVE_INFINITY };
  const clear = () => health.clear(subject);

  const seen = (times: ValueTimes) => {
    const at = times.receivedAt;
    const { phase, session } = hours.calendar.phaseAt(at);
    // Before the open and in the evening minutes may pass between two trades.
    if (phase !== 'regular') return clear();
    const freshness = freshnessOf(times, { phase, session }, at);
    const behindMs = freshness.behindMs ?? Number.POSITIVE_INFINITY;
    if (session.date !== best.date) best = { date: session.date, behindMs };
    best.behindMs = Math.min(best.behindMs, behindMs);
    const hasStopped = freshness.behindMs !== null && behindMs - best.behindMs >= frozenAfterMs;
    if (!isLate(freshness) && !hasStopped) return clear();
    const minutes = Math.floor((at - (times.newestAt ?? at)) / 60_000);
    const message = `The API goes on answering with ${what} ${minutes} min old.`;
    health.raise(subject, new UpstreamError('malformed', message));
  };
  return { seen, clear };
}
