import type { Levels } from '../../../market/levels/levels.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { ArchiveState } from '../../../protocol/archive.ts';
import type { RebuildState } from '../../../protocol/rebuild.ts';
import type { LevelsHistory } from '../../../protocol/events.ts';
import type { ListedExpirations } from '../../../protocol/chain-subscription.ts';
import type { RecordedUnderlyingLevels } from '../../../protocol/recorded.ts';
import type { DaemonEvent } from '../../../protocol/connection/link-messages.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import type {
  Health,
  JobCoverage,
  JobState,
  PhaseState,
  SessionPriceLine,
  Usage,
} from '../../../protocol/state.ts';

/** Every quote is kept for the price line, up to this many. */
const longestQuotes = 500;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Events on their way into one frame. */
export interface Gathered
  extends Mutable<Omit<EventBatch, 'quotes' | 'levels' | 'recordedLevels' | 'expirations'>> {
  quotes: Quote[];
  levels: Levels[];
  recordedLevels: RecordedUnderlyingLevels[];
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
  archive: null,
  rebuild: null,
  levelsHistory: null,
  levels: [],
  recordedLevels: [],
  expirations: [],
});

/** Events that become part of the picture. */
export type PictureEvent = Exclude<
  DaemonEvent,
  { name: 'prune' | 'alert' | 'rules' | 'alert-channels' | 'playback' | 'desk' }
>;

/** Whether an event becomes part of the picture. */
export function isPictured(event: DaemonEvent): event is PictureEvent {
  return !(['prune', 'alert', 'rules', 'alert-channels', 'playback', 'desk'] as string[]).includes(
    event.name,
  );
}

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
    case 'archive':
      batch.archive = event.payload;
      return;
    case 'rebuild':
      batch.rebuild = event.payload;
      return;
    case 'levels-history':
      batch.levelsHistory = event.payload;
      return;
    case 'levels':
      batch.levels.push(event.payload);
      return;
    case 'recorded-levels':
      batch.recordedLevels.push(event.payload);
      return;
    case 'expirations':
      batch.expirations.push(event.payload);
      return;
  }
}

/** Everything that arrived since the last frame: the latest value of most events, all quotes and levels. */
export interface EventBatch {
  quotes: readonly Quote[];
  chain: Chain | null;
  priceLine: SessionPriceLine | null;
  usage: Usage | null;
  phase: PhaseState | null;
  health: Health | null;
  jobs: JobState[] | null;
  coverage: JobCoverage[] | null;
  archive: ArchiveState | null;
  rebuild: RebuildState | null;
  /** What the levels below come after, where it was recorded before. */
  levelsHistory: LevelsHistory | null;
  /** Each poll of the levels, oldest first: the history needs them all. */
  levels: readonly Levels[];
  /** Of every recorded symbol, oldest first; see `Picture.recorded`. */
  recordedLevels: readonly RecordedUnderlyingLevels[];
  /** Expirations of any symbol, oldest first. */
  expirations: readonly ListedExpirations[];
}
