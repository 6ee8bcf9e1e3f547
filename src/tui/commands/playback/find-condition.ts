import { sessionStart } from '../../../market/calendar/session.ts';
import { formatClock, formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { shownPlayback, shownSubscription } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { SearchDirection } from '../../state/ui/dialog.ts';
import type { ConditionSearch } from '../../state/ui/ui.ts';
import { seekFrom } from '../../playback/seeks.ts';
import type { CommandContext } from '../command.ts';
import { noticeMs } from '../toast-times.ts';
import { playedDate } from './playback-steps.ts';

/** From where a condition is searched: the session of the instant that is shown, or the one after those searched. */
interface SearchStart {
  /** Epoch ms. */
  from: number;
  /** New York date of the session. */
  date: string;
}

type EndedSearch = NonNullable<ConditionSearch['ended']>;

/** The recorded day next to a date; `null` where none is. */
function dayBeside(state: DashboardState, date: string, direction: SearchDirection): string | null {
  const days = shownPlayback(state)?.days ?? [];
  const found =
    direction === 'forward' ? days.find((day) => day.date > date) : days.findLast((day) => day.date < date);
  return found?.date ?? null;
}

/** Where the session of a date is entered: at its beginning, or backward at its end. */
function entryOf({ calendar }: DashboardState, date: string, direction: SearchDirection): number | null {
  const session = calendar.sessionOn(date);
  if (!session) return null;
  // The very end of a session is the beginning of the next one's night.
  return direction === 'forward' ? sessionStart(session) : session.postClose - 1;
}

/** Whether an instant lies in what a search without a result has gone through. */
function isSearched(ended: EndedSearch, at: number, date: string): boolean {
  return ended.direction === 'forward'
    ? at >= ended.at && date <= ended.date
    : at <= ended.at && date >= ended.date;
}

/**
 * Where the search begins. The same one that found nothing goes on in the next recorded session; in the session that is still
 * recorded, from where it has come to. A sentence where there is none.
 */
function startOf(state: DashboardState, rule: string, direction: SearchDirection): SearchStart | string {
  const at = seekFrom(state).at ?? state.now.market;
  const here = { from: at, date: playedDate(state) };
  const { searched } = state.ui;
  const ended = searched?.rule === rule ? searched.ended : null;
  const isOfSymbol = ended?.symbol === shownSubscription(state).symbol;
  if (ended?.direction !== direction || !isOfSymbol || !isSearched(ended, at, here.date)) return here;
  const date = dayBeside(state, ended.date, direction);
  const from = date === null ? null : entryOf(state, date, direction);
  if (date !== null && from !== null) return { from, date };
  if (direction === 'backward') return noDay(ended.date, direction);
  return { from: Math.max(here.from, ended.searchedTo), date: ended.date };
}

function noDay(date: string, direction: SearchDirection): string {
  return `No day ${direction === 'forward' ? 'after' : 'before'} ${formatWeekdayDate(date)} is recorded.`;
}

const again = { forward: '{playback-find-next}', backward: '{playback-find-previous}' } as const;

function notFoundText(state: DashboardState, rule: string, date: string, direction: SearchDirection): string {
  const way = direction === 'forward' ? 'later' : 'earlier';
  const beside = dayBeside(state, date, direction);
  const next =
    beside === null ? noDay(date, direction) : `${again[direction]} searches ${formatWeekdayDate(beside)}.`;
  return `“${rule}” begins at no ${way} instant of ${formatWeekdayDate(date)}. ${next}`;
}

/**
 * Searches for where a condition begins to hold, and says where, or that it does not and how the search goes on.
 * @param isWanted whether the answer still is, once it has come
 * @returns epoch ms; `null` where there is nowhere to go
 * @throws SpyglassError `usage` for a condition that cannot be read, or another reason of the daemon's
 */
export async function findCondition(
  { store, playback, toast, withKeys }: CommandContext,
  rule: string,
  direction: SearchDirection,
  isWanted: () => boolean = () => true,
): Promise<number | null> {
  const before = store.getState();
  const start = startOf(before, rule, direction);
  if (typeof start === 'string') {
    toast(start, 'warning', noticeMs);
    return null;
  }
  const { symbol } = shownSubscription(before);
  const found = await playback?.request('playback.find', { symbol, rule, direction, from: start.from });
  const state = store.getState();
  // The user has gone elsewhere meanwhile.
  const generation = (of: DashboardState) => shownPlayback(of)?.state?.generation;
  if (!found || generation(state) !== generation(before) || !isWanted()) return null;
  const shownRule = upstreamText(rule, 60);
  const { date } = start;
  if (found.at !== null) {
    store.dispatch({ type: 'condition-searched', search: { rule, ended: null } });
    toast(`“${shownRule}” begins on ${formatWeekdayDate(date)} at ${formatClock(found.at)}`);
    return found.at;
  }
  const at = seekFrom(state).at ?? state.now.market;
  const { searchedTo } = found;
  const search = { rule, ended: { symbol, date, direction, at, searchedTo } };
  store.dispatch({ type: 'condition-searched', search });
  toast(withKeys(notFoundText(state, shownRule, date, direction)), 'warning', noticeMs);
  return null;
}
