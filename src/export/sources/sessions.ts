import { lastInstant } from '../../market/calendar/instants.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { ExportRange } from '../export-request.ts';
import type { ExportReader } from './export-sources.ts';

/**
 * The sessions of a symbol in a range, those of the database and those of the archive, oldest first; with days of which there are
 * rebuilt minutes alone, where they are wanted.
 */
export async function sessionsIn(
  { sessions, archivedSessions, rebuilt }: Pick<ExportReader, 'sessions' | 'archivedSessions' | 'rebuilt'>,
  symbol: string,
  { from, to }: ExportRange,
  withRebuilt: boolean,
): Promise<SessionKey[]> {
  const first = tradeDateOf(from);
  const last = tradeDateOf(to);
  const found: SessionKey[] = [
    ...(await sessions.sessions(lastInstant)),
    ...(await archivedSessions.all()),
    ...(withRebuilt ? await rebuilt.keys(symbol) : []),
  ];
  const dates = found
    .filter(({ underlying, date }) => underlying === symbol && date >= first && date <= last)
    .map(({ date }) => date);
  return [...new Set(dates)].toSorted().map((date) => ({ underlying: symbol, date }));
}
