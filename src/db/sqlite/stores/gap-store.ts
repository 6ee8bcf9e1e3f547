import type { MikroORM } from '@mikro-orm/sqlite';
import type { Clock } from '../../../base/clock.ts';
import { PollGap } from '../../schema/poll-gaps.ts';

/** Time in which a job should have recorded and did not. */
export interface Gap {
  job: string;
  /** New York date of the session, `YYYY-MM-DD`. */
  sessionDate: string;
  startedAt: number;
  /** `null` while it lasts. */
  endedAt: number | null;
  /** For people: `daemon was not running`, `upstream unreachable`. */
  reason: string;
}

export interface Coverage {
  /** Length of the span asked about. */
  spanMs: number;
  /** Of it, how much lies in gaps; gaps that overlap count once. */
  missingMs: number;
  /** Covered part of the span, 0 to 1; 1 for an empty span. */
  ratio: number;
  gaps: number;
}

export interface GapStore {
  /** Writes a gap that is over (or, with `endedAt` null, opens one; see `open`). */
  record(gap: Gap): Promise<void>;
  /** Begins a gap of a job; does nothing while one of the same job is open. Tells whether it began one. */
  open(gap: Omit<Gap, 'endedAt'>): Promise<boolean>;
  /** Ends a job's open gap and returns it; `null` when there is none. It never ends before it began. */
  closeOpen(job: string, endedAt: number): Promise<Gap | null>;
  /** Ends a job's gaps at an instant, and removes those that begin later: they are from a clock that was ahead. */
  cut(job: string, at: number): Promise<void>;
  /** A job's newest gap, open or over; `null` when it has none. */
  last(job: string): Promise<Gap | null>;
  /** A session's gaps, of one job or of all, oldest first. */
  ofSession(sessionDate: string, job?: string): Promise<Gap[]>;
  /**
   * How much of a span (a session's hours, up to now while it lasts) a job covered by its gaps: what no gap claims counts
   * as covered. An open gap reaches to the span's end.
   */
  coverage(query: { job: string; sessionDate: string; fromMs: number; toMs: number }): Promise<Coverage>;
}

export function createGapStore(orm: MikroORM, clock: Clock): GapStore {
  const findOpen = (job: string) => orm.em.fork().findOne(PollGap, { job, endedAt: null });

  const toGap = (row: Omit<Gap, 'endedAt'> & { endedAt?: number | null | undefined }): Gap => ({
    job: row.job,
    sessionDate: row.sessionDate,
    startedAt: row.startedAt,
    endedAt: row.endedAt ?? null,
    reason: row.reason,
  });

  const ofSession = async (sessionDate: string, job?: string): Promise<Gap[]> => {
    const where = job === undefined ? { sessionDate } : { sessionDate, job };
    const rows = await orm.em.fork().find(PollGap, where, { orderBy: { startedAt: 'asc' } });
    return rows.map(toGap);
  };

  const record = async (gap: Gap) => {
    await orm.em.fork().insert(PollGap, { ...gap, createdAt: clock.now() });
  };

  return {
    record,
    async open(gap) {
      if (await findOpen(gap.job)) return false;
      await record({ ...gap, endedAt: null });
      return true;
    },
    async closeOpen(job, endedAt) {
      const row = await findOpen(job);
      if (!row) return null;
      const { sessionDate, startedAt, reason } = row;
      const gap = { job, sessionDate, startedAt, endedAt: Math.max(endedAt, startedAt), reason };
      await orm.em.fork().nativeUpdate(PollGap, { id: row.id }, { endedAt: gap.endedAt });
      return gap;
    },
    async cut(job, at) {
      const em = orm.em.fork();
      await em.nativeDelete(PollGap, { job, startedAt: { $gt: at } });
      await em.nativeUpdate(PollGap, { job, endedAt: { $gt: at } }, { endedAt: at });
    },
    async last(job) {
      const row = await orm.em
        .fork()
        .findOne(PollGap, { job }, { orderBy: { sessionDate: 'desc', startedAt: 'desc', id: 'desc' } });
      return row && toGap(row);
    },
    ofSession,
    async coverage({ job, sessionDate, fromMs, toMs }) {
      return coverageOf(await ofSession(sessionDate, job), fromMs, toMs);
    },
  };
}

/** How much of a span one job's gaps leave. An open gap reaches to the span's end. */
export function coverageOf(
  gaps: readonly Pick<Gap, 'startedAt' | 'endedAt'>[],
  fromMs: number,
  toMs: number,
): Coverage {
  let missingMs = 0;
  let countedTo = fromMs;
  for (const { startedAt, endedAt } of [...gaps].sort((one, other) => one.startedAt - other.startedAt)) {
    const from = Math.max(startedAt, countedTo);
    const to = Math.min(endedAt ?? toMs, toMs);
    if (to <= from) continue;
    missingMs += to - from;
    countedTo = to;
  }
  const spanMs = Math.max(0, toMs - fromMs);
  return { spanMs, missingMs, ratio: spanMs === 0 ? 1 : 1 - missingMs / spanMs, gaps: gaps.length };
}
