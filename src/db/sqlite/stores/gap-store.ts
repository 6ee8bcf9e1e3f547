import type { MikroORM } from '@mikro-orm/sqlite';
import type { Gap, GapStore } from '../../../recordings/gaps.ts';
import { PollGap } from '../../schema/poll-gaps.ts';
import type { Writer } from '../writer.ts';

export function createGapStore(orm: MikroORM, { write }: Writer): GapStore {
  const findOpen = (job: string) => orm.em.fork().findOne(PollGap, { job, endedAt: null });

  const toGap = (row: Omit<Gap, 'endedAt'> & { endedAt?: number | null | undefined }, asOf: number): Gap => ({
    job: row.job,
    sessionDate: row.sessionDate,
    startedAt: row.startedAt,
    endedAt: row.endedAt != null && row.endedAt <= asOf ? row.endedAt : null,
    reason: row.reason,
  });

  const ofSession = async (sessionDate: string, asOf: number, job?: string): Promise<Gap[]> => {
    const begun = { sessionDate, startedAt: { $lte: asOf } };
    const rows = await orm.em
      .fork()
      .find(PollGap, job === undefined ? begun : { ...begun, job }, { orderBy: { startedAt: 'asc' } });
    return rows.map((row) => toGap(row, asOf));
  };

  const insert = async (gap: Gap) => {
    await orm.em.fork().insert(PollGap, { ...gap, createdAt: gap.endedAt ?? gap.startedAt });
  };

  return {
    record: (gap) => write(() => insert(gap)),
    open: (gap) =>
      write(async () => {
        if (await findOpen(gap.job)) return false;
        await insert({ ...gap, endedAt: null });
        return true;
      }),
    closeOpen: (job, endedAt) =>
      write(async () => {
        const row = await findOpen(job);
        if (!row) return null;
        const { sessionDate, startedAt, reason } = row;
        const gap = { job, sessionDate, startedAt, endedAt: Math.max(endedAt, startedAt), reason };
        await orm.em.fork().nativeUpdate(PollGap, { id: row.id }, { endedAt: gap.endedAt });
        return gap;
      }),
    cut: (job, at) =>
      write(async () => {
        const em = orm.em.fork();
        await em.nativeDelete(PollGap, { job, startedAt: { $gt: at } });
        await em.nativeUpdate(PollGap, { job, endedAt: { $gt: at } }, { endedAt: at });
      }),
    async last(job, asOf) {
      const row = await orm.em
        .fork()
        .findOne(
          PollGap,
          { job, startedAt: { $lte: asOf } },
          { orderBy: { sessionDate: 'desc', startedAt: 'desc', id: 'desc' } },
        );
      return row && toGap(row, asOf);
    },
    ofSession,
  };
}
