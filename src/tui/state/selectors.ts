import { countdownText } from '../../base/countdown-text.ts';
import { remembered } from '../../base/remembered.ts';
import type { ChainSubscription, ChainSubscriptionState } from '../../protocol/chain-subscription.ts';
import { computeLayout, type Layout } from '../layout/layout.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { screens } from '../layout/screens.ts';
import { formatWeekdayDate } from '../present/time.ts';
import type { Answers } from './answers.ts';
import { jobNamed, viewJob } from './jobs.ts';
import { type Picture, withoutSubscription } from './picture/picture.ts';
import { unseenPlan } from './plan/plan.ts';
import type { DashboardState } from './state.ts';

/** The picture on screen: the frozen one if there is one. While another subscription is awaited, it has no values. */
export function shownPicture(state: DashboardState): Picture {
  if (state.frozen) return state.frozen.picture;
  return state.switching ? withoutSubscription(state.picture) : state.picture;
}

/** The subscription of the picture on screen, also while it is awaited; the main symbol before anything has arrived. */
export function shownSubscription({
  frozen,
  switching,
  picture,
  connection,
}: DashboardState): ChainSubscription {
  const main = { symbol: connection.hello?.symbol ?? '', expiration: null };
  if (frozen) return frozen.picture.subscription ?? main;
  return switching ?? picture.subscription ?? main;
}

/** Shown while nothing of the subscription has arrived; `null` otherwise. */
export function loadingText(state: DashboardState): string | null {
  return state.switching && !state.frozen ? `Loading ${subscriptionText(state.switching)}…` : null;
}

/** As `loadingText`, or that the first poll of a part waits for the plan's next call. */
export function waitingText(
  state: DashboardState,
  part: keyof ChainSubscriptionState['jobs'],
): string | null {
  const picture = shownPicture(state);
  const budget = picture.usage?.budget;
  const isHeldUp = viewJob(picture, part)?.isRunning && budget && budget.used >= budget.callsPerMinute;
  const loading = loadingText(state);
  if (loading !== null || !isHeldUp || budget.nextFreeAt === null) return loading;
  const wait = countdownText(budget.nextFreeAt - shownNow(state));
  return `Waiting for a free call, in ${wait}: this plan has ${budget.callsPerMinute} a minute.`;
}

/** A subscription by name: `QQQ`, or `QQQ Fri 27 Nov`. */
export function subscriptionText({ symbol, expiration }: ChainSubscription): string {
  return expiration === null ? symbol : `${symbol} ${formatWeekdayDate(expiration)}`;
}

/** The daemon's answers that go with the picture on screen. */
export function shownAnswers(state: DashboardState): Answers {
  if (state.frozen) return state.frozen.answers;
  return state.switching ? { ...state.answers, bars: {}, sum: null } : state.answers;
}

/** The market time of the picture on screen. */
export function shownNow(state: DashboardState): number {
  return state.frozen?.at ?? state.now.market;
}

/** What should be recorded now and is not, in few words; `null` while nothing is missing. */
export function notRecorded({ picture: { coverage, jobs } }: DashboardState): string | null {
  const missing = coverage.filter(
    // What a plan lacks is asked for once a day, has no interval, and is shown once and not as a problem.
    ({ job, latest }) => latest.some(({ to }) => to === null) && jobNamed(jobs, job)?.intervalMs !== null,
  );
  if (missing.length === 0) return null;
  if (missing.length === 1) return `no ${missing[0]!.job}`;
  // Of several symbols, those that lack something are named while others are recorded.
  const symbols = [...new Set(missing.map(({ symbol }) => symbol))];
  const isAll = coverage.every(({ symbol }) => symbols.includes(symbol));
  return isAll || symbols.length > 2 ? 'not recording' : `no ${symbols.join(', ')}`;
}

export function isConnected(state: DashboardState): boolean {
  return state.connection.status === 'connected';
}

/** Whether the line under the header has something to say. */
export function hasStrip(state: DashboardState): boolean {
  return (
    state.frozen !== null ||
    state.connection.status === 'lost' ||
    state.picture.health.problems.length > 0 ||
    unseenPlan(state) !== null
  );
}

/** How many symbols are recorded, where it is more than one; else 0. */
export function recordedCount(state: DashboardState): number {
  const { length } = shownPicture(state).recorded;
  return length > 1 ? length : 0;
}

/** How many expirations of the symbol on screen are recorded; 0 where none is, or the daemon does not say. */
export function recordedExpirationCount(state: DashboardState): number {
  const { symbol } = shownSubscription(state);
  const own = shownPicture(state).recorded.find((each) => each.symbol === symbol);
  return own?.expirations.length ?? 0;
}

/** Whether the exposure by strike is that of all recorded expirations together; only where there are several. */
export function isSumShown(state: DashboardState): boolean {
  return state.ui.exposureOf === 'all-expirations' && recordedExpirationCount(state) > 1;
}

/** Computed once for each state: the footer's hints alone ask for it a dozen times. */
export const layoutOf = remembered((state: DashboardState): Layout => {
  const { columns, rows, screen, expanded } = state.ui;
  const recordedSymbols = recordedCount(state);
  return computeLayout({ columns, rows, hasStrip: hasStrip(state), recordedSymbols, screen, expanded });
});

/** The panes of the screen on view; symbols can be compared only where several are recorded. */
export function panesOnScreen(state: DashboardState): readonly PaneId[] {
  const { panes } = screens[state.ui.screen];
  return recordedCount(state) > 0 ? panes : panes.filter((pane) => pane !== 'compare');
}

const isSame = <T extends object>(before: T, after: T, but: readonly (keyof T)[]): boolean =>
  (Object.keys(after) as (keyof T)[]).every((key) => but.includes(key) || before[key] === after[key]);

/** A selector of the whole state that returns the same object while only the time has changed. */
export function timelessState(): (state: DashboardState) => DashboardState {
  let kept: DashboardState | null = null;
  return (state) => {
    const isKept =
      kept && isSame(kept, state, ['now', 'picture']) && isSame(kept.picture, state.picture, ['flash']);
    if (!isKept) kept = state;
    return kept ?? state;
  };
}
