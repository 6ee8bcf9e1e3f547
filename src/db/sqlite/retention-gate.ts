import { setImmediate } from 'node:timers/promises';
import { tradeDateBegin, tradeDateSpan } from '../../market/calendar/trade-date.ts';
import type { ArchivedSession, RemovedRows } from '../../recordings/archived-sessions.ts';
import type { WaitingReason, WaitingSessions } from '../../recordings/reports.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { NativeDatabase } from './connection.ts';
import { prepareRecordedDays } from './stores/sessions/recorded-days.ts';
import { prepareSessionCounts } from './stores/sessions/session-counts.ts';

/** What may go of chains, or of quotes and alerts. */
export interface Removable {
  /** The symbols with such rows. */
  symbols: readonly string[];
  /** Rows of a symbol before this instant, the first of a trade date, may go (epoch ms). */
  cutoffOf(symbol: string): number;
  /** Archived sessions that lose rows now and are not marked so yet. */
  toMark: SessionKey[];
  waiting: WaitingSessions[];
}

/** What one look needs to know of rows of one kind. */
interface Kind {
  rows: RemovedRows;
  symbols(): string[];
  daysUpTo(symbol: string, to: number): string[];
  /** Whether the database has the rows that were archived. */
  isSame(session: ArchivedSession): boolean;
  removedAt(session: ArchivedSession): number | null;
}

/** Looks which rows are past a cutoff, and which of them the archive holds. Reads only. */
export function prepareRetentionGate(native: NativeDatabase, readArchived: () => Promise<ArchivedSession[]>) {
  const days = prepareRecordedDays(native);
  const counts = prepareSessionCounts(native);
  const chains: Kind = {
    rows: 'chains',
    symbols: days.polledSymbols,
    daysUpTo: days.pollDays,
    isSame(session) {
      const { polls, contracts } = counts.ofChains(session);
      // Retention itself leaves some: what still held at an earlier cutoff.
      if (session.chainsRemovedAt !== null) return polls <= session.counts.polls;
      return polls === session.counts.polls && contracts === session.counts.contracts;
    },
    removedAt: (session) => session.chainsRemovedAt,
  };
  const quotes: Kind = {
    rows: 'quotes',
    symbols: days.quotedSymbols,
    daysUpTo: days.quoteDays,
    isSame(session) {
      const { quotes: received, alerts } = counts.ofQuotes(session);
      const { counts: archived } = session;
      // A run that was stopped may have taken some.
      if (session.quotesRemovedAt !== null) return received <= archived.quotes && alerts <= archived.alerts;
      return received === archived.quotes && alerts === archived.alerts;
    },
    removedAt: (session) => session.quotesRemovedAt,
  };

  return async (what: RemovedRows, cutoff: number, onlyArchived: boolean): Promise<Removable> => {
    const kind = what === 'chains' ? chains : quotes;
    const archived = new Map((await readArchived()).map((session) => [nameOf(session), session]));
    // The trade date that a cutoff lies in stays whole.
    const begin = tradeDateBegin(cutoff);
    const cutoffs = new Map<string, number>();
    const toMark: SessionKey[] = [];
    const waiting: WaitingSessions[] = [];
    const symbols = kind.symbols();
    for (const underlying of symbols) {
      const sessions = kind.daysUpTo(underlying, begin - 1).map((date) => ({ underlying, date }));
      for (const [index, key] of sessions.entries()) {
        const session = archived.get(nameOf(key));
        // Each is counted by itself: polls have their turns in between.
        await setImmediate();
        const reason = onlyArchived ? whyItWaits(session, kind) : null;
        if (reason !== null) {
          cutoffs.set(underlying, tradeDateSpan(key.date).from + 1);
          waiting.push(waitingOf(kind.rows, sessions.slice(index), reason, archived));
          break;
        }
        if (session && kind.removedAt(session) === null) toMark.push(key);
      }
    }
    return { symbols, cutoffOf: (symbol) => cutoffs.get(symbol) ?? begin, toMark, waiting };
  };
}

const nameOf = ({ underlying, date }: SessionKey) => `${date} ${underlying}`;

function whyItWaits(
  session: ArchivedSession | undefined,
  { isSame }: Pick<Kind, 'isSame'>,
): WaitingReason | null {
  return notWhole(session) ?? (isSame(session!) ? null : 'changed');
}

/** What is known without counting. */
function notWhole(session: ArchivedSession | undefined): WaitingReason | null {
  if (!session) return 'not-archived';
  if (session.problem !== null) return 'damaged';
  return session.verifiedAt === null ? 'not-verified' : null;
}

function waitingOf(
  rows: RemovedRows,
  sessions: SessionKey[],
  reason: WaitingReason,
  archived: ReadonlyMap<string, ArchivedSession>,
): WaitingSessions {
  const [first] = sessions as [SessionKey];
  const later = sessions.slice(1).filter((key) => notWhole(archived.get(nameOf(key))) !== null);
  return {
    ...{ underlying: first.underlying, rows, date: first.date, lastDate: sessions.at(-1)!.date, reason },
    problem: reason === 'damaged' ? (archived.get(nameOf(first))?.problem ?? null) : null,
    ...{ sessions: sessions.length, unarchived: 1 + later.length },
  };
}
