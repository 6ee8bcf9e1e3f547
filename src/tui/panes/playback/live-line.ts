import type { Alert } from '../../../market/alerts/alert.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { ConnectionState } from '../../../protocol/connection/connection.ts';
import type { Hello } from '../../../protocol/state.ts';
import { plural } from '../../present/number.ts';
import { formatClock, formatClockMinute, formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { fitLine, type Line, lineWidth, type Span } from '../../render/line.ts';

/** What the line about the market as it is is drawn from, while a recording is played. */
export interface LiveLineInput {
  width: number;
  hello: Hello | null;
  status: ConnectionState['status'];
  /** The market's time now, not that of the playback. */
  now: number;
  /** What should be recorded now and is not, in few words; `null` where nothing is missing. */
  missing: string | null;
  /** Problems of the daemon's health now. */
  problems: number;
  /** The latest alert of today; `null` where there was none. */
  alert: Alert | null;
}

/** What the daemon does now: the one thing that matters most. */
export function liveState({ hello, status, missing }: LiveLineInput): Span {
  if (status === 'lost') return ['○ daemon gone', 'error'];
  if (status === 'connecting') return ['◌ connecting…', 'warning'];
  if (hello?.isPlaybackOnly) return ['– nothing is recorded here', 'dim'];
  if (missing !== null) return [`◐ ${missing}`, 'warning'];
  return ['● recording', 'ok'];
}

function alertForms({ alert }: LiveLineInput): Line[] {
  if (!alert) return [[['no alerts today', 'dim']], []];
  return [
    [['▲ ', 'warning'], [`${formatClockMinute(alert.at)} `, 'dim'], [upstreamText(alert.message, 200)]],
  ];
}

const gap: Span = ['  '];

/** Recording state and newest alert of the market as it is, with its own clock. */
export function liveLine(input: LiveLineInput): Line {
  const { width, hello, now, problems } = input;
  const word: Span = [' LIVE ', 'strong', 'live'];
  const state = liveState(input);
  if (hello?.isPlaybackOnly) return fitLine([[' '], word, gap, state], width);
  const clock: Line = [
    [formatClock(now), 'strong'],
    [' ET', 'dim'],
  ];
  const day: Line = [[`${formatWeekdayDate(newYorkDate(now))} `, 'dim'], ...clock];
  const wrong: Line = problems > 0 ? [gap, [plural(problems, 'problem'), 'warning']] : [];
  const forms = [day, clock].flatMap((time) =>
    alertForms(input).map(
      (alert): Line => [
        ...[[' '] as const, word, gap, ...time, gap, state, ...wrong],
        ...(alert.length > 0 ? [gap, ...alert] : []),
      ],
    ),
  );
  const fitting = forms.find((form) => lineWidth(form) < width);
  // A message that is too long for any form is cut.
  return fitLine(fitting ?? forms.at(-1)!, width);
}
