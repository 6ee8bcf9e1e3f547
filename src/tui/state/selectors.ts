import type { JobState, Problem } from '../../protocol/state.ts';
import { computeLayout, type Layout } from '../layout.ts';
import type { Answers } from './answers.ts';
import type { Picture } from './picture.ts';
import type { DashboardState } from './state.ts';

/** What is on screen: the frozen picture where there is one. */
export function shownPicture(state: DashboardState): Picture {
  return state.frozen?.picture ?? state.picture;
}

/** What the daemon answered, as of the picture on screen. */
export function shownAnswers(state: DashboardState): Answers {
  return state.frozen?.answers ?? state.answers;
}

/** The world's time that goes with the picture on screen. */
export function shownNow(state: DashboardState): number {
  return state.frozen?.at ?? state.now.world;
}

export function jobNamed(jobs: readonly JobState[], name: string): JobState | null {
  return jobs.find((job) => job.name === name) ?? null;
}

const severity: Record<string, number> = {
  database_broken: 0,
  database_full: 0,
  database_locked: 0,
  database_newer: 0,
  data_dir: 0,
  internal: 1,
  key_rejected: 1,
  settings: 1,
  upstream_unreachable: 2,
  upstream_failed: 3,
  not_entitled: 4,
  rate_limited: 5,
};

/** What stops recording first, then what is missing, then what passes by itself; within one kind the oldest first. */
export function problemsBySeverity(problems: readonly Problem[]): Problem[] {
  const rank = (problem: Problem) => severity[problem.code] ?? 3;
  return [...problems].sort((a, b) => rank(a) - rank(b) || a.since - b.since);
}

export function isConnected(state: DashboardState): boolean {
  return state.connection.status === 'connected';
}

/** Whether the line under the header has something to say. */
export function hasStrip(state: DashboardState): boolean {
  return (
    state.frozen !== null || state.connection.status === 'lost' || state.picture.health.problems.length > 0
  );
}

export function layoutOf(state: DashboardState): Layout {
  const { columns, rows, screen, expanded } = state.ui;
  return computeLayout({ columns, rows, hasStrip: hasStrip(state), screen, expanded });
}
