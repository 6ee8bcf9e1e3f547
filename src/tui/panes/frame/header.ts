import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { Hello, PhaseState } from '../../../protocol/state.ts';
import type { ConnectionState } from '../../../protocol/connection/connection.ts';
import { type Line, lineWidth, type Span, spreadLine } from '../../render/line.ts';
import { deskWords } from '../../present/desk-text.ts';
import { phaseForms } from '../../present/phase.ts';
import { formatClock, formatClockMinute, formatWeekdayDate } from '../../present/time.ts';

/** The daemon's machine, and the last round trip to it in ms; `null` while there is no connection. */
export interface HeaderHost {
  name: string;
  roundTripMs: number | null;
}

/** What the top line is drawn from. */
export interface HeaderInput {
  width: number;
  /** Symbol of the picture. */
  symbol: string;
  hello: Hello | null;
  phase: PhaseState | null;
  now: number;
  status: ConnectionState['status'];
  isEmbedded: boolean;
  /** `null` where it is this machine. */
  host: HeaderHost | null;
  /** What should be recorded now and is not, in few words; `null` where nothing is missing. */
  missing: string | null;
  /** Numbers of alert rules, and of those that are met now. */
  rules: number;
  met: number;
}

/** Marks simulated prices and a simulated clock. It is shown whatever the width is. */
export function modeBadge(hello: Hello | null): Line {
  if (hello?.mode === 'demo') return [[' DEMO · simulated prices ', 'text', 'badge']];
  if (hello?.mode === 'replay') return [[' REPLAY · recorded prices ', 'text', 'badge']];
  if (hello?.mode === 'unknown') return [[' MODE UNKNOWN ', 'text', 'alert']];
  if (hello?.mode === 'live' && hello.isVirtualClock) return [[' VIRTUAL CLOCK ', 'text', 'alert']];
  return [];
}

/** In words, as a dot, and not at all: the line for problems also shows a lost connection. */
function connectionForms({ status, isEmbedded, host, hello, missing }: HeaderInput): Line[] {
  const forms = (dot: Span, words: Span): Line[] => [[dot, words], [dot], []];
  if (status === 'lost') return forms(['○', 'error'], [hello ? ' daemon gone' : ' no daemon', 'error']);
  if (status === 'connecting') return forms(['◌', 'warning'], [' connecting…', 'warning']);
  if (missing !== null) return forms(['◐', 'warning'], [` ${missing}`, 'warning']);
  const desk = hello?.desk ? deskWords(hello.desk) : null;
  const isRecorded = hello?.desk?.recorder !== null;
  const usual = desk ?? (isEmbedded ? 'recording' : 'attached');
  const words = host ? [hostWords(host), ...(desk === null ? [] : [desk])].join(' · ') : usual;
  return forms(['●', isRecorded ? 'ok' : 'warning'], [` ${words}`, isRecorded ? 'dim' : 'warning']);
}

const longestHost = 24;

/** Its name and the round trip. */
export function hostWords({ name, roundTripMs }: HeaderHost): string {
  const short = name.length > longestHost ? `${name.slice(0, longestHost - 1)}…` : name;
  return roundTripMs === null ? short : `${short} ${roundTripMs} ms`;
}

/** With the date, without it, and to the minute; none before the daemon has said what time it is. */
function clockForms({ now, hello }: HeaderInput): Line[] {
  if (!hello) return [[]];
  const speed = hello && hello.clockSpeed !== 1 ? ` ×${hello.clockSpeed}` : '';
  const time: Line = [
    [formatClock(now), 'strong'],
    [` ET${speed}`, 'dim'],
  ];
  const short: Line = [
    [formatClockMinute(now), 'strong'],
    [' ET', 'dim'],
  ];
  return [[[`${formatWeekdayDate(newYorkDate(now))} `, 'dim'], ...time], time, short];
}

/** Its place is reserved while there are rules, so that nothing moves when one is met. */
function alertMark({ rules, met }: HeaderInput): Line {
  if (rules === 0) return [];
  return met > 0 ? [[`▲${String(Math.min(met, 99)).padEnd(2)}`, 'warning']] : [['   ']];
}

const spaced = (parts: readonly Line[]): Line =>
  parts.filter((part) => part.length > 0).flatMap((part) => [...part, ['  '] as const]);

/** Program, market, time and connection: the longest form that fits. */
export function headerLine(input: HeaderInput): Line {
  const { width, hello, phase, now } = input;
  const brand: Line = [[' SPYGLASS', 'brand']];
  const symbol: Line = hello ? [[input.symbol, 'strong']] : [];
  const badge = modeBadge(hello);
  const phases = phase ? phaseForms(phase, now) : [[]];
  const clocks = clockForms(input);
  const connections = connectionForms(input);
  const at = (forms: readonly Line[], index: number) => forms[Math.min(index, forms.length - 1)]!;
  const compose = (clock: number, connection: number, phaseForm: number, names: readonly Line[]) => ({
    left: spaced([...names, badge, at(phases, phaseForm)]),
    right: [...spaced([alertMark(input), at(connections, connection)]), ...at(clocks, clock), [' '] as const],
  });
  const all = [brand, symbol];
  const shortest = phases.length - 1;
  const between = phases.map((_, form) => form).slice(1, shortest);
  const choices: Parameters<typeof compose>[] = [
    [0, 0, 0, all],
    [1, 0, 0, all],
    ...between.map((form): Parameters<typeof compose> => [1, 0, form, all]),
    ...between.map((form): Parameters<typeof compose> => [1, 1, form, all]),
    [1, 1, shortest, all],
    [2, 2, shortest, [brand]],
    [2, 2, shortest, []],
  ];
  for (const choice of choices) {
    const { left, right } = compose(...choice);
    if (lineWidth(left) + lineWidth(right) < width) return spreadLine(left, right, width);
  }
  return spreadLine(spaced([badge]), at(clocks, 2), width);
}
