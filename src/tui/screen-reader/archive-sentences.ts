import { formatBytes, plural } from '../present/number.ts';
import { formatDate, formatMoment } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import { jobNamed } from '../state/jobs.ts';
import { shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';

/** How many sessions are archived, what waits, and what is wrong; none from a daemon without an archive. */
export function archiveSentences(state: DashboardState): string[] {
  const { archive, jobs } = shownPicture(state);
  if (!archive) return [];
  const { isEnabled, sessions, bytes, oldest, last, waiting, waitingSince, running, problem } = archive;
  const now = shownNow(state);
  const date = (text: string) => formatDate(upstreamText(text, 10));
  const since = oldest === null ? '' : `, since ${date(oldest)}`;
  const held =
    sessions === 0
      ? 'Archive: no session yet.'
      : `Archive: ${plural(sessions, 'session')}, ${formatBytes(bytes)}${since}.`;
  if (!isEnabled) return [held, 'Archiving is off.'];
  const next = jobNamed(jobs, 'archive')?.nextAt ?? null;
  const then = next === null ? '' : ` Next at ${formatMoment(next, now)}.`;
  const waits =
    waiting === 0
      ? `Nothing waits to be archived.${then}`
      : `${plural(waiting, 'session')} not archived${waitingSince === null ? '' : ` since ${date(waitingSince)}`}.${then}`;
  return [
    held,
    ...(last ? [`Last archived: ${upstreamText(last.symbol, 12)} of ${date(last.date)}.`] : []),
    running ? `Busy with ${upstreamText(running.symbol, 12)} of ${date(running.date)}.` : waits,
    ...(problem ? [`${upstreamText(problem.message, 300)} ${upstreamText(problem.hint, 300)}`] : []),
  ];
}
