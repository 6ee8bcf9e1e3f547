import { countdownText } from '../../../base/countdown-text.ts';
import { bySeverity } from '../../../base/severity.ts';
import type { Problem } from '../../../protocol/state.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { fitLine, type Line, lineWidth, shortenLine } from '../../render/line.ts';
import { plural } from '../../present/number.ts';
import { formatClock } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { ConnectionSlice, Moment } from '../../state/connected.ts';
import type { Background } from '../../theme/tokens.ts';
import { keyHints } from './key-hints.ts';

/** What the line for problems is drawn from. */
export interface StripInput {
  width: number;
  connection: ConnectionSlice;
  problems: readonly Problem[];
  /** What the plan gives and lacks; `null` once the user has seen it. */
  plan: string | null;
  frozenAt: number | null;
  /** The user's keys, for hints. */
  keyOf: KeyOf;
  now: Moment;
}

function filled(text: string, more: string, width: number, background: Background): Line {
  const room = width - 2 - (more === '' ? 0 : more.length + 1);
  const short = shortenLine([[text]], room)[0]?.[0] ?? '';
  const used = lineWidth([[short]]);
  return [
    [` ${short}${' '.repeat(Math.max(0, room - used))}`, 'text', background],
    [more === '' ? ' ' : ` ${more} `, 'text', background],
  ];
}

function lostText({ lostAt, message, retryAt }: ConnectionSlice, keyOf: KeyOf, now: Moment): string {
  const left = retryAt === null ? 0 : retryAt - now.real;
  const retry = left > 0 ? `reconnecting in ${countdownText(left)}` : 'reconnecting…';
  const why = message ? ` · ${upstreamText(message, 200)}` : '';
  const key = keyOf('start-daemon');
  const start = key === null ? '' : ` · ${key} starts one`;
  if (lostAt === null) return `▲ no daemon${start} · ${retry}${why}`;
  return `▲ daemon gone${start} · showing the picture of ${formatClock(lostAt)} · ${retry}${why}`;
}

function problemText(problem: Problem): string {
  const what = upstreamText(problem.message);
  const hint = upstreamText(problem.hint);
  // A message of the API may end without a full stop.
  const joint = hint === '' ? '' : /[.!?\u2026]$/.test(what) ? ' ' : ' · ';
  return `▲ ${upstreamText(problem.subject, 30)}: ${what}${joint}${hint}`;
}

function planKeys(keyOf: KeyOf): Line {
  const hints = [
    ['plan', 'more'],
    ['back', 'hides'],
  ] as const;
  return [[' '], ...keyHints(keyOf, hints, ' · '), [' ']];
}

/** Cells for the text about the plan in a line of that width. */
export const planRoom = (width: number, keyOf: KeyOf) => Math.max(0, width - 1 - lineWidth(planKeys(keyOf)));

/** In plain colours, since it is no problem. */
function planStrip(text: string, width: number, keyOf: KeyOf): Line {
  return [[' '], ...fitLine([[text]], planRoom(width, keyOf)), ...planKeys(keyOf)];
}

/** The one line under the header: a lost connection, a picture held still, the most severe problem, or the plan. */
export function stripLine(input: StripInput): Line {
  const { width, connection, problems, plan, frozenAt, keyOf, now } = input;
  if (connection.status === 'lost') return filled(lostText(connection, keyOf, now), '', width, 'alert');
  if (frozenAt !== null) {
    const freezeKey = keyOf('freeze');
    const more = problems.length > 0 ? plural(problems.length, 'problem') : '';
    const text = `❙❙ holding the picture of ${formatClock(frozenAt)} · recording goes on${freezeKey === null ? '' : ` · ${freezeKey} lets it run`}`;
    return filled(text, more, width, 'caution');
  }
  const [worst, ...rest] = bySeverity(problems);
  if (!worst) return plan === null ? filled('', '', width, 'caution') : planStrip(plan, width, keyOf);
  return filled(problemText(worst), rest.length > 0 ? `+${rest.length} more` : '', width, 'caution');
}
