import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { RecordedUnderlying } from '../../../protocol/recorded.ts';
import type { EventBatch } from './event-batch.ts';

/** The quote received last: quotes of a burst may arrive out of order. */
export function reduceQuote(current: Quote | null, quotes: readonly Quote[]): Quote | null {
  return quotes.reduce<Quote | null>(
    (newest, quote) => (newest === null || quote.receivedAt >= newest.receivedAt ? quote : newest),
    current,
  );
}

/**
 * The recorded symbols with what has arrived, each by its own poll; an older poll changes nothing. The same objects where
 * nothing is new, so that nothing is drawn again. Where one symbol is recorded, it comes with its first levels of which
 * there are several expirations.
 */
export function reduceRecorded(
  before: readonly RecordedUnderlying[],
  { quotes, recordedLevels }: Pick<EventBatch, 'quotes' | 'recordedLevels'>,
): readonly RecordedUnderlying[] {
  const recorded = before.length === 0 ? firstOf(recordedLevels) : before;
  if (recorded.length === 0 || (quotes.length === 0 && recordedLevels.length === 0)) return recorded;
  const next = recorded.map((underlying) => {
    const isOwn = ({ symbol }: { symbol: string }) => symbol === underlying.symbol;
    const quote = reduceQuote(underlying.quote, quotes.filter(isOwn));
    const arrived = recordedLevels.filter(isOwn);
    const levels = arrived.reduce<RecordedLevels | null>(
      (newest, { levels: polled }) =>
        newest === null || polled.timestamp >= newest.timestamp ? polled : newest,
      underlying.levels,
    );
    const { expirations = underlying.expirations } = arrived.at(-1) ?? {};
    const isSame =
      quote === underlying.quote &&
      levels === underlying.levels &&
      expirations.join() === underlying.expirations.join();
    return isSame ? underlying : { ...underlying, quote, levels, expirations };
  });
  return next.every((underlying, index) => underlying === recorded[index]) ? recorded : next;
}

const none: readonly RecordedUnderlying[] = [];

/** Which expirations a stock has is known only once the API has said so, which may be after the snapshot. */
function firstOf(arrived: EventBatch['recordedLevels']): readonly RecordedUnderlying[] {
  const [first] = arrived;
  if (!first?.expirations) return none;
  return [{ symbol: first.symbol, quote: null, levels: null, expirations: first.expirations }];
}
