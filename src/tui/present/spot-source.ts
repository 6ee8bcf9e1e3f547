import type { Chain } from '../../market/quotes/chain.ts';
import { formatMoment } from './time.ts';

/** A spot this much older than its poll is shown with its time. */
const ownTimeFromMs = 60_000;

type Source = NonNullable<Chain['underlyingPriceSource']> | 'unknown';

const names: Record<Source, string> = {
  chain: '',
  quote: 'quote',
  parity: 'parity',
  unknown: 'source unknown',
};
const spokenNames: Record<Source, string> = {
  chain: '',
  quote: 'by a recorded quote',
  parity: 'by put-call parity',
  unknown: 'source unknown',
};

/** Where the spot of a chain comes from, and how old it is. */
export interface SpotOrigin {
  source: Chain['underlyingPriceSource'];
  /** Epoch ms of the price by the account of its source; `null` while unknown. */
  at: number | null;
  /** Epoch ms of the poll that it belongs to. */
  polledAt: number;
}

export function originOfSpot(chain: Chain): SpotOrigin {
  return { source: chain.underlyingPriceSource, at: chain.underlyingPriceAt, polledAt: chain.timestamp };
}

/**
 * Where a spot is from, and of when if that is not the minute of its poll: ` (parity)`, ` (quote 10:14)`, ` (Fri
 * 20:00)`. Empty for the chain's own price of now.
 */
export function spotSourceText(origin: SpotOrigin, now: number): string {
  const parts = [names[origin.source ?? 'unknown'], ownTime(origin, now)].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(' ')})`;
}

/** The same for the screen reader: `, by put-call parity`, `, by a recorded quote of 10:14`. */
export function spotSourceSentence(origin: SpotOrigin, now: number): string {
  const time = ownTime(origin, now);
  const parts = [spokenNames[origin.source ?? 'unknown'], time && `of ${time}`].filter((part) => part !== '');
  return parts.length === 0 ? '' : `, ${parts.join(' ')}`;
}

function ownTime({ at, polledAt }: SpotOrigin, now: number): string {
  return at !== null && polledAt - at >= ownTimeFromMs ? formatMoment(at, now) : '';
}
