import { countdownText } from '../../base/countdown-text.ts';
import { remembered } from '../../base/remembered.ts';
import type { AlertsReport } from '../../protocol/alerts.ts';
import type { ChainSubscription, ChainSubscriptionState } from '../../protocol/chain-subscription.ts';
import { computeLayout, type Layout } from '../layout/layout.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { screens } from '../layout/screens.ts';
import { formatWeekdayDate } from '../present/time.ts';
import type { Answers } from './answers.ts';
import { jobNamed, viewJob } from './jobs.ts';
import { type Picture, withoutSubscription } from './picture/picture.ts';
import { unseenPlan } from './plan/plan.ts';
import type { Playback } from './playback/playback.ts';
import type { DashboardState } from './state.ts';

/** The playback that is on screen; `null` while the market is shown as it is, also until the first picture has come. */
export function shownPlayback({ playback }: Pick<DashboardState, 'playback'>): Playback | null {
  return playback?.state ? playback : null;
}

/** Whether what is on screen is a recording. */
export function isPlayed(state: Pick<DashboardState, 'playback'>): boolean {
  return shownPlayback(state) !== null;
}

/**
 * The picture on screen: the frozen one if there is one, in a playback the recorded one, else the market as it is. While
 * another subscription is awaited, it has no values.
 */
export function shownPicture(state: DashboardState): Picture {
  if (state.frozen) return state.frozen.picture;
  const { picture } = shownPlayback(state) ?? state;
  return state.switching ? withoutSubscription(picture) : picture;
}

/** The subscription of the picture on screen, also while it is awaited; the main symbol before anything has arrived. */
export function shownSubscription(state: DashboardState): ChainSubscription {
  const { frozen, switching, connection } = state;
  const main = { symbol: connection.hello?.symbol ?? '', expiration: null };
  if (frozen) return frozen.picture.subscription ?? main;
  return switching ?? shownPicture(state).subscription ?? main;
}

/** Shown while nothing of the subscription has arrived; `null` otherwise. */
export function loadingText(state: DashboardState): string | null {
  return state.switching && !state.frozen ? `Loading ${subscriptionText(state.switching)}…` : null;
}

/** In place of a quote or a chain of a recording that has none. */
export const nothingByThen = 'Nothing of it was recorded by then.';

/** As `loadingText`; that the first poll of a part waits for the plan's next call; or that nothing of it is recorded. */
export function waitingText(
  state: DashboardState,
  part: keyof ChainSubscriptionState['jobs'],
): string | null {
  const picture = shownPicture(state);
  const budget = picture.usage?.budget;
  const isHeldUp = viewJob(picture, part)?.isRunning && budget && budget.used >= budget.callsPerMinute;
  const loading = loadingText(state);
  if (loading === null && isPlayed(state) && part !== 'bars' && picture[part] === null) return nothingByThen;
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
  const { answers } = shownPlayback(state) ?? state;
  return state.switching ? { ...answers, bars: {}, day: null, sum: null } : answers;
}

/** The alerts that go with the picture on screen. Those of the market arrive while its picture is frozen, too. */
export function shownAlerts(state: DashboardState): AlertsReport {
  return (shownPlayback(state) ?? state).alerts;
}

/** The instant that the picture on screen is as of. Everything that depends on time takes it from here. */
export function shownNow(state: DashboardState): number {
  return state.frozen?.at ?? shownPlayback(state)?.now ?? state.now.market;
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

/** Whether the chart on screen has a cursor, which then has keys of its own. */
export function isCursorOn({ ui }: Pick<DashboardState, 'ui'>): boolean {
  return ui.screen === 'chart' && ui.chartCursor !== null;
}

export function isConnected(state: DashboardState): boolean {
  return state.connection.status === 'connected';
}

/** Whether the line under the header has something to say. In a playback it is the line about the market as it is. */
export function hasStrip(state: DashboardState): boolean {
  if (isPlayed(state)) return false;
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
  return computeLayout({
    ...{ columns, rows, screen, expanded, hasStrip: hasStrip(state) },
    isPlayback: isPlayed(state),
    recordedSymbols: recordedCount(state),
  });
});

/** The panes of the screen on view; symbols can be compared only where several are recorded. */
export function panesOnScreen(state: DashboardState): readonly PaneId[] {
  const { panes } = screens[state.ui.screen];
  return recordedCount(state) > 0 ? panes : panes.filter((pane) => pane !== 'compare');
}

const isSame = <T extends object>(before: T, after: T, but: readonly (keyof T)[]): boolean =>
  (Object.keys(after) as (keyof T)[]).every((key) => but.includes(key) || before[key] === after[key]);

function isTimeless(before: DashboardState, after: DashboardState): boolean {
  if (!isSame(before, after, ['now', 'picture', 'playback'])) return false;
  if (!isSame(before.picture, after.picture, ['flash'])) return false;
  const [was, is] = [before.playback, after.playback];
  if (was === null || is === null) return was === is;
  return isSame(was, is, ['now', 'anchor', 'picture']) && isSame(was.picture, is.picture, ['flash']);
}

/** A selector of the whole state that returns the same object while only the time has changed. */
export function timelessState(): (state: DashboardState) => DashboardState {
  let kept: DashboardState | null = null;
  return (state) => {
    if (!kept || !isTimeless(kept, state)) kept = state;
    return kept;
  };
}
