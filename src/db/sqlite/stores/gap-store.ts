import type { InferEntity } from '@mikro-orm/sqlite';
import type { Gap, GapKey, GapStore, Noticed, NoticedGap } from '../../../recordings/gaps.ts';
import {
  type GapRow,
  gapInsertColumns,
  gapValues,
  noticedBy,
  toGap,
  withoutNotice,
} from '../../rows/gap-rows.ts';
import type { DatabaseConnection, NativeDatabase } from '../connection.ts';
import { PollGap } from '../../schema/poll-gaps.ts';
import type { Writer } from '../writer.ts';

export function createGapStore({ orm, native }: DatabaseConnection, { write }: Writer): GapStore {
  const replaceAll = prepareReplacing(native);
  const findOpen = ({ underlying, job }: GapKey) =>
    orm.em.fork().findOne(PollGap, { underlying, job, endedAt: null });

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
    return rows.map(toRow).map((row) => toGap(row, row.endedAt, asOf));
  };

  const noticed = async (underlying: string, sessionDate: string, asOf: number): Promise<NoticedGap[]> => {
    const rows = await orm.em
      .fork()
      .find(PollGap, { underlying, sessionDate }, { orderBy: { startedAt: 'asc', id: 'asc' } });
    return noticedBy(rows.map(toRow), asOf);
  };

  const insert = async (gap: Gap, noticed?: Noticed) => {
    await orm.em.fork().insert(PollGap, {
      ...gap,
      createdAt: gap.endedAt ?? gap.startedAt,
      noticedAt: noticed?.begin ?? null,
      endNoticedAt: noticed?.end ?? null,
    });
  };

  return {
    record: (gap, noticed) => write(() => insert(gap, noticed)),
    open: (gap, noticedAt) =>
      write(async () => {
        if (await findOpen(gap)) return false;
        await insert(
          { ...gap, endedAt: null },
          noticedAt === undefined ? undefined : { begin: noticedAt, end: null },
        );
        return true;
      }),
    closeOpen: (key, endedAt, noticedAt) =>
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
        await orm.em
          .fork()
          .nativeUpdate(PollGap, { id: row.id }, { endedAt: gap.endedAt, endNoticedAt: noticedAt ?? null });
        return gap;
      }),
    cut: ({ underlying, job }, at) =>
      write(async () => {
        const em = orm.em.fork();
        await em.nativeDelete(PollGap, { underlying, job, startedAt: { $gt: at } });
        await em.nativeUpdate(PollGap, { underlying, job, endedAt: { $gt: at } }, { endedAt: at });
        await em.nativeUpdate(PollGap, { underlying, job, noticedAt: { $gt: at } }, { noticedAt: at });
        await em.nativeUpdate(PollGap, { underlying, job, endNoticedAt: { $gt: at } }, { endNoticedAt: at });
      }),
    replaceSince: (key, from, gaps) => write(() => replaceAll.immediate(key, from, gaps)),
    async last({ underlying, job }, asOf) {
      const row = await orm.em
        .fork()
        .findOne(
          PollGap,
          { underlying, job, startedAt: { $lte: asOf } },
          { orderBy: { sessionDate: 'desc', startedAt: 'desc', id: 'desc' } },
        );
      return row && toGap(toRow(row), row.endedAt ?? null, asOf);
    },
    ofSession,
    known: async (underlying, sessionDate, asOf) =>
      withoutNotice(await noticed(underlying, sessionDate, asOf)),
    noticed,
  };
}

/** One transaction: a kill in between would lose gaps. */
function prepareReplacing(native: NativeDatabase) {
  const remove = native.prepare<[string, string, number]>(
    'delete from poll_gaps where underlying = ? and job = ? and started_at >= ?',
  );
  const insert = native.prepare(
    `insert into poll_gaps (${gapInsertColumns.join(', ')}) values (${gapInsertColumns.map(() => '?').join(', ')})`,
  );
  return native.transaction(
    ({ underlying, job }: GapKey, from: number, gaps: readonly NoticedGap[]): void => {
      remove.run(underlying, job, from);
      for (const gap of gaps) insert.run(...gapValues(gap));
    },
  );
}

function toRow(row: InferEntity<typeof PollGap>): GapRow {
  const { underlying, job, sessionDate, startedAt, endedAt, reason, noticedAt, endNoticedAt } = row;
  return {
    ...{ underlying, job, sessionDate, startedAt, reason },
    ...{ endedAt: endedAt ?? null, noticedAt: noticedAt ?? null, endNoticedAt: endNoticedAt ?? null },
  };
}
