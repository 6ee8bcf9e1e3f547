import { recordedSymbolsOf } from '../../../../config/settings/recorded-symbols.ts';
import { withoutBars } from '../../../underlyings/recorded-underlyings.ts';
import type { PastEvents, PastStretch } from '../../past-reader.ts';
import { gapItems, type KeptPolls } from './gap-events.ts';
import type { NearestPoll } from '../polls/nearest-polls.ts';
import { alertItems } from './past-alerts.ts';
import type { PastContext } from '../past-context.ts';
import { isRecordedShown, recordedExpirationsAt } from '../past-expirations.ts';
import { beforePolls, pastItem, type PastItem, placeOf } from './past-item.ts';
import { lineAt } from '../past-line.ts';
import { phaseChangesIn } from '../past-phase.ts';
import { symbolsOf } from '../past-picture.ts';
import { alertsIn, pollsIn, quotesIn, type Span } from '../past-reads.ts';
import { createPollOrder, type PollOrder } from './poll-order.ts';
import { pollsOf } from '../polls/polls-of.ts';
import { shownPoll } from '../polls/shown-poll.ts';

/** Quotes between two polls are read together: no more of them at once than of this long for each poll asked for. */
const longestPerPollMs = 15 * 60_000;
/** No stretch is as long as the hours between two sessions' bells. */
const longestMs = 6 * 3_600_000;

/** The next events of a stretch, oldest first; none only where there is none in all of it. */
export async function eventsOf(context: PastContext, stretch: PastStretch): Promise<PastEvents> {
  for (let after = stretch.from; after < stretch.to; ) {
    const { events, to } = await nextEvents(context, { ...stretch, from: after });
    if (events.length > 0) return { events, to };
    after = to;
  }
  return { events: [], to: Math.max(stretch.from, stretch.to) };
}

async function nextEvents(context: PastContext, stretch: PastStretch): Promise<PastEvents> {
  const { subscription, from, maxPolls } = stretch;
  const count = Math.max(1, maxPolls);
  const end = Math.min(stretch.to, from + Math.min(count * longestPerPollMs, longestMs));
  const polls = await pollsOf(context, subscription, { after: from, to: end });
  // Two polls of one instant are not taken apart.
  const to = polls.length > count ? polls[count - 1]!.at : end;
  const items = await itemsOf(
    context,
    { ...stretch, to },
    polls.filter(({ at }) => at <= to),
  );
  items.sort((one, other) => one.at - other.at || one.order - other.order);
  return { events: items.map(({ order: _, ...event }) => event), to };
}

async function itemsOf(
  context: PastContext,
  { subscription, from, to }: PastStretch,
  polls: readonly NearestPoll[],
): Promise<PastItem[]> {
  const { recording } = context;
  const span = { after: from, to };
  const watched = symbolsOf(context, subscription);
  const order = createPollOrder(context, watched);
  const quotes = await quoteItems(context, watched, span, order);
  const nearest = new Map<string, readonly NearestPoll[]>();
  for (const symbol of recordedSymbolsOf(context.settings)) {
    const isShown = symbol === subscription.symbol && subscription.expiration === null;
    const own = isShown ? polls : await pollsOf(context, { symbol, expiration: null }, span);
    nearest.set(symbol, own);
  }
  const later = await laterPolls(context, span);
  const kept: KeptPolls = {
    quotes: (symbol) => quotes.get(symbol)!.map(({ at }) => at),
    chains: (symbol, expiration) =>
      expiration === null
        ? nearest.get(symbol)!.flatMap(({ at, isKept }) => (isKept ? at : []))
        : (later.get(`${symbol} ${expiration}`) ?? []),
  };
  return [
    ...[...quotes.values()].flat(),
    ...(await chainItems(context, subscription, polls, order)),
    ...(await recordedItems(context, nearest, order)),
    ...alertItems(await alertsIn(recording, span), order),
    ...(await gapItems(context, span, kept, order)),
    ...(await phaseItems(context, subscription.symbol, span)),
  ];
}

/** When each recorded later expiration was polled, by symbol and date. */
async function laterPolls(context: PastContext, span: Span): Promise<ReadonlyMap<string, readonly number[]>> {
  const polls = new Map<string, number[]>();
  if (context.settings.recordExpirations === 'nearest') return polls;
  for (const symbol of recordedSymbolsOf(context.settings)) {
    for (const { expiration, at } of await pollsIn(context.recording, symbol, span)) {
      const key = `${symbol} ${expiration}`;
      polls.set(key, [...(polls.get(key) ?? []), at]);
    }
  }
  return polls;
}

async function quoteItems(
  { recording }: PastContext,
  symbols: readonly string[],
  span: Span,
  order: PollOrder,
): Promise<Map<string, PastItem[]>> {
  const items = new Map<string, PastItem[]>();
  for (const symbol of symbols) {
    const place = placeOf(order.quote(symbol), 'quote');
    const quotes = await quotesIn(recording, symbol, span);
    items.set(
      symbol,
      quotes.map((quote) => pastItem('quote', quote.receivedAt, place, quote)),
    );
  }
  return items;
}

async function chainItems(
  context: PastContext,
  subscription: PastStretch['subscription'],
  polls: readonly NearestPoll[],
  order: PollOrder,
): Promise<PastItem[]> {
  const poll = order.chain(subscription);
  const items: PastItem[] = [];
  for (const one of polls) {
    const { filled, levels } = await shownPoll(context, subscription, one);
    if (filled) items.push(pastItem('chain', one.at, placeOf(poll, 'chain'), filled.chain));
    if (levels) items.push(pastItem('levels', one.at, placeOf(poll, 'levels'), levels));
  }
  return items;
}

/** Levels of every recorded symbol, which each client is sent where several chains are recorded. */
async function recordedItems(
  context: PastContext,
  nearest: ReadonlyMap<string, readonly NearestPoll[]>,
  order: PollOrder,
): Promise<PastItem[]> {
  const items: PastItem[] = [];
  for (const [symbol, polls] of nearest) {
    const place = placeOf(order.chain({ symbol, expiration: null }), 'recorded-levels');
    for (const { at, levels } of polls) {
      if (!levels || !(await isRecordedShown(context, at))) continue;
      const expirations = await recordedExpirationsAt(context, symbol, at);
      items.push(
        pastItem('recorded-levels', at, place, { symbol, levels: withoutBars(levels), expirations }),
      );
    }
  }
  return items;
}

async function phaseItems(context: PastContext, symbol: string, span: Span): Promise<PastItem[]> {
  const items: PastItem[] = [];
  for (const { at, phase, isNewLine } of await phaseChangesIn(context, span)) {
    items.push(pastItem('phase', at, beforePolls, phase));
    if (isNewLine) items.push(pastItem('price-line', at, beforePolls, await lineAt(context, symbol, at)));
  }
  return items;
}
