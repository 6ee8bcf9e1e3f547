import { setImmediate } from 'node:timers/promises';
import { tradeDateBegin, tradeDateSpan } from '../../market/calendar/trade-date.ts';
import type { ArchivedSession, RemovedRows } from '../../recordings/archived-sessions.ts';
import type { WaitingReason, WaitingSessions } from '../../recordings/reports.ts';
import type { SessionCounts, SessionKey } from '../../recordings/session-rows.ts';

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

/** An answer that a database may give at once, or later. */
type Answer<T> = T | Promise<T>;

/** The trade dates of a symbol with rows received up to an instant, oldest first. */
type DaysUpTo = (symbol: string, to: number) => Answer<string[]>;

/** What the gate asks a database. */
export interface GateRows {
  polledSymbols(): Answer<string[]>;
  pollDays: DaysUpTo;
  /** Symbols with quotes or alerts. */
  quotedSymbols(): Answer<string[]>;
  /** Trade dates with quotes or alerts of the symbol. */
  quoteDays: DaysUpTo;
  /** What retention removes with the chains. */
  ofChains(session: SessionKey): Answer<Pick<SessionCounts, 'polls' | 'contracts'>>;
  /** What retention removes with the quotes. */
  ofQuotes(session: SessionKey): Answer<Pick<SessionCounts, 'quotes' | 'alerts'>>;
}

/** What one look needs to know of rows of one kind. */
interface Kind {
  rows: RemovedRows;
  symbols(): Answer<string[]>;
  daysUpTo: DaysUpTo;
  /** Whether the database has the rows that were archived. */
  isSame(session: ArchivedSession): Promise<boolean>;
  removedAt(session: ArchivedSession): number | null;
}

/** Finds what may go of chains, or of quotes and alerts. */
export type FindRemovable = (what: RemovedRows, cutoff: number, onlyArchived: boolean) => Promise<Removable>;

/** Looks which rows are past a cutoff, and which of them the archive holds. Reads only. */
export function createRetentionGate(
  rows: GateRows,
  readArchived: () => Promise<ArchivedSession[]>,
): FindRemovable {
  const chains: Kind = {
    rows: 'chains',
    symbols: rows.polledSymbols,
    daysUpTo: rows.pollDays,
    async isSame(session) {
      const { polls, contracts } = await rows.ofChains(session);
      // Retention itself leaves some: what still held at an earlier cutoff.
      if (session.chainsRemovedAt !== null) return polls <= session.counts.polls;
      return polls === session.counts.polls && contracts === session.counts.contracts;
    },
    removedAt: (session) => session.chainsRemovedAt,
  };
  const quotes: Kind = {
    rows: 'quotes',
    symbols: rows.quotedSymbols,
    daysUpTo: rows.quoteDays,
    async isSame(session) {
      const { quotes: received, alerts } = await rows.ofQuotes(session);
      const { counts: archived } = session;
      // A run that was stopped may have taken some.
      if (session.quotesRemovedAt !== null) return received <= archived.quotes && alerts <= archived.alerts;
      return received === archived.quotes && alerts === archived.alerts;
    },
    removedAt: (session) => session.quotesRemovedAt,
  };

  return async (what, cutoff, onlyArchived) => {
    const kind = what === 'chains' ? chains : quotes;
    const archived = new Map((await readArchived()).map((session) => [nameOf(session), session]));
    // The trade date that a cutoff lies in stays whole.
    const begin = tradeDateBegin(cutoff);
    const cutoffs = new Map<string, number>();
    const toMark: SessionKey[] = [];
    const waiting: WaitingSessions[] = [];
    const symbols = await kind.symbols();
    for (const underlying of symbols) {
      const dates = await kind.daysUpTo(underlying, begin - 1);
      const sessions = dates.map((date) => ({ underlying, date }));
      for (const [index, key] of sessions.entries()) {
        const session = archived.get(nameOf(key));
        // Each is counted by itself: polls have their turns in between.
        await setImmediate();
        const reason = onlyArchived ? await whyItWaits(session, kind) : null;
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

async function whyItWaits(
  session: ArchivedSession | undefined,
  { isSame }: Pick<Kind, 'isSame'>,
): Promise<WaitingReason | null> {
  return notWhole(session) ?? ((await isSame(session!)) ? null : 'changed');
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
