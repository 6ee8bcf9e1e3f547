import type { Gap, GapKey, GapStore } from '../../../recordings/gaps.ts';

/** Records gaps in order, and keeps them in memory while the database takes no writes. */
export interface GapWriter {
  /** Records a gap, or the end of one recorded as open. The object is read when its turn comes. */
  write(gap: Gap): void;
  /** Continues a gap that the database has as open. */
  adopt(gap: Gap): void;
  /** Ends a job's gaps at `at` and removes later ones: the clock was ahead when they were recorded. */
  cut(key: GapKey, at: number): Promise<void>;
  /** Whether the database does not have a gap yet, so that it may still grow. */
  isGrowing(gap: Gap): boolean;
  /** Tries what waits. Resolves when all is written, or the first one could not be. */
  flush(): Promise<void>;
}

/** Gaps in memory at once; further ones are dropped. */
const maxWaiting = 1000;

/** Never throws: what the store throws goes to `onStoreError`, and the gap is tried again with the next one. */
export function createGapWriter(
  store: Pick<GapStore, 'record' | 'open' | 'closeOpen' | 'cut'>,
  onStoreError: (error: unknown) => void,
): GapWriter {
  const waiting = new Set<Gap>();
  const cuts = new Map<string, { key: GapKey; at: number }>();
  /** Gaps that the database has as open. */
  const opened = new WeakSet<Gap>();
  let current: Gap | null = null;
  let flight: Promise<void> | null = null;

  const flushAll = async () => {
    try {
      for (const [name, { key, at }] of cuts) {
        await store.cut(key, at);
        if (cuts.get(name)?.at === at) cuts.delete(name);
      }
    } catch (error) {
      return onStoreError(error);
    }
    for (const gap of waiting) {
      current = gap;
      try {
        for (let written: number | null | undefined; written !== gap.endedAt; ) {
          const { endedAt } = gap;
          await writeOne(store, opened, gap, endedAt);
          written = endedAt;
        }
        waiting.delete(gap);
      } catch (error) {
        return onStoreError(error);
      } finally {
        current = null;
      }
    }
  };
  const flush = () => {
    flight ??= flushAll().finally(() => {
      flight = null;
    });
    return flight;
  };

  return {
    write(gap) {
      if (waiting.size < maxWaiting) waiting.add(gap);
      void flush();
    },
    adopt: (gap) => void opened.add(gap),
    cut(key, at) {
      for (const gap of waiting) if (isOf(gap, key) && gap.startedAt > at) waiting.delete(gap);
      cuts.set(`${key.underlying} ${key.job}`, { key, at });
      // After what is being written.
      return (flight ?? Promise.resolve()).then(flush);
    },
    isGrowing: (gap) => waiting.has(gap) && gap !== current && gap.endedAt !== null && !opened.has(gap),
    flush,
  };
}

function isOf(gap: Gap, { underlying, job }: GapKey): boolean {
  return gap.underlying === underlying && gap.job === job;
}

/** @param opened gaps that the database has as open; a gap that this opens is added */
async function writeOne(
  store: Pick<GapStore, 'record' | 'open' | 'closeOpen'>,
  opened: WeakSet<Gap>,
  gap: Gap,
  endedAt: number | null,
): Promise<void> {
  if (opened.has(gap)) {
    if (endedAt !== null) await store.closeOpen(gap, endedAt);
  } else if (endedAt === null) {
    await store.open(gap);
    opened.add(gap);
  } else {
    await store.record({ ...gap, endedAt });
  }
}
