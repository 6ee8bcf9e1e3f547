/**
 * `npm run bench -- postgres [--rows 1000000] [--json]`: a store on PostgreSQL, with SQLite beside it in the same run. It starts a
 * throw-away server, or takes the one that `SPYGLASS_TEST_POSTGRES_URL` names. Some minutes with the default on two cores.
 */

import { withCluster } from '../test/support/postgres/cluster.ts';
import { createBenchStore } from './postgres/bench-store.ts';
import { benchDayRetention, type DayRetention } from './postgres/day-retention.ts';
import { fillStore } from './postgres/filled.ts';
import { benchIngest } from './postgres/ingest.ts';
import { benchReads } from './postgres/reads.ts';
import { changedChains, sessionChains } from './store/ingest.ts';
import { fillDatabase } from './store/filled.ts';
import { scratch } from './store/polls.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { count, ms, ratio, type Spread } from './support/spread.ts';

/** What one database does with the same rows. */
interface Figures {
  reads: Record<string, Spread>;
  day: DayRetention;
}

async function benchStore(url: string, rows: number): Promise<Figures> {
  const store = await createBenchStore(url);
  try {
    const polls = await fillStore(store, rows);
    return { reads: await benchReads(store.db, polls), day: await benchDayRetention(store.db, polls) };
  } finally {
    await store.close();
  }
}

async function benchSqlite(rows: number): Promise<Figures> {
  const files = scratch();
  const { db, polls } = await fillDatabase(files.path('spyglass.sqlite'), rows);
  const figures = { reads: await benchReads(db, polls), day: await benchDayRetention(db, polls) };
  await db.close();
  files.remove();
  return figures;
}

export const bench: Bench = (flags, say) =>
  withCluster(
    async (url) => {
      const rows = numberFlag(flags, 'rows', 1_000_000);
      say('ingest …');
      const changed = await benchIngest(url, changedChains());
      const session = await benchIngest(url, sessionChains());
      say(`PostgreSQL at ${count(rows)} rows …`);
      const postgres = await benchStore(url, rows);
      say(`SQLite at ${count(rows)} rows …`);
      const sqlite = await benchSqlite(rows);
      const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;
      const dayOf = ({ day }: Figures) => [
        count(day.rows),
        seconds(day.planMs),
        seconds(day.removeMs),
        seconds(day.restMs),
      ];
      return {
        ...{ changed, session, postgres, sqlite },
        tables: [
          {
            title: 'Ingest of polled chains of 400 contracts, contracts a second',
            rows: [
              ['', 'all changed', 'recorded is', 'a simulated session', 'recorded is'],
              ...(
                [
                  ['recorded', 'recorded'],
                  ['raw multi-row inserts', 'raw'],
                  ['SQLite, recorded', 'sqlite'],
                ] as const
              ).map(([name, way]) => [
                name,
                ...[changed, session].flatMap(({ rowsPerSecond, ratioToRaw }) => [
                  count(rowsPerSecond[way]),
                  way === 'raw' ? `${ratio(ratioToRaw)} ×` : '',
                ]),
              ]),
            ],
          },
          {
            title: `Reads at ${count(rows)} rows`,
            rows: [
              ['', 'PostgreSQL p50', 'p99', 'SQLite p50', 'p99'],
              ...Object.keys(postgres.reads).map((name) => [
                name,
                ...[postgres, sqlite].flatMap(({ reads }) => [ms(reads[name]!.p50), ms(reads[name]!.p99)]),
              ]),
            ],
          },
          {
            title: 'Retention of one trade date, of which a chain that goes on keeps its last state',
            rows: [
              ['', 'rows', 'planned in', 'removed in', 'the rest, a day later'],
              ['PostgreSQL', ...dayOf(postgres)],
              ['SQLite', ...dayOf(sqlite)],
            ],
          },
        ],
        ...(changed.ratioToRaw < 0.7 && {
          problems: [`recorded at ${ratio(changed.ratioToRaw)} of raw inserts, and not at 0.7`],
        }),
      };
    },
    ['shared_buffers=512MB', 'max_wal_size=4GB'],
  );
