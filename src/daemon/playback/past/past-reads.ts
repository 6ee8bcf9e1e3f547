import type { Alert } from '../../../market/alerts/alert.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { PastRecording } from './past-recording.ts';

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

/** Polls of every chain of an underlying in a span, oldest first. */
export async function pollsIn(
  { chains }: Pick<PastRecording, 'chains'>,
  symbol: string,
  { after, to }: Span,
): Promise<PastPoll[]> {
  const polls: PastPoll[] = [];
  for (const expiration of await chains.expirations(symbol, to)) {
    for (const at of await chains.polledAt(symbol, expiration, after + 1, to)) polls.push({ expiration, at });
  }
  return polls.sort((one, other) => one.at - other.at);
}

/** Levels recorded of an underlying in a span, oldest first. */
export async function levelsIn(
  recording: Pick<PastRecording, 'chains' | 'levels'>,
  symbol: string,
  { after, to }: Span,
): Promise<RecordedLevels[]> {
  const found: RecordedLevels[] = [];
  for (let at = to; ; ) {
    const levels = await recording.levels.at(symbol, at);
    if (!levels || levels.timestamp <= after) return found.reverse();
    found.push(levels);
    at = levels.timestamp - 1;
  }
}

/** Quotes of a symbol received in a span, in that order. */
export async function quotesIn(
  { quotes }: Pick<PastRecording, 'quotes'>,
  symbol: string,
  { after, to }: Span,
): Promise<Quote[]> {
  const found: Quote[] = [];
  for (let at = to; ; ) {
    const quote = await quotes.latest(symbol, at);
    if (!quote || quote.receivedAt <= after) return found.reverse();
    found.push(quote);
    at = quote.receivedAt - 1;
  }
}

const manyAlerts = 100_000;

/** Alerts of a span in the order in which they were sent. */
export async function alertsIn(
  { alerts }: Pick<PastRecording, 'alerts'>,
  { after, to }: Span,
): Promise<Alert[]> {
  return (await alerts.latest({ from: after + 1, asOf: to }, manyAlerts)).reverse();
}
