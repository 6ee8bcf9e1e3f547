import { toSpyglassError } from '../../base/errors.ts';
import type { RefreshOutcome, RefreshTarget } from '../../protocol/methods.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { formatLatency } from '../present/number.ts';
import { upstreamText } from '../present/upstream-text.ts';
import { isPlaybackOnly } from '../state/playback/playback-selectors.ts';
import { pastDate } from '../state/chart/past-day.ts';
import { isConnected, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { fetchPastDay } from './chart/fetch-past-day.ts';
import type { CommandContext } from './command.ts';

/** The job behind a pane, where there is one. */
const jobOfPane: Partial<Record<PaneId, RefreshTarget>> = {
  quote: 'quote',
  chain: 'chain',
  chart: 'bars',
  exposure: 'chain',
  levels: 'chain',
  history: 'chain',
  compare: 'chain',
};

const notConnected = 'The daemon is gone: nothing can be asked of it now.';

export function canAskDaemon(state: DashboardState): true | string {
  return isConnected(state) || notConnected;
}

/** Whether the market as it is can be polled, and what is recorded of it changed. A recording is only looked at. */
export function canChangeLive(state: DashboardState): true | string {
  if (isPlaybackOnly(state)) return 'Recordings are only played here: nothing is polled or changed.';
  if (state.playback) return 'That belongs to the market as it is; {playback-leave} goes back to it.';
  return canAskDaemon(state);
}

export function canRefreshPane(state: DashboardState): true | string {
  if (state.playback) return canChangeLive(state);
  const { focus } = state.ui;
  const job = jobOfPane[focus];
  if (!job) {
    return focus === 'usage'
      ? 'API usage refreshes itself; {focus-next} goes to the quote or the chain.'
      : 'This is always up to date; {refresh-all} polls everything anew.';
  }
  if (state.ui.refreshing.includes(job)) return `The ${job} is being refreshed already.`;
  return canAskDaemon(state);
}

export function canRefreshAll(state: DashboardState): true | string {
  if (state.playback) return canChangeLive(state);
  if (state.ui.refreshing.includes('all')) return 'Everything is being refreshed already.';
  return canAskDaemon(state);
}

function outcomeText(outcomes: readonly RefreshOutcome[]): string {
  const failed = outcomes.filter((outcome) => !outcome.isOk);
  const shown = failed.length > 0 ? failed : outcomes;
  return shown.map((outcome) => upstreamText(outcome.message, 120)).join(' · ');
}

/** @param symbols whose job it is; that of the symbol on screen where none are given */
async function refresh(
  { store, connection, clock, toast }: CommandContext,
  job: RefreshTarget,
  { force, symbols = [] }: { force: boolean; symbols?: readonly string[] },
) {
  const jobs = [job];
  const startedAt = clock.monotonic();
  store.dispatch({ type: 'refresh-started', jobs });
  try {
    const targets = symbols.length === 0 ? [{}] : symbols.map((symbol) => ({ symbol }));
    const outcomes: RefreshOutcome[] = [];
    // One after the other: the calls kept back for the user are few.
    for (const target of targets) {
      outcomes.push(...(await connection.request('refresh', { job, force, ...target })));
    }
    const isOk = outcomes.every((outcome) => outcome.isOk);
    const took = formatLatency(clock.monotonic() - startedAt);
    toast(`${outcomeText(outcomes)} · ${took}`, isOk ? 'ok' : 'warning');
  } catch (thrown) {
    const error = toSpyglassError(thrown);
    toast(upstreamText(`${error.message} ${error.hint}`), 'error');
  } finally {
    store.dispatch({ type: 'refresh-ended', jobs });
  }
}

export function refreshPane(context: CommandContext): Promise<void> {
  const state = context.store.getState();
  const { focus } = state.ui;
  const job = jobOfPane[focus];
  if (!job) return Promise.resolve();
  const day = focus === 'chart' ? pastDate(state) : null;
  if (day !== null) return fetchPastDay(context, day);
  const symbols = focus === 'compare' ? shownPicture(state).recorded.map(({ symbol }) => symbol) : [];
  return refresh(context, job, { force: false, symbols });
}

export function refreshAll(context: CommandContext): Promise<void> {
  return refresh(context, 'all', { force: true });
}
