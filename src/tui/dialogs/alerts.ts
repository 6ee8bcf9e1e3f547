import { formatMeasure } from '../../market/alert-rule.ts';
import type { RuleState } from '../../protocol/alerts.ts';
import type { Alert } from '../../protocol/levels.ts';
import type { KeyOf } from '../commands/named-keys.ts';
import type { Line } from '../draw/line.ts';
import { alignLeft, alignRight, wrapText } from '../draw/width.ts';
import { keyHints } from '../panes/key-hints.ts';
import { dash } from '../present/number.ts';
import { formatClock, formatMoment } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { DashboardState } from '../state/state.ts';
import type { Dialog } from '../state/ui.ts';
import type { Token } from '../theme/tokens.ts';
import { type DialogWindow, dialogWindow } from './window.ts';

const valueCells = 9;
const firedCells = 8;
const markCells = 2;
const gap = '  ';
/** A value older than this is none of now: the polls of a small plan are a minute or two apart. */
const oldAfterMs = 10 * 60_000;

function stateText(
  { idle, isMet, isArmed, since, value, comparison }: RuleState,
  now: number,
): [string, Token] {
  if (idle !== null) return [upstreamText(idle, 60), 'warning'];
  if (value === null) return ['no value yet', 'dim'];
  if (isMet) return [`met since ${formatMoment(since ?? now, now)}`, 'strong'];
  if (isArmed) return [comparison === 'crosses' ? 'watching' : 'armed', 'ok'];
  return ['not re-armed yet', 'dim'];
}

/** An age goes on growing after it was told. */
function valueText({ measure, value, valueAt }: RuleState, now: number): string {
  if (value === null || valueAt === null) return dash;
  return formatMeasure(measure, measure === 'stale' ? value + Math.max(0, now - valueAt) : value);
}

interface Cells {
  rule: number;
  state: number;
  /** 0 where there is no room for when it last fired. */
  fired: number;
}

const lastColumn = (text: string, { fired }: Cells, token: Token): Line =>
  fired > 0 ? [[gap], [alignRight(text, fired), token]] : [];

function ruleLine(rule: RuleState, now: number, cells: Cells): Line {
  const isOld = rule.valueAt !== null && now - rule.valueAt > oldAfterMs;
  const isMet = rule.isMet === true && rule.idle === null;
  const [state, token] = stateText(rule, now);
  return [
    [isMet ? '▲ ' : '  ', 'warning'],
    [alignLeft(upstreamText(rule.text), cells.rule), rule.idle === null ? 'text' : 'dim'],
    [alignRight(valueText(rule, now), valueCells), rule.idle !== null || isOld ? 'stale' : 'text'],
    [gap],
    [alignLeft(state, cells.state), token],
    ...lastColumn(rule.lastFiredAt === null ? dash : formatClock(rule.lastFiredAt), cells, 'dim'),
  ];
}

function ruleLines(rules: readonly RuleState[], now: number, width: number): Line[] {
  const fired = width >= 60 ? firedCells : 0;
  const room = width - markCells - valueCells - gap.length - (fired > 0 ? fired + gap.length : 0);
  const longest = Math.max(...rules.map(({ text }) => text.length), 16);
  const rule = Math.min(longest, Math.floor(room * 0.55));
  const cells = { rule, state: Math.min(32, room - rule), fired };
  const head: Line = [
    [' '.repeat(markCells)],
    [alignLeft('rule', cells.rule), 'faint'],
    [alignRight('now', valueCells), 'faint'],
    [gap],
    [alignLeft('state', cells.state), 'faint'],
    ...lastColumn('last', cells, 'faint'),
  ];
  return [head, ...rules.map((each) => ruleLine(each, now, cells))];
}

const howToAdd: readonly Line[] = [
  [['There are no alert rules yet. They go into the settings file, which']],
  [['`spyglass config path` finds; a new start, or HUP, takes them over:']],
  [],
  [['  [alerts]', 'accent']],
  [['  rules = ["price > 700", "change < -1%", "stale > 2m"]', 'accent']],
];

function recentLines(recent: readonly Alert[], width: number): Line[] {
  const indent = formatClock(0).length + gap.length;
  const told = recent.flatMap((alert): Line[] =>
    wrapText(upstreamText(alert.message, 200), width - indent).map((text, index) => [
      [index === 0 ? `${formatClock(alert.at)}${gap}` : ' '.repeat(indent), 'dim'],
      [text, alert.kind === 'rule' ? 'text' : 'dim'],
    ]),
  );
  return [
    [['today, latest first', 'faint']],
    ...(told.length > 0 ? told : [[['Nothing has been told today.', 'dim']] as Line]),
  ];
}

/** Everything there is to show, and how much of it has room. */
export function alertsBody(state: DashboardState): { lines: Line[]; rows: number } {
  const { columns, rows } = state.ui;
  const { alerts, now } = state;
  const width = Math.min(88, columns - 10);
  const rules = alerts.rules.length > 0 ? ruleLines(alerts.rules, now.world, width) : howToAdd;
  return { lines: [...rules, [], ...recentLines(alerts.recent, width)], rows: rows - 6 };
}

/** The rules as they stand, and what was told today. */
export function alertsWindow(
  state: DashboardState,
  { top }: Extract<Dialog, { kind: 'alerts' }>,
  keyOf: KeyOf,
): DialogWindow {
  const { lines, rows } = alertsBody(state);
  const from = Math.max(0, Math.min(top, lines.length - rows));
  const isLonger = lines.length > rows;
  const note = keyHints(keyOf, [
    ...(isLonger ? ([['alerts-down', 'scroll']] as const) : []),
    ['alerts-close', 'close'],
  ]);
  return dialogWindow({ title: 'Alerts', body: lines.slice(from, from + rows), note }, state.ui);
}
