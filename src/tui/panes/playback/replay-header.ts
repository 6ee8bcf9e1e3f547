import type { Hello, PhaseState } from '../../../protocol/state.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { phaseForms } from '../../present/phase.ts';
import { paceText, pollText } from '../../present/playback-text.ts';
import { formatClock, formatDate, formatWeekdayDate } from '../../present/time.ts';
import { fitLine, type Line, lineWidth, spreadLine } from '../../render/line.ts';
import type { Playback } from '../../state/playback/playback.ts';
import { type HeaderHost, hostWords, modeBadge } from '../frame/header.ts';

/** What the top line is drawn from while a recording is played. */
export interface ReplayHeaderInput {
  width: number;
  symbol: string;
  hello: Hello | null;
  phase: PhaseState | null;
  playback: Pick<Playback, 'state'>;
  /** Whether the chain that is shown was rebuilt afterwards. */
  isRebuilt?: boolean;
  /** The instant that is shown. */
  now: number;
  /** Whose daemon plays it; `null` where it is this machine. */
  host: HeaderHost | null;
}

/** Simulated prices are marked whatever the width is. */
function badgeForms(hello: Hello | null): readonly [Line, Line] {
  const badge = modeBadge(hello);
  return hello?.mode === 'demo' ? [badge, [[' DEMO ', 'text', 'badge']]] : [badge, badge];
}

/** Instant, poll and pace, longest form first; what matters least is left out first. */
function placeForms({ playback: { state }, isRebuilt, now }: ReplayHeaderInput): Line[] {
  if (!state) return [[]];
  const date = newYorkDate(now);
  const time = formatClock(now);
  const poll = pollText(state);
  const short = state.polls === 0 ? '' : `${state.poll}/${state.polls}`;
  const pace = paceText(state);
  const form = (day: string, clock: string, ...rest: string[]): Line => [
    [' REPLAY ', 'strong', 'replayWord'],
    [` ${day}`],
    [clock, 'strong'],
    [
      rest
        .filter((part) => part !== '')
        .map((part) => ` · ${part}`)
        .join(''),
    ],
  ];
  const weekday = `${formatWeekdayDate(date)} `;
  const made = isRebuilt ? 'REBUILT' : '';
  return [
    form(weekday, `${time} ET`, made, poll, pace),
    form(weekday, `${time} ET`, made, short, pace),
    form(weekday, `${time} ET`, made, pace),
    form(`${formatDate(date)} `, time, made, pace),
    form('', time, made, pace),
  ];
}

const gap: Line = [['  ']];

/** What is not empty, with gaps between it. */
const spaced = (parts: readonly Line[]): Line =>
  parts.filter((part) => part.length > 0).flatMap((part, index) => (index > 0 ? [...gap, ...part] : part));

/** The top line of a playback, in a colour of its own: instant, poll and pace, and as much else as fits. */
export function replayHeaderLine(input: ReplayHeaderInput): Line {
  const { width, hello, phase, now, host } = input;
  const brand: Line = [[' SPYGLASS', 'brand']];
  const symbol: Line = hello ? [[input.symbol, 'strong']] : [];
  const [badge, shortBadge] = badgeForms(hello);
  const phases = phase ? phaseForms(phase, now) : [[]];
  const places = placeForms(input);
  const lefts: Line[][] = [
    [brand, symbol, badge, places[0]!],
    [symbol, badge, places[0]!],
    [symbol, shortBadge, places[0]!],
    [symbol, shortBadge, places[1]!],
    ...places.map((place) => [shortBadge, place]),
  ];
  const machine: Line = host ? [[hostWords(host), 'dim']] : [];
  const wide: [Line[], Line][] = [
    ...phases.map((shown): [Line[], Line] => [lefts[0]!, spaced([machine, shown])]),
    // Where there is no room for all, the machine stays longer than the program's name and the phase.
    ...(host ? lefts.slice(0, 4) : []).map((left): [Line[], Line] => [left, machine]),
    ...phases.map((shown): [Line[], Line] => [lefts[0]!, shown]),
  ];
  for (const [parts, right] of wide) {
    const left = spaced(parts);
    const start: Line = left[0]?.[0].startsWith(' ') ? [] : [[' ']];
    if (lineWidth(start) + lineWidth(left) + lineWidth(right) + 1 < width) {
      return onReplay(spreadLine([...start, ...left], [...right, [' ']], width));
    }
  }
  const fitting = lefts.map(spaced).find((left) => lineWidth(left) < width) ?? spaced(lefts.at(-1)!);
  return onReplay(fitLine([[fitting[0]?.[0].startsWith(' ') ? '' : ' '], ...fitting], width));
}

function onReplay(line: Line): Line {
  return line.map(([text, token, background]) => [text, token, background ?? 'replay'] as const);
}
