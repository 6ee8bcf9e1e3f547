import type { Clock } from '../../../base/clock.ts';
import { lastInstant } from '../../../market/calendar/instants.ts';
import type { ArchivedSessionStore } from '../../../recordings/archived-sessions.ts';
import type { Retention } from '../../../recordings/retention.ts';
import { executedReport, plannedCutoffs } from '../../retention/prune-report.ts';
import { removableRows, waitingOf } from '../../retention/removable.ts';
import { createRetentionGate, type GateRows } from '../../retention/retention-gate.ts';
import type { PostgresConnection, Sql } from '../connection/sql.ts';
import { recordedDays } from '../stores/sessions/recorded-days.ts';
import { sessionCounts } from '../stores/sessions/session-counts.ts';
import type { PostgresWriter } from '../writer.ts';
import { removeAll, type ToldOfRemovals } from './remove-all.ts';
import { planRetention, survey } from './retention-plan.ts';
import { createUnits } from './units.ts';

/** What retention works on. */
export interface RetentionOptions extends ToldOfRemovals {
  connection: PostgresConnection;
  writer: PostgresWriter;
  clock: Pick<Clock, 'monotonic'>;
  archivedSessions: Pick<ArchivedSessionStore, 'all' | 'markRemoved'>;
}

/**
 * The retention of one store; its units take their turns in the writer's queue. A trade date of which every row goes is dropped with its
 * partition; of any other, the rows are removed in chunks.
 */
export function createRetention(options: RetentionOptions): Retention {
  const { connection, writer, clock, archivedSessions } = options;
  const gate = createRetentionGate(gateRows(connection), archivedSessions.all);
  return {
    async plan(cutoffs, now, { onlyArchived = false } = {}) {
      const startedAt = clock.monotonic();
      const removable = await removableRows(gate, cutoffs, onlyArchived);
      const found = await connection.snapshot((sql) => planRetention(sql, cutoffs, now, removable));
      const waiting = waitingOf(removable);
      return { ...found, onlyArchived, waiting, durationMs: clock.monotonic() - startedAt };
    },
    async execute(planned, run = {}) {
      const startedAt = clock.monotonic();
      const bytesBefore = await databaseBytes(connection);
      const cutoffs = plannedCutoffs(planned);
      const removable = await removableRows(gate, cutoffs, planned.onlyArchived);
      const found = await connection.snapshot((sql) => survey(sql, cutoffs, removable));
      const units = createUnits(writer, clock, run);
      const removed = await removeAll(options, planned, { removable, found, units });
      return executedReport(planned, removed, {
        freedBytes: Math.max(0, bytesBefore - (await databaseBytes(connection))),
        durationMs: clock.monotonic() - startedAt,
      });
    },
  };
}

async function databaseBytes(sql: Sql): Promise<number> {
  return (await sql.get<{ bytes: number }>('select pg_database_size(current_database()) as bytes'))!.bytes;
}

function gateRows(sql: Sql): GateRows {
  const days = recordedDays(sql);
  const symbols = (kind: 'polled' | 'quoted') => async () => {
    const sessions = await days[kind](lastInstant);
    return [...new Set(sessions.map(({ underlying }) => underlying))].sort();
  };
  return {
    polledSymbols: symbols('polled'),
    pollDays: days.polledDates,
    quotedSymbols: symbols('quoted'),
    quoteDays: days.quotedDates,
    ...sessionCounts(sql),
  };
}
