import { withPoint, type SessionOfHistory } from '../../../market/levels/levels-history.ts';
import { withQuote } from '../../../market/quotes/price-line.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import { maxRecent } from '../../../protocol/alerts.ts';
import type { EventName, EventPayloads, Snapshot } from '../../../protocol/events.ts';
import type { RecordedUnderlying, RecordedUnderlyingLevels } from '../../../protocol/recorded.ts';

/** An event of the recorder. */
export type RecorderEvent = {
  [N in EventName]: {
    name: N;
    payload: EventPayloads[N];
    /** The chain whose clients alone get it (`chainKey`); `null` where all of them do. */
    subscription: string | null;
  };
}[EventName];

/**
 * What a client would get that subscribes after an event, from what it would have got before it. The event is for everybody, or
 * for those that look at the snapshot's chain.
 */
export function applyEvent(snapshot: Snapshot, event: RecorderEvent): Snapshot {
  const { name, payload } = event;
  switch (name) {
    case 'quote':
      return withNewQuote(snapshot, payload);
    case 'chain':
      return { ...snapshot, chain: payload };
    case 'price-line':
      return { ...snapshot, priceLine: payload };
    case 'usage':
      return { ...snapshot, usage: payload };
    case 'phase':
      return { ...snapshot, phase: payload };
    case 'health':
      return { ...snapshot, health: payload };
    case 'job':
      return { ...snapshot, jobs: payload };
    case 'gap':
      return { ...snapshot, coverage: payload };
    case 'levels':
      return {
        ...snapshot,
        levels: payload,
        levelsHistory: withPoint(snapshot.levelsHistory, payload, sessionOf(snapshot)),
      };
    case 'levels-history':
      return { ...snapshot, levelsHistory: payload.points };
    case 'archive':
      return { ...snapshot, archive: payload };
    case 'rebuild':
      return { ...snapshot, rebuild: payload };
    default:
      return applyNews(snapshot, event);
  }
}

function applyNews(snapshot: Snapshot, { name, payload, subscription }: RecorderEvent): Snapshot {
  const { alerts } = snapshot;
  switch (name) {
    case 'alert': {
      // That of a chain that somebody just looks at is in no list.
      if (subscription !== null) return snapshot;
      return { ...snapshot, alerts: { ...alerts, recent: [payload, ...alerts.recent].slice(0, maxRecent) } };
    }
    case 'rules':
      return { ...snapshot, alerts: { ...alerts, rules: payload } };
    case 'alert-channels':
      return { ...snapshot, alerts: { ...alerts, channels: payload } };
    case 'expirations': {
      if (payload.symbol !== snapshot.subscription.symbol) return snapshot;
      return { ...snapshot, subscription: { ...snapshot.subscription, expirations: payload.dates } };
    }
    case 'recorded-levels':
      return snapshot.recorded ? { ...snapshot, recorded: withLevels(snapshot.recorded, payload) } : snapshot;
    default:
      return snapshot;
  }
}

function withNewQuote(snapshot: Snapshot, quote: Quote): Snapshot {
  const { watch, recorded, subscription, priceLine } = snapshot;
  const isOwn = ({ symbol }: { symbol: string }) => symbol === quote.symbol;
  return {
    ...snapshot,
    watch: watch.map((watched) => (isOwn(watched) ? { ...watched, quote } : watched)),
    ...(recorded && {
      recorded: recorded.map((underlying) => (isOwn(underlying) ? { ...underlying, quote } : underlying)),
    }),
    ...(isOwn(subscription) && { quote }),
    priceLine: priceLine && withQuote(priceLine, quote),
  };
}

function withLevels(
  recorded: readonly RecordedUnderlying[],
  { symbol, levels, expirations }: RecordedUnderlyingLevels,
): RecordedUnderlying[] {
  return recorded.map((underlying) =>
    underlying.symbol === symbol
      ? { ...underlying, levels, expirations: expirations ?? underlying.expirations }
      : underlying,
  );
}

/** The session at hand by the options of the symbol, on whose last day they may stop before others. */
function sessionOf({ phase, subscription }: Snapshot): SessionOfHistory {
  const { date, close, optionClose } = phase.session;
  const { optionsEnd } = subscription;
  return { date, close, optionClose: optionsEnd?.end === 'close' ? close : optionClose };
}
