import type { MikroORM } from '@mikro-orm/sqlite';
import type { Clock } from '../../../base/clock.ts';
import type { Gap, GapStore } from '../../../recordings/gaps.ts';
import { PollGap } from '../../schema/poll-gaps.ts';

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
  };
}
