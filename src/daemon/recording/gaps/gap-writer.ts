import type { Gap, GapKey, GapStore, Noticed } from '../../../recordings/gaps.ts';

/** Records gaps in order, and keeps them in memory while the database takes no writes. */
export interface GapWriter {
  /**
   * Records a gap, or the end of one recorded as open. The object is read when its turn comes.
   * @param noticedAt by the daemon's clock
   */
  write(gap: Gap, noticedAt: number): void;
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
  const noticed = new WeakMap<Gap, Noticed>();
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
        let written: number | null;
        do written = await writeOne(store, opened, gap, noticed.get(gap));
        while (written !== gap.endedAt);
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
    write(gap, noticedAt) {
      noticed.set(gap, noticedNow(noticed.get(gap), gap, noticedAt));
      if (waiting.size < maxWaiting) waiting.add(gap);
      void flush();
    },
    adopt: (gap) => void opened.add(gap),
    cut(key, at) {
      cutWaiting(waiting, noticed, key, at);
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

/** What begins later goes; what was noticed later counts as noticed then. */
function cutWaiting(waiting: Set<Gap>, noticed: WeakMap<Gap, Noticed>, key: GapKey, at: number): void {
  for (const gap of waiting) {
    if (!isOf(gap, key)) continue;
    const times = noticed.get(gap);
    if (gap.startedAt > at) waiting.delete(gap);
    else if (times) noticed.set(gap, upTo(at, times));
  }
}

function noticedNow(before: Noticed | undefined, { endedAt }: Gap, now: number): Noticed {
  return { begin: before?.begin ?? now, end: endedAt === null ? null : now };
}

function upTo(at: number, { begin, end }: Noticed): Noticed {
  return { begin: Math.min(begin, at), end: end && Math.min(end, at) };
}

/**
 * Writes a gap as it is when this is called.
 * @param opened gaps that the database has as open; a gap that this opens is added
 * @returns the end that was written
 */
async function writeOne(
  store: Pick<GapStore, 'record' | 'open' | 'closeOpen'>,
  opened: WeakSet<Gap>,
  gap: Gap,
  noticed: Noticed | undefined,
): Promise<number | null> {
  const { endedAt } = gap;
  if (opened.has(gap)) {
    if (endedAt !== null) await store.closeOpen(gap, endedAt, noticed?.end ?? undefined);
  } else if (endedAt === null) {
    await store.open(gap, noticed?.begin);
    opened.add(gap);
  } else {
    await store.record({ ...gap, endedAt }, noticed);
  }
  return endedAt;
}
