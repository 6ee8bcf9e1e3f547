import type { Chain } from '../../market/quotes/chain.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { spotText } from '../../market/quotes/price-text.ts';

/** The underlying’s price as a chain has it, in dollars a share. */
export interface ShownSpot {
  price: number;
  source: Chain['underlyingPriceSource'];
  /** Epoch ms of the price by the account of its source; `null` on rows recorded before it was kept. */
  at: number | null;
  /** Epoch ms of the poll that it belongs to. */
  polledAt: number;
}

const names = { chain: 'chain', quote: 'quote', parity: 'put-call parity' } as const;

/** `spot 671.20 (put-call parity, 16:14:59)`: whence it is and of when, with the date where that is another one. */
export function spotLine({ price, source, at, polledAt }: ShownSpot): string {
  const date = at === null || newYorkDate(at) === newYorkDate(polledAt) ? '' : `${newYorkDate(at)} `;
  const time = at === null ? 'time unknown' : `${date}${formatNewYorkTime(at, true)}`;
  return `spot ${spotText(price, source)} (${source === null ? 'source unknown' : names[source]}, ${time})`;
}
