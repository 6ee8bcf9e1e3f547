import type { Alert } from '../../../market/alerts/alert.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';

/** A span of time: after one instant and up to another. */
export interface Span {
  after: number;
  to: number;
}

/** A poll of a chain. */
export interface PastPoll {
  expiration: string;
  at: number;
}

/** Spans are short: a session has some thousand rows of a kind. */
const limit = 1_000_000;

/** Polls of every chain of an underlying in a span, oldest first. */
export async function pollsIn(
  { chains }: Pick<RecordingReader, 'chains'>,
  underlying: string,
  { after, to }: Span,
): Promise<PastPoll[]> {
  const polls = await chains.pollsBetween({ underlying, from: after, asOf: to, limit });
  return polls.map(({ expiration, timestamp }) => ({ expiration, at: timestamp }));
}

/** Levels recorded of an underlying in a span, oldest first. */
export function levelsIn(
  { levels }: { levels: Pick<RecordingReader['levels'], 'between'> },
  underlying: string,
  { after, to }: Span,
): Promise<RecordedLevels[]> {
  return levels.between(underlying, after, to, limit);
}

/** Quotes of a symbol received in a span, in that order. */
export function quotesIn(
  { quotes }: Pick<RecordingReader, 'quotes'>,
  symbol: string,
  { after, to }: Span,
): Promise<Quote[]> {
  return quotes.receivedBetween({ symbols: [symbol], from: after, asOf: to, limit });
}

/** Alerts of a span in the order in which they were sent. */
export function alertsIn({ alerts }: Pick<RecordingReader, 'alerts'>, { after, to }: Span): Promise<Alert[]> {
  return alerts.between({ from: after, asOf: to }, limit);
}
