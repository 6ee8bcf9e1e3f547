import type { Clock } from '../../base/clock.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import type { Levels } from '../../market/levels/levels.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { ListedExpirations } from '../../protocol/chain-subscription.ts';
import type { Connection, DaemonEvent } from '../connection.ts';
import type { EventBatch } from './picture.ts';
import type { DashboardState } from './state.ts';
import type { Store } from './store.ts';
import { marketTimeAt } from './market-clock.ts';

/** Shortest time between two dispatches of events: about 15 frames a second. */
export const frameMs = 66;
/** A burst (a quote, its job and its request end within a millisecond) becomes one frame. */
export const gatherMs = 12;
/** Quotes are all kept for the price line, but not without bound. */
const longestQuotes = 500;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Gathered extends Mutable<Omit<EventBatch, 'quotes' | 'levels' | 'expirations'>> {
  quotes: Quote[];
  levels: Levels[];
  expirations: ListedExpirations[];
}

const nothing = (): Gathered => ({
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

function gather(batch: Gathered, event: PictureEvent): void {
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

/**
 * Brings what the connection says into the store: state and snapshots at once, events merged and at most once a frame.
 * Alerts are told at once, each of them.
 * Returns the function that ends it.
 */
export function startFeed(
  connection: Connection,
  store: Store,
  clock: Clock,
  onAlert: (alert: Alert) => void,
): () => void {
  let batch: Gathered | null = null;
  let cancel = () => {};
  let flushedAt = Number.NEGATIVE_INFINITY;

  const flush = () => {
    if (!batch) return;
    const arrived = batch;
    batch = null;
    flushedAt = clock.monotonic();
    const real = clock.now();
    store.dispatch({
      type: 'events-arrived',
      batch: arrived,
      ...(isNextSecond(store.getState(), real) && { real }),
    });
  };

  const ends = [
    connection.onState((state) => store.dispatch({ type: 'connection-changed', state, real: clock.now() })),
    connection.onSnapshot((snapshot, hello) => {
      // Events gathered before are part of the snapshot already.
      cancel();
      batch = null;
      store.dispatch({ type: 'snapshot-taken', snapshot, hello, real: clock.now() });
    }),
    connection.onEvent((event) => {
      // Nothing on screen counts stored rows; whoever pruned by hand gets the report as the answer.
      if (event.name === 'prune') return;
      if (event.name === 'rules') return store.dispatch({ type: 'rules-changed', rules: event.payload });
      if (event.name === 'alert') {
        store.dispatch({ type: 'alert-told', alert: event.payload });
        return onAlert(event.payload);
      }
      if (!batch) {
        batch = nothing();
        const sinceLast = clock.monotonic() - flushedAt;
        cancel = clock.after(Math.max(gatherMs, frameMs - sinceLast), flush);
      }
      gather(batch, event);
    }),
  ];
  return () => {
    cancel();
    for (const end of ends) end();
  };
}

const secondOf = (world: number) => Math.floor(world / 1000);

/** Whether the second on screen is over. */
function isNextSecond({ anchor, now }: DashboardState, real: number): boolean {
  return secondOf(marketTimeAt(anchor, real)) !== secondOf(now.market);
}

/**
 * Seconds on screen change this long (ms) after those of the world: what is polled on the second has mostly come by then
 * and has brought the time along, and both are one frame.
 */
const lagMs = 80;

/** Ticks when the seconds on screen change. Returns the function that ends it. */
export function startTicker(store: Store, clock: Clock): () => void {
  let cancel = () => {};
  const arm = () => {
    const { anchor, now } = store.getState();
    const speed = anchor?.speed ?? 1;
    // In step with the world's seconds, so that none is shown for two ticks; a faster world changes them anyway.
    const into = (now.market + clock.now() - now.real - lagMs) % 1000;
    cancel = clock.after(speed === 1 ? 1000 - ((into + 1000) % 1000) : 1000, () => {
      const real = clock.now();
      if (isNextSecond(store.getState(), real)) store.dispatch({ type: 'ticked', real });
      arm();
    });
  };
  arm();
  return () => cancel();
}
