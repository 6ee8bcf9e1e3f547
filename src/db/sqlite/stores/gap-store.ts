import type { MikroORM } from '@mikro-orm/sqlite';
import type { Gap, GapKey, GapStore } from '../../../recordings/gaps.ts';
import { PollGap } from '../../schema/poll-gaps.ts';
import type { Writer } from '../writer.ts';

export function createGapStore(orm: MikroORM, { write }: Writer): GapStore {
  const findOpen = ({ underlying, job }: GapKey) =>
    orm.em.fork().findOne(PollGap, { underlying, job, endedAt: null });

  const toGap = (row: Omit<Gap, 'endedAt'> & { endedAt?: number | null | undefined }, asOf: number): Gap => ({
    underlying: row.underlying,
    job: row.job,
    sessionDate: row.sessionDate,
    startedAt: row.startedAt,
    endedAt: row.endedAt != null && row.endedAt <= asOf ? row.endedAt : null,
    reason: row.reason,
  });

  const ofSession = async (
    underlying: string,
    sessionDate: string,
    asOf: number,
    job?: string,
  ): Promise<Gap[]> => {
    const begun = { underlying, sessionDate, startedAt: { $lte: asOf } };
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
        if (await findOpen(gap)) return false;
        await insert({ ...gap, endedAt: null });
        return true;
      }),
    closeOpen: (key, endedAt) =>
      write(async () => {
        const row = await findOpen(key);
        if (!row) return null;
        const { underlying, job, sessionDate, startedAt, reason } = row;
        const gap = {
          underlying,
          job,
          sessionDate,
          startedAt,
          endedAt: Math.max(endedAt, startedAt),
          reason,
        };
        await orm.em.fork().nativeUpdate(PollGap, { id: row.id }, { endedAt: gap.endedAt });
        return gap;
      }),
    cut: ({ underlying, job }, at) =>
      write(async () => {
        const em = orm.em.fork();
        await em.nativeDelete(PollGap, { underlying, job, startedAt: { $gt: at } });
        await em.nativeUpdate(PollGap, { underlying, job, endedAt: { $gt: at } }, { endedAt: at });
      }),
    async last({ underlying, job }, asOf) {
      const row = await orm.em
        .fork()
        .findOne(
          PollGap,
          { underlying, job, startedAt: { $lte: asOf } },
          { orderBy: { sessionDate: 'desc', startedAt: 'desc', id: 'desc' } },
        );
      return row && toGap(row, asOf);
    },
    ofSession,
  };
}
