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
 * nothing is new, so that nothing is drawn again.
 */
export function reduceRecorded(
  recorded: readonly RecordedUnderlying[],
  { quotes, recordedLevels }: Pick<EventBatch, 'quotes' | 'recordedLevels'>,
): readonly RecordedUnderlying[] {
  if (recorded.length === 0 || (quotes.length === 0 && recordedLevels.length === 0)) return recorded;
  const next = recorded.map((underlying) => {
    const isOwn = ({ symbol }: { symbol: string }) => symbol === underlying.symbol;
    const quote = reduceQuote(underlying.quote, quotes.filter(isOwn));
    const levels = recordedLevels
      .filter(isOwn)
      .reduce<RecordedLevels | null>(
        (newest, { levels: polled }) =>
          newest === null || polled.timestamp >= newest.timestamp ? polled : newest,
        underlying.levels,
      );
    const isSame = quote === underlying.quote && levels === underlying.levels;
    return isSame ? underlying : { ...underlying, quote, levels };
  });
  return next.every((underlying, index) => underlying === recorded[index]) ? recorded : next;
}
