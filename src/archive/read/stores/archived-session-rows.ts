import type { SessionKey, SessionRows } from '../../../recordings/session-rows.ts';
import { type ArchivedDates, dateAt } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';

/** What the sessions of an archive are read from. */
export interface ArchivedSessionsSource {
  parts: SessionParts;
  dates: ArchivedDates;
}

/** The sessions of an archive. Of one that was asked for before its end, all is there. */
export function createArchivedSessionRows({ parts, dates }: ArchivedSessionsSource): SessionRows {
  const has = async ({ underlying, date }: SessionKey) => (await dates.of(underlying)).includes(date);
  const rowsOf =
    <Row>(read: (key: SessionKey) => Promise<readonly Row[]>) =>
    async (key: SessionKey): Promise<Row[]> =>
      (await has(key)) ? [...(await read(key))] : [];
  return {
    async sessions(asOf) {
      const keys = [];
      for (const underlying of await dates.underlyings()) {
        for (const date of await dates.of(underlying)) {
          if (date <= dateAt(asOf)) keys.push({ underlying, date });
        }
      }
      return keys.sort(
        (one, other) => compare(one.date, other.date) || compare(one.underlying, other.underlying),
      );
    },
    async counts(key) {
      if (!(await has(key))) return { polls: 0, contracts: 0, quotes: 0, levels: 0, gaps: 0, alerts: 0 };
      const { polls, quotes, levels, gaps, alerts } = await parts.files(key, async (files) => files.rows);
      const { all } = await parts.polls(key);
      // States that were completed when it was archived are in no database.
      const contracts = all.reduce((sum, { stored }) => sum + stored, 0);
      return { polls, contracts, quotes, levels, gaps, alerts };
    },
    polls: async (key) => ((await has(key)) ? [...(await parts.polls(key)).all] : []),
    contracts: async (key, after, limit) =>
      (await has(key)) ? await parts.files(key, (files) => files.contracts(after, limit)) : [],
    quotes: rowsOf(parts.quotes),
    levels: rowsOf(parts.levels),
    gaps: rowsOf(parts.gaps),
    alerts: rowsOf(parts.alerts),
  };
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
