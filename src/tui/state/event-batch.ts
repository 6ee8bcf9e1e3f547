import type { Levels } from '../../market/levels/levels.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { ListedExpirations } from '../../protocol/chain-subscription.ts';
import type { DaemonEvent } from '../../protocol/connection/link-messages.ts';
import type { EventBatch } from './picture.ts';

/** Quotes are all kept for the price line, but not without bound. */
const longestQuotes = 500;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Events on their way into one frame. */
export interface Gathered extends Mutable<Omit<EventBatch, 'quotes' | 'levels' | 'expirations'>> {
  quotes: Quote[];
  levels: Levels[];
  expirations: ListedExpirations[];
}

export const nothing = (): Gathered => ({
  quotes: [],
  chain: null,
  priceLine: null,
  usage: null,
  phase: null,
  health: null,
  jobs: null,
  coverage: null,
  levels: [],
  expirations: [],
});

/** Events that become part of the picture. */
type PictureEvent = Exclude<DaemonEvent, { name: 'prune' | 'alert' | 'rules' }>;

/** Keeps the latest event of each kind, and every quote. */
export function gather(batch: Gathered, event: PictureEvent): void {
  switch (event.name) {
    case 'quote':
      batch.quotes.push(event.payload);
      if (batch.quotes.length > longestQuotes) batch.quotes.shift();
      return;
    case 'chain':
      batch.chain = event.payload;
      return;
    case 'price-line':
      batch.priceLine = event.payload;
      return;
    case 'usage':
      batch.usage = event.payload;
      return;
    case 'phase':
      batch.phase = event.payload;
      return;
    case 'health':
      batch.health = event.payload;
      return;
    case 'job':
      batch.jobs = event.payload;
      return;
    case 'gap':
      batch.coverage = event.payload;
      return;
    case 'levels':
      batch.levels.push(event.payload);
      return;
    case 'expirations':
      batch.expirations.push(event.payload);
      return;
  }
}
