import type { RebuiltStretch } from '../../protocol/playback.ts';
import { isKnown, markerText } from '../panes/playback/scrub/scrub-markers.ts';
import { plural } from '../present/number.ts';
import { gapReasonText, gapTimesText, instantText, pollText, rebuiltAt } from '../present/playback-text.ts';
import { formatClockMinute } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import { newestAlert } from '../state/alert-selectors.ts';
import { isPlaybackOnly, missingNow } from '../state/playback/playback-selectors.ts';
import { notRecorded, shownPlayback } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';

/** Which instant of the recording is shown, and how it goes on; nothing while the market is shown as it is. */
export function replaySentences(state: DashboardState): string[] {
  const playback = shownPlayback(state);
  if (!playback?.state) return [];
  const { isPaused, isAtEnd, speed } = playback.state;
  const poll = pollText(playback.state);
  const times = speed === 'max' ? 'as fast as can be' : `${speed} times as fast`;
  const pace = isPaused
    ? `paused${isAtEnd ? ' at the end' : ''}`
    : speed === 1
      ? 'playing'
      : `playing ${times}`;
  const place = [`${instantText(playback.now)} New York time`, poll, pace].filter((part) => part !== '');
  return ['Replay of the recording.', `${place.join(', ')}.`];
}

/** What the scrub bar shows: gaps of the session, what of it is rebuilt, and the markers up to the instant; of those ahead only that they are there. */
export function sessionSentences(state: DashboardState): string[] {
  const playback = shownPlayback(state);
  if (!playback?.session) return [];
  const { gaps, markers, rebuilt = [] } = playback.session;
  const known = markers.filter((marker) => isKnown(marker, playback.now));
  const ahead = markers.length - known.length;
  const parts = [
    gaps.length === 0 ? 'no gaps' : plural(gaps.length, 'gap'),
    ...(rebuilt.length > 0 ? [`${plural(minutesOf(rebuilt), 'minute')} rebuilt from the vendor’s bars`] : []),
    known.length === 0 ? 'no markers so far' : `last marker ${markerText(known.at(-1)!)}`,
    ...(ahead > 0 ? [`${plural(ahead, 'marker')} ahead`] : []),
  ];
  const here = rebuiltAt(playback.session, playback.now);
  return [`Session: ${parts.join(', ')}.${here ? ` This instant is ${here.text}.` : ''}`];
}

const minutesOf = (stretches: readonly RebuiltStretch[]) =>
  Math.round(stretches.reduce((sum, { from, to }) => sum + to - from, 0) / 60_000);

/** What was not recorded at the instant that is shown. */
export function missingSentences(state: DashboardState): string[] {
  const gap = missingNow(state);
  if (!gap) return [];
  const times = gapTimesText(gap).replace('–', ' to ');
  return [
    `Nothing was recorded: no chain ${times}, ${gapReasonText(gap)}. What follows is the last picture.`,
  ];
}

/** What the market as it is does meanwhile. */
export function liveSentences(state: DashboardState): string[] {
  if (isPlaybackOnly(state)) return ['Live: nothing is recorded here.'];
  const missing = notRecorded(state);
  const problems = state.picture.health.problems.length;
  const wrong = problems > 0 ? `, ${plural(problems, 'problem')}` : '';
  const alert = newestAlert(state);
  const last = alert
    ? ` Newest alert at ${formatClockMinute(alert.at)}: ${upstreamText(alert.message, 200)}.`
    : ' No alerts today.';
  return [`Live: ${missing ?? 'recording'}${wrong}.${last}`];
}
