import { pastDate } from './chart/past-day.ts';
import { timesOfChain, timesOfOptions, timesOfQuote } from '../../market/quotes/freshness.ts';
import { type Staleness, stalenessOf } from '../present/staleness.ts';
import { viewJob } from './jobs.ts';
import { isPlayed, shownAnswers, shownNow, shownPicture } from './selectors.ts';
import type { DashboardState } from './state.ts';

/** A reconnect within this time dims nothing. */
const shortLossMs = 5000;

/** While the daemon is gone, its own state is stale; in a frozen picture and in a playback it is not. */
export function lostStaleness(state: DashboardState): Staleness | null {
  const { connection, frozen, now } = state;
  if (connection.status !== 'lost' || connection.lostAt === null || frozen || isPlayed(state)) return null;
  const ageMs = now.market - connection.lostAt;
  return ageMs > shortLossMs ? { ageMs, error: 'daemon gone' } : null;
}

export function chainStaleness(state: DashboardState): Staleness | null {
  const { chain, phase, jobs, subscription } = shownPicture(state);
  if (!chain) return null;
  return stalenessOf({
    ...{ times: timesOfChain(chain.chain), now: shownNow(state), phase },
    ...{ job: viewJob({ jobs, subscription }, 'chain'), usualIntervalMs: 60_000 },
  });
}

/** Levels are as old as their chain. */
export function levelsStaleness(state: DashboardState): Staleness | null {
  const picture = shownPicture(state);
  if (!picture.levels) return null;
  const stale = stalenessOf({
    times: timesOfOptions(picture.levels),
    now: shownNow(state),
    phase: picture.phase,
    job: viewJob(picture, 'chain'),
    usualIntervalMs: 60_000,
  });
  return stale ?? lostStaleness(state);
}

/** Of the newest chain in the sum; beside it, the ages of all are shown. */
export function sumStaleness(state: DashboardState): Staleness | null {
  const picture = shownPicture(state);
  const { sum, failures } = shownAnswers(state);
  if (!sum || sum.tier === null || sum.timestamp === null) return null;
  const { tier, timestamp, quotedAt } = sum;
  if (failures.sum) return { ageMs: shownNow(state) - timestamp, error: failures.sum.message };
  const stale = stalenessOf({
    times: timesOfOptions({ tier, timestamp, quotedAt }),
    now: shownNow(state),
    phase: picture.phase,
    job: viewJob(picture, 'chain'),
    usualIntervalMs: 60_000,
  });
  return stale ?? lostStaleness(state);
}

/** The price line ends with the quote; longer ranges are as old as the daemon's answer. */
export function chartStaleness(state: DashboardState): Staleness | null {
  // What is past does not become old.
  if (pastDate(state) !== null) return null;
  const picture = shownPicture(state);
  const { chartRange } = state.ui;
  const answer = shownAnswers(state).bars[chartRange];
  const failure = shownAnswers(state).failures[`bars ${chartRange}`];
  if (failure && answer) return { ageMs: shownNow(state) - answer.at, error: failure.message };
  if (chartRange !== '1D' || !picture.quote) return answer || picture.quote ? lostStaleness(state) : null;
  const stale = stalenessOf({
    times: timesOfQuote(picture.quote),
    now: shownNow(state),
    phase: picture.phase,
    job: viewJob(picture, 'quote'),
    usualIntervalMs: 15_000,
  });
  return stale ?? lostStaleness(state);
}

/** The tables are as of the daemon's last answer. */
export function storeStaleness(state: DashboardState): Staleness | null {
  const { status, failures } = shownAnswers(state);
  if (!status) return null;
  const ageMs = shownNow(state) - status.hello.now;
  return failures.status ? { ageMs, error: failures.status.message } : lostStaleness(state);
}
