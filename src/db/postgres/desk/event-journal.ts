import type {
  EventJournal,
  JournalEntry,
  JournalSnapshot,
  SequencedEntry,
  SpooledPoll,
} from '../../../recordings/shared/event-journal.ts';
import type { PostgresConnection, SqlTransaction } from '../connection/sql.ts';
import type { PostgresWriter } from '../writer.ts';
import { deskChannel, wakeDesk } from './lease.ts';

// Whoever numbers events keeps the row until they are committed: numbers follow the order of commits.
const number = `update recorder_lease set last_sequence = last_sequence + $2::bigint where market = $1
  returning last_sequence as last`;

const insertEvents = `insert into recorded_events (market, sequence, at, name, subscription, payload)
  select $1, $2::bigint + row, at, name, subscription, payload
  from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) with ordinality as t (at, name, subscription, payload, row)`;

const readAfter = `select sequence, at, name, subscription, payload from recorded_events
  where market = $1 and sequence > $2 order by sequence limit $3`;

const readBounds = `select coalesce(min(sequence), 0) as first, coalesce(max(sequence), 0) as last
  from recorded_events where market = $1`;

const insertSnapshots = `insert into recorded_snapshots (market, subscription, sequence, at, snapshot)
  select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[], $5::text[])`;

const insertLeft = `insert into spooled_polls (market, sender, kind, at, payload)
  select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::text[])
  on conflict (market, sender, kind, at, hashtextextended(payload, 0)) do nothing`;

/** Events and snapshots of one market's recorder; what is written goes through its writer. */
export function createEventJournal(
  connection: PostgresConnection,
  { write }: PostgresWriter,
  market: string,
): EventJournal {
  return {
    append: (entries) => write((sql) => append(sql, market, entries)),
    after: (sequence, limit) => connection.all<SequencedEntry>(readAfter, [market, sequence, limit]),
    async bounds() {
      const row = await connection.get<{ first: number; last: number }>(readBounds, [market]);
      return row ?? { first: 0, last: 0 };
    },
    keepSnapshots: (snapshots) => write((sql) => keepSnapshots(sql, market, snapshots)),
    snapshots: () =>
      connection.all<JournalSnapshot>(
        'select subscription, sequence, at, snapshot from recorded_snapshots where market = $1 order by subscription',
        [market],
      ),
    removeUpTo: (sequence) =>
      write(async (sql) => {
        await sql.run('delete from recorded_events where market = $1 and sequence <= $2', [market, sequence]);
      }),
    onWake: (listener) => connection.listen(deskChannel(market), () => listener()),
    async leave(polls) {
      if (polls.length === 0) return;
      const columns = (['sender', 'kind', 'at', 'payload'] as const).map((name) =>
        polls.map((poll) => poll[name]),
      );
      await connection.run(insertLeft, [market, ...columns]);
    },
    left: (limit) =>
      connection.all<SpooledPoll>(
        'select id, sender, kind, at, payload from spooled_polls where market = $1 order by at, id limit $2',
        [market, limit],
      ),
    removeLeft: (ids) =>
      write(async (sql) => {
        await sql.run('delete from spooled_polls where market = $1 and id = any ($2::bigint[])', [
          market,
          ids,
        ]);
      }),
  };
}

async function append(
  sql: SqlTransaction,
  market: string,
  entries: readonly JournalEntry[],
): Promise<number> {
  const numbered = await sql.get<{ last: number }>(number, [market, entries.length]);
  const last = numbered!.last;
  if (entries.length === 0) return last;
  await sql.run(insertEvents, [
    market,
    last - entries.length,
    entries.map(({ at }) => at),
    entries.map(({ name }) => name),
    entries.map(({ subscription }) => subscription),
    entries.map(({ payload }) => payload),
  ]);
  await wakeDesk(sql, market);
  return last;
}

async function keepSnapshots(
  sql: SqlTransaction,
  market: string,
  snapshots: readonly JournalSnapshot[],
): Promise<void> {
  await sql.run('delete from recorded_snapshots where market = $1', [market]);
  if (snapshots.length === 0) return;
  await sql.run(insertSnapshots, [
    market,
    snapshots.map(({ subscription }) => subscription),
    snapshots.map(({ sequence }) => sequence),
    snapshots.map(({ at }) => at),
    snapshots.map(({ snapshot }) => snapshot),
  ]);
}
